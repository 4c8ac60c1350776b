import type { ResourceShape } from "../provider/resources/definition";
import type { Property } from "./model";
import { changeText, type GeneratedFile, inputsOf, moduleOf, outputsOf, token } from "./package";
import {
  argumentDoc,
  BANNER,
  docComment,
  inputInterfaces,
  inputMember,
  interfaceOf,
  plainInterfaces,
  plainType,
} from "./typescript";

/** `sdk/<module>.ts`: the class of a resource, its arguments, and the objects in them. */
export function resourceClassFile(shape: ResourceShape): GeneratedFile {
  const inputs = inputsOf(shape);
  const outputs = outputsOf(shape);
  const text = [
    BANNER,
    `import * as pulumi from "@pulumi/pulumi";\nimport { requireArguments, resourceOptions${inputs.some(({ secret }) => secret) ? ", toSecret" : ""} } from "./utilities";\n`,
    argsInterface(shape, inputs),
    inputInterfaces(inputs),
    plainInterfaces(outputs),
    classText(shape, inputs, outputs),
  ];
  return { path: `sdk/${moduleOf(shape.name)}.ts`, text: text.join("\n") };
}

function argsInterface(shape: ResourceShape, inputs: readonly Property[]): string {
  const members = inputs.map((property) => {
    const input = shape.inputs[property.name];
    const change = input === undefined ? "" : changeText(input.onChange);
    return inputMember(property, argumentDoc(property.description, [change], input?.default));
  });
  return interfaceOf(`${shape.name}Args`, docComment(`The arguments of {@link ${shape.name}}.`), members);
}

function classText(shape: ResourceShape, inputs: readonly Property[], outputs: readonly Property[]): string {
  const { name } = shape;
  const members = outputs.map((property) => {
    const type = plainType(property.type);
    return `${docComment(property.description)}declare readonly ${property.name}: pulumi.Output<${property.required ? type : `${type} | undefined`}>;\n`;
  });
  return `${docComment(shape.description, `Import: ${shape.importId.description} For example \`pulumi import ${token(name)} example ${shape.importId.example}\`.`)}export class ${name} extends pulumi.CustomResource {
/** @internal */
static readonly __pulumiType = ${JSON.stringify(token(name))};

${members.join("\n")}
${constructorText(shape, inputs, outputs)}
${staticsText(name, inputs)}
}
`;
}

function constructorText(shape: ResourceShape, inputs: readonly Property[], outputs: readonly Property[]): string {
  const required = inputs.filter((property) => property.required).map((property) => property.name);
  const secrets = outputs.filter((property) => property.secret).map((property) => property.name);
  const given = inputs.map(({ name, secret }) => `${name}: ${secret ? `toSecret(args.${name})` : `args.${name}`},`);
  const computed = outputs
    .filter(({ name }) => !Object.hasOwn(shape.inputs, name))
    .map(({ name }) => `${name}: undefined,`);
  // Only ever optional arguments: the program may leave the whole bag out.
  const args = `args: ${shape.name}Args${required.length === 0 ? " = {}" : ""}`;
  return `/**
 * @param name The name of the resource in the program, unique in its stack. Pulumi's URN is made from it.
 * @param args What the resource is to be.
 * @param opts How Pulumi is to treat it.
 */
constructor(name: string, ${args}, opts: pulumi.CustomResourceOptions = {}) {
  const isLookedUp = opts.id !== undefined || opts.urn !== undefined;
  if (!isLookedUp) requireArguments(${shape.name}.__pulumiType, name, args, ${JSON.stringify(required)});
  const properties = { ${[...given, ...computed].join("\n")} };
  super(${shape.name}.__pulumiType, name, properties, resourceOptions(opts, ${JSON.stringify(secrets)}));
}
`;
}

function staticsText(name: string, inputs: readonly Property[]): string {
  const noArgs = inputs.some((property) => property.required) ? `{} as ${name}Args` : "{}";
  return `/**
 * Reads one that exists already, without managing it.
 *
 * @param name The name of the resource in the program.
 * @param id Its ID, as \`pulumi import\` takes it.
 * @param opts How Pulumi is to treat it.
 */
static get(name: string, id: pulumi.Input<pulumi.ID>, opts: pulumi.CustomResourceOptions = {}): ${name} {
  return new ${name}(name, ${noArgs}, { ...opts, id });
}

/** Whether \`value\` is one, also of another copy of this package. */
static override isInstance(value: unknown): value is ${name} {
  return (value as { __pulumiType?: unknown } | null | undefined)?.__pulumiType === ${name}.__pulumiType;
}`;
}
