import { z } from "zod";

/** A type as Pulumi's schema knows it. `null` of JSON Schema is left out: for Pulumi it is the same as "not there". */
export type Type =
  | { readonly kind: "string" | "number" | "integer" | "boolean" | "any" }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "array"; readonly items: Type }
  | { readonly kind: "map"; readonly values: Type }
  | { readonly kind: "object"; readonly name: string; readonly properties: readonly Property[] };

/** A property, ready to be written in any of the three forms: schema, class, reference page. */
export interface Property {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly description: string;
  /** What holds when it is left out, of a member of an object. That of a field is in its definition. */
  readonly byDefault?: string;
  readonly secret: boolean;
}

interface FieldLike {
  readonly type: z.ZodType;
  readonly description: string;
  readonly secret?: boolean;
}

/** The part of JSON Schema that `z.toJSONSchema` answers with and that we understand. */
interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly title?: string;
  /** Ours: what holds when the property is left out, from the definition's `meta`. */
  readonly byDefault?: string;
  readonly description?: string;
}

/**
 * The properties behind a record of fields, in their order.
 *
 * @param owner Names the objects among the types: the property `seen` of the owner `CmekBinding` is a `CmekBindingSeen`. An object's
 * own title is added: in the map `schema` of an `Index`, one with the title `Field` is an `IndexSchemaField`.
 * @param side Whether a default of zod makes a property optional (`input`) or certain (`output`).
 */
export function propertiesOf(
  owner: string,
  fields: Readonly<Record<string, FieldLike>>,
  side: "input" | "output",
): Property[] {
  const shape = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.type]));
  // Refinements and transformations have no JSON Schema: the plugin's check holds them, the type underneath is what counts here.
  const object = z.toJSONSchema(z.object(shape), { io: side, unrepresentable: "any", reused: "inline" }) as JsonSchema;
  return Object.entries(fields).map(([name, field]) => {
    const schema = object.properties?.[name] ?? {};
    return {
      name,
      type: typeOf(schema, owner + upperFirst(name)),
      required: (object.required ?? []).includes(name) && !isNullable(schema),
      description: field.description,
      secret: field.secret ?? false,
    };
  });
}

function typeOf(schema: JsonSchema, name: string): Type {
  const present = withoutNull(schema);
  if (present.anyOf !== undefined) return unionOf(present.anyOf, name);
  const values = present.const === undefined ? present.enum : [present.const];
  if (values?.every((value) => typeof value === "string") === true) return { kind: "enum", values };
  switch (present.type) {
    case "string":
    case "number":
    case "integer":
    case "boolean":
      return { kind: present.type };
    case "array":
      return { kind: "array", items: typeOf(present.items ?? {}, name) };
    case "object":
      return objectOf(present, name);
    default:
      return { kind: "any" };
  }
}

/** Literals become one enumeration; any other union has no name in Pulumi's schema that every language can use. */
function unionOf(members: readonly JsonSchema[], name: string): Type {
  const types = members.map((member) => typeOf(member, name));
  const values = types.flatMap((type) => (type.kind === "enum" ? type.values : []));
  return types.every((type) => type.kind === "enum") ? { kind: "enum", values } : { kind: "any" };
}

function objectOf(schema: JsonSchema, name: string): Type {
  if (typeof schema.additionalProperties === "object" && schema.properties === undefined) {
    return { kind: "map", values: typeOf(schema.additionalProperties, name) };
  }
  const ownName = name + (schema.title ?? "");
  const properties = Object.entries(schema.properties ?? {}).map(([property, inner]) => ({
    name: property,
    type: typeOf(inner, ownName + upperFirst(property)),
    required: (schema.required ?? []).includes(property) && !isNullable(inner),
    description: inner.description ?? "",
    ...(inner.byDefault === undefined ? {} : { byDefault: inner.byDefault }),
    secret: false,
  }));
  return { kind: "object", name: ownName, properties };
}

function isNullable({ type, anyOf }: JsonSchema): boolean {
  return (Array.isArray(type) && type.includes("null")) || (anyOf?.some((member) => member.type === "null") ?? false);
}

function withoutNull(schema: JsonSchema): JsonSchema {
  const { type, anyOf } = schema;
  if (anyOf !== undefined) return theOnly(anyOf.filter((member) => member.type !== "null")) ?? schema;
  if (typeof type !== "object") return schema;
  return theOnly(type.filter((one) => one !== "null").map((one) => ({ ...schema, type: one }))) ?? {};
}

/** The one member of a union that is none; `undefined` when there are more. */
function theOnly(members: readonly JsonSchema[]): JsonSchema | undefined {
  return members.length === 1 ? members[0] : undefined;
}

/** Every object among the types of these properties, however deep, each once. */
export function objectsIn(properties: readonly Property[]): Extract<Type, { kind: "object" }>[] {
  const found = new Map<string, Extract<Type, { kind: "object" }>>();
  const visit = (type: Type): void => {
    if (type.kind === "array") visit(type.items);
    if (type.kind === "map") visit(type.values);
    if (type.kind !== "object" || found.has(type.name)) return;
    found.set(type.name, type);
    for (const property of type.properties) visit(property.type);
  };
  for (const property of properties) visit(property.type);
  return [...found.values()];
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
