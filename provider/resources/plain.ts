/** Between the engine's values (secrets wrapped, unknowns kept) and the plain values that lifecycles work with. */
import {
  containsSecret,
  containsUnknown,
  isSecret,
  type PropertyMap,
  reveal,
  sameValue,
  Secret,
  type Value,
} from "../rpc/values";
import type { InputField } from "./definition";

/** The plain values of what is known: properties that are, or hold, something unknown are left out, and so is `null`. */
export function plainOf(properties: PropertyMap): Record<string, unknown> {
  const entries = Object.entries(properties).flatMap(([name, value]) => {
    const plain = reveal(value);
    return plain === null || containsUnknown(plain) ? [] : [[name, plain] as const];
  });
  return Object.fromEntries(entries);
}

/** The value of a property; `undefined` when it is not there. The engine's `null` says the same. */
export function valueOf(properties: PropertyMap, name: string): Value | undefined {
  const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return value === undefined || reveal(value) === null ? undefined : value;
}

/** The engine's form of a plain value. What is `undefined` inside is left out. */
export function engineValue(plain: unknown): Value {
  if (plain === null || typeof plain === "string" || typeof plain === "boolean" || typeof plain === "number")
    return plain;
  if (Array.isArray(plain)) return plain.map(engineValue);
  if (typeof plain === "object") {
    const entries = Object.entries(plain).filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries.map(([name, value]) => [name, engineValue(value)]));
  }
  throw new TypeError(`a ${typeof plain} has no place in a state`);
}

/** The value, secret when `secret` says so. `null` hides nothing. */
export function marked(value: Value, secret: boolean): Value {
  return secret && value !== null && !isSecret(value) ? new Secret(value) : value;
}

/** Whether two values of a field mean the same. */
export function sameInput(
  { isSet, canonical = (plain) => plain }: Pick<InputField, "isSet" | "canonical">,
  left: Value,
  right: Value,
): boolean {
  if (sameValue(left, right)) return true;
  if (containsUnknown(left) || containsUnknown(right)) return false;
  const [a, b] = [engineValue(canonical(reveal(left))), engineValue(canonical(reveal(right)))];
  if (sameValue(a, b)) return true;
  if (isSet !== true || !Array.isArray(a) || !Array.isArray(b)) return false;
  const holds = (list: Value[], one: Value): boolean => list.some((other) => sameValue(one, other));
  return a.every((one) => holds(b, one)) && b.every((one) => holds(a, one));
}

const LONGEST_SHOWN = 120;

/** A value for a message: JSON, not too long, and never a secret. */
export function show(value: Value | undefined): string {
  if (value === undefined) return "nothing";
  if (containsSecret(value)) return "[secret]";
  if (containsUnknown(value)) return "(not known yet)";
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}… (${text.length} characters)` : text;
}

/** The properties that have a value: what is `undefined` is left out, as `exactOptionalPropertyTypes` asks. */
export function given<T extends object>(properties: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]: Exclude<T[Name], undefined> };
}
