import { functions } from "./functions";
import type { Kind, ResourceType } from "./resourceType";
import { types } from "./types";

const CONFIGURATION = { region: "string", accessKey: "string", secretKey: "string", token: "string" } as const;

/** The package's schema, for languages that ask the plugin for it, such as YAML. */
export function schemaText(name: string, version: string): string {
  return JSON.stringify({
    name,
    version,
    description: "The part of the aws package that runs locally, against moto.",
    provider: { inputProperties: schemasOf(CONFIGURATION) },
    resources: Object.fromEntries(types.map((type) => [type.token, resource(type)])),
    functions: Object.fromEntries(
      functions.map(({ token, args, results }) => [
        token,
        {
          inputs: { type: "object", properties: schemasOf(args) },
          outputs: { type: "object", properties: schemasOf(results), required: Object.keys(results) },
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

function schemasOf(kinds: Readonly<Record<string, Kind>>) {
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, schemaOf(kind)]));
}

function schemaOf(kind: Kind): object {
  const text = { type: "string" };
  const structure = { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } };
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
    case "object":
      return structure;
    case "objects":
      return { type: "array", items: structure };
  }
}
