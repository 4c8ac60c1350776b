import type {
  ConfigurationField,
  ConfigurationShape,
  FunctionShape,
  OnChange,
  ResourceShape,
} from "../provider/resources/definition";
import { lowerFirst, type Property, propertiesOf } from "./model";
import type { ShownPolicy } from "./policyReference";

/** The name of the Pulumi package: the first part of every token, and the namespace of its configuration. */
export const PACKAGE = "pinecone-security";

/** All that the generator reads. */
export interface PackageShapes {
  readonly version: string;
  readonly resources: readonly ResourceShape[];
  readonly functions: readonly FunctionShape[];
  readonly configuration: ConfigurationShape;
  readonly policies: readonly ShownPolicy[];
  /** Pinecone's AWS regions: name → what is published about it. */
  readonly regions: Readonly<Record<string, { readonly serviceName: string; readonly dnsZone: string }>>;
}

/** A file of the repository: its path from the root, and the text it must have. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export function token(name: string): string {
  return `${PACKAGE}:index:${name}`;
}

/** The module of a resource in sdk/. `Index` has another name there: `sdk/index.ts` is what a program imports. */
export function moduleOf(resource: string): string {
  return resource === "Index" ? "pineconeIndex" : lowerFirst(resource);
}

/** The inputs of a resource. */
export function inputsOf(resource: ResourceShape): Property[] {
  return propertiesOf(resource.name, resource.inputs, "input");
}

/**
 * What a program can read from a resource: its inputs, then its outputs. An output of the same name takes the input's place. An
 * input that Pinecone fills in when it is left out has a value always.
 */
export function outputsOf(resource: ResourceShape): Property[] {
  const outputs = propertiesOf(resource.name, resource.outputs, "output");
  const inputs = inputsOf(resource)
    .filter((input) => !Object.hasOwn(resource.outputs, input.name))
    .map((input) => ({ ...input, required: input.required || resource.inputs[input.name]?.keptWhenLeftOut === true }));
  return [...inputs, ...outputs];
}

/** What a change of an input does and why, in words. What to do instead is in the refusal, and in the reference page. */
export function changeText(onChange: OnChange): string {
  switch (onChange.kind) {
    case "update":
      return paragraph("A change is made in place.", exceptionText(onChange.except));
    case "replace":
      return "A change replaces the resource.";
    case "forbidden":
      return `A change is refused in preview. ${onChange.rule}`;
  }
}

function exceptionText(except: Extract<OnChange, { kind: "update" }>["except"]): string {
  if (except === undefined) return "";
  return `But one from \`${except.from}\` to \`${except.to}\` is refused in preview. ${except.rule}`;
}

/** What holds when an input is left out, as a sentence. */
export function defaultText(value: string | undefined): string {
  return value === undefined ? "" : `Default: ${value.replace(/\.$/, "")}.`;
}

/** Where else a field of the configuration is read from, as a sentence, unless the text behind its default says so. */
export function environmentText({ environment = [], default: byDefault = "" }: ConfigurationField): string {
  if (environment.every((name) => byDefault.includes(name))) return "";
  const names = environment.map((name) => `\`${name}\``).join(" or ");
  return `Read from ${names} in the environment when the configuration has none.`;
}

/** Sentences to one paragraph, without those that are empty. */
export function paragraph(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
