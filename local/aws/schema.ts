import { functions } from "./functions";
import type { Kind, ResourceType } from "./resourceType";
import { types } from "./types";

const CONFIGURATION = ["region", "accessKey", "secretKey", "token"];

/** The package's schema, for languages that ask the plugin for it, such as YAML. */
export function schemaText(name: string, version: string): string {
  const texts = (names: readonly string[]) => Object.fromEntries(names.map((one) => [one, { type: "string" }]));
  return JSON.stringify({
    name,
    version,
    description: "The part of the aws package that runs locally, against moto.",
    provider: { inputProperties: texts(CONFIGURATION) },
    resources: Object.fromEntries(types.map((type) => [type.token, resource(type)])),
    functions: Object.fromEntries(
      functions.map(({ token, args, results }) => [
        token,
        {
          inputs: { type: "object", properties: texts(args) },
          outputs: { type: "object", properties: texts(results), required: results },
        },
      ]),
    ),
  });
}

function resource(type: ResourceType) {
  const inputs = Object.entries(type.inputs);
  const outputs = Object.entries(type.outputs);
  return {
    inputProperties: Object.fromEntries(inputs.map(([name, { kind }]) => [name, schemaOf(kind)])),
    requiredInputs: inputs.filter(([, { required }]) => required === true).map(([name]) => name),
    properties: Object.fromEntries([...inputs, ...outputs].map(([name, { kind }]) => [name, schemaOf(kind)])),
    required: outputs.map(([name]) => name),
  };
}

function schemaOf(kind: Kind): object {
  const text = { type: "string" };
  switch (kind) {
    case "policy":
      return text;
    case "string":
    case "number":
    case "boolean":
      return { type: kind };
    case "tags":
      return { type: "object", additionalProperties: text };
    case "strings":
      return { type: "array", items: text };
    case "objects":
      return { type: "array", items: { type: "object", additionalProperties: text } };
  }
}
