import Ajv from "ajv";
import addFormats from "ajv-formats";

/** The part of an OpenAPI 3.0 document that the validator reads. */
export interface Document {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly components?: { readonly securitySchemes?: Readonly<Record<string, { type: string; name?: string }>> };
}

export interface PathItem {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly get?: Operation;
}

export interface Operation {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, MediaType>> } | Reference>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface MediaType {
  readonly schema: Schema;
}

interface Reference {
  readonly $ref: string;
}

type Schema = Readonly<Record<string, unknown>>;

/** Follows a local reference (`#/components/…`), if it is one. */
export function resolve<T extends object>(document: Document, value: T | Reference): T {
  if (!("$ref" in value)) return value;
  const found = value.$ref
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], document);
  if (found === undefined) throw new Error(`${value.$ref} leads nowhere`);
  return found as T;
}

/** An ajv that knows the documents by name, each made strict. */
export function strictAjv(documents: readonly { name: string; document: Document }[]): Ajv {
  // Not ajv's own strict mode: OpenAPI keywords such as `example` are unknown to it.
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  addFormats(ajv);
  for (const { name, document } of documents) ajv.addSchema(closed(document) as object, name);
  return ajv;
}

/** What is wrong with a value, in words. */
export function bodyProblems(ajv: Ajv, document: string, schema: Schema, value: unknown, what: string): string[] {
  const validate = ajv.compile(pointingInto(document, closed(schema)) as object);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const detail = Object.values(params as Record<string, unknown>).map((param) => JSON.stringify(param));
    return `${what}${instancePath} ${message ?? "is wrong"} (${detail.join(", ")})`;
  });
}

/**
 * The same schema where an object takes no field that it does not name, and where `x-enum` is an `enum`. An object that names no field stays
 * open, and so does one that is composed (`oneOf`): its branches are closed instead.
 */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === "example" || key === "examples" ? undefined : closed(value),
    ]),
  );
  const composed = ["oneOf", "anyOf", "allOf"].some((key) => key in schema);
  if (schema["type"] === "object" && isObject(schema["properties"]) && !composed) {
    copy["additionalProperties"] ??= false;
  }
  if (Array.isArray(schema["x-enum"])) copy["enum"] = schema["x-enum"];
  return copy;
}

/** The same schema with its local references pointing into a document that ajv knows by name. */
function pointingInto(document: string, schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((part) => pointingInto(document, part));
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === "$ref" && typeof value === "string" ? `${document}${value}` : pointingInto(document, value),
    ]),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
