/** Texts that arrive as numbers: the YAML language host takes a configuration value of digits alone, such as an account number, for one. */
import type * as z from "zod";
import { isSecret, type PropertyMap, Secret, type Value } from "../rpc/values";

/** A whole number as text, secret as it was. One so large that digits were lost stays a number, and so an error. */
export function digitsAsText(value: Value): Value {
  if (isSecret(value)) return new Secret(digitsAsText(value.reveal()));
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
}

/** The properties, with whole numbers as text where a field is a text. */
export function withTexts(
  fields: Readonly<Record<string, { readonly type: z.ZodType }>>,
  properties: PropertyMap,
): PropertyMap {
  const entries = Object.entries(properties).map(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return [name, field !== undefined && isText(field.type) ? digitsAsText(value) : value] as const;
  });
  return Object.fromEntries(entries);
}

function isText(type: z.ZodType): boolean {
  const { def } = type;
  return def.type === "optional" ? isText((type as z.ZodOptional<z.ZodType>).unwrap()) : def.type === "string";
}
