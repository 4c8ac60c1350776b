import type { ConfigurationShape, FunctionShape, ResourceShape } from "../provider/resources/definition";
import { objectsIn, propertiesOf, type Property, type Type } from "./model";
import {
  changeText,
  defaultText,
  environmentText,
  type GeneratedFile,
  inputsOf,
  outputsOf,
  PACKAGE,
  type PackageShapes,
  paragraph,
  token,
} from "./package";

type Json = Record<string, unknown>;

/** `schema.json`: what other languages, YAML and `pulumi schema check` read. */
export function schemaFile(shapes: PackageShapes): GeneratedFile {
  return { path: "schema.json", text: `${JSON.stringify(packageSchema(shapes), null, 2)}\n` };
}

/** The package schema, see https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/. */
export function packageSchema(shapes: PackageShapes): Json {
  return {
    name: PACKAGE,
    displayName: "Pinecone Security",
    version: shapes.version,
    description: "Customer-managed encryption (CMEK) and private access (AWS PrivateLink) for Pinecone on AWS.",
    keywords: ["pulumi", "pinecone", "cmek", "kms", "privatelink", "category/cloud", "kind/native"],
    license: "Apache-2.0",
    publisher: "pulumi-pinecone-security",
    meta: { moduleFormat: "(.*)" },
    language: { nodejs: { packageName: "pulumi-pinecone-security", respectSchemaVersion: true } },
    config: { variables: configurationProperties(shapes.configuration) },
    types: objectTypes(shapes),
    provider: {
      description: "How Pinecone is reached, and which of the two bindings is used.",
      inputProperties: configurationProperties(shapes.configuration),
    },
    resources: Object.fromEntries(shapes.resources.map((shape) => [token(shape.name), resourceSchema(shape)])),
    functions: Object.fromEntries(shapes.functions.map((shape) => [token(shape.name), functionSchema(shape)])),
  };
}

function resourceSchema(shape: ResourceShape): Json {
  const inputs = inputsOf(shape);
  const outputs = outputsOf(shape);
  const described = (property: Property): Json => {
    const input = shape.inputs[property.name];
    if (input === undefined) return propertySchema(property);
    const description = paragraph(property.description, defaultText(input.default), changeText(input.onChange));
    const schema = propertySchema({ ...property, description });
    return input.onChange.kind === "replace" ? { ...schema, willReplaceOnChanges: true } : schema;
  };
  return {
    description: shape.description,
    properties: record(outputs, described),
    required: requiredNames(outputs),
    inputProperties: record(inputs, described),
    requiredInputs: requiredNames(inputs),
  };
}

function functionSchema(shape: FunctionShape): Json {
  const inputs = propertiesOf(shape.name, shape.inputs, "input");
  const outputs = propertiesOf(`${shape.name}Result`, shape.outputs, "output");
  const described = (property: Property): Json => {
    const description = paragraph(property.description, defaultText(shape.inputs[property.name]?.default));
    return propertySchema({ ...property, description });
  };
  return {
    description: shape.description,
    inputs: { type: "object", properties: record(inputs, described), required: requiredNames(inputs) },
    outputs: { type: "object", properties: record(outputs, propertySchema), required: requiredNames(outputs) },
  };
}

/**
 * No `defaultInfo`: an SDK made from it would copy the environment, credentials too, into the provider's inputs and so into the
 * stack. The plugin reads the environment itself, each time it starts.
 */
function configurationProperties(configuration: ConfigurationShape): Json {
  const properties = propertiesOf("Provider", configuration.fields, "input");
  return record(properties, (property) => {
    const field = configuration.fields[property.name];
    const environment = field === undefined ? "" : environmentText(field);
    const description = paragraph(property.description, defaultText(field?.default), environment);
    return propertySchema({ ...property, description });
  });
}

function objectTypes({ resources, functions, configuration }: PackageShapes): Json {
  const properties = [
    ...resources.flatMap((shape) => [...inputsOf(shape), ...outputsOf(shape)]),
    ...functions.flatMap((shape) => propertiesOf(shape.name, shape.inputs, "input")),
    ...functions.flatMap((shape) => propertiesOf(`${shape.name}Result`, shape.outputs, "output")),
    ...propertiesOf("Provider", configuration.fields, "input"),
  ];
  const entries = objectsIn(properties).map((object) => [
    token(object.name),
    {
      type: "object",
      properties: record(object.properties, ({ byDefault, ...property }) =>
        propertySchema({ ...property, description: paragraph(property.description, defaultText(byDefault)) }),
      ),
      required: requiredNames(object.properties),
    },
  ]);
  return Object.fromEntries(entries) as Json;
}

function propertySchema(property: Property): Json {
  const description = paragraph(property.description, valuesText(property.type));
  return {
    ...typeSchema(property.type),
    ...(description === "" ? {} : { description }),
    ...(property.secret ? { secret: true } : {}),
  };
}

function typeSchema(type: Type): Json {
  switch (type.kind) {
    case "any":
      return { $ref: "pulumi.json#/Any" };
    case "enum":
      return { type: "string" };
    case "array":
      return { type: "array", items: typeSchema(type.items) };
    case "map":
      return { type: "object", additionalProperties: typeSchema(type.values) };
    case "object":
      return { $ref: `#/types/${token(type.name)}` };
    default:
      return { type: type.kind };
  }
}

function valuesText(type: Type): string {
  const inner = type.kind === "array" ? type.items : type;
  return inner.kind === "enum" ? `Possible values: ${inner.values.map((value) => `\`${value}\``).join(", ")}.` : "";
}

function record(properties: readonly Property[], describe: (property: Property) => Json): Json {
  return Object.fromEntries(properties.map((property) => [property.name, describe(property)]));
}

function requiredNames(properties: readonly Property[]): string[] {
  return properties.filter((property) => property.required).map((property) => property.name);
}
