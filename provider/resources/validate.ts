import type * as z from "zod";
import type { CheckFailure } from "../rpc/provider";
import { containsSecret, containsUnknown, isMap, isUnknown, type PropertyMap, reveal, type Value } from "../rpc/values";
import { unknownName } from "./nearest";
import { show, valueOf } from "./plain";

interface FieldToCheck {
  readonly type: z.ZodType;
  readonly description: string;
  readonly secret?: boolean;
}

/** Every input with a wrong shape, and every name that is no input. What is not known yet is not judged. */
export function shapeFailures(
  what: string,
  fields: Readonly<Record<string, FieldToCheck>>,
  inputs: PropertyMap,
): CheckFailure[] {
  const names = Object.keys(fields);
  const strangers = Object.keys(inputs)
    // The engine's own names start so.
    .filter((name) => !names.includes(name) && !name.startsWith("__"))
    .map((name) => ({ property: name, reason: unknownName(what, name, names) }));
  return [...strangers, ...Object.entries(fields).flatMap(([name, field]) => fieldFailures(name, field, inputs))];
}

function fieldFailures(name: string, field: FieldToCheck, inputs: PropertyMap): CheckFailure[] {
  const given = valueOf(inputs, name);
  if (given === undefined) {
    const optional = field.type.safeParse(undefined).success;
    return optional ? [] : [{ property: name, reason: `is required. ${field.description}` }];
  }
  const value = reveal(given);
  if (isUnknown(value)) return [];
  const parsed = field.type.safeParse(value);
  if (parsed.success) return [];
  const hidden = field.secret === true || containsSecret(given);
  return parsed.error.issues
    .filter((issue) => !containsUnknown(at(value, issue.path)))
    .map((issue) => {
      const reason = reasonOf(issue, at(value, issue.path), hidden);
      return { property: name + pathText(issue.path), reason };
    });
}

/** What is wrong, in a sentence, with the value unless it is to be hidden. */
function reasonOf(issue: z.core.$ZodIssue, value: Value, hidden: boolean): string {
  const got = hidden ? "its value is secret and not shown" : `got ${show(value)}`;
  switch (issue.code) {
    case "invalid_type":
      return `must be ${typeName(issue.expected)}; ${got}.`;
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map((one) => JSON.stringify(one)).join(", ")}; ${got}.`;
    case "too_small":
      return `must ${bound(issue.origin, "at least", issue.minimum, issue.inclusive !== false)}; ${hidden ? got : size(issue.origin, value)}.`;
    case "too_big":
      return `must ${bound(issue.origin, "at most", issue.maximum, issue.inclusive !== false)}; ${hidden ? got : size(issue.origin, value)}.`;
    case "unrecognized_keys":
      return `must not have ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}: there is no such property; ${got}.`;
    case "custom":
    case "invalid_format":
      // These have words of their own. A rule's own words quote the value.
      return hidden && issue.code === "custom" ? `has a wrong form; ${got}.` : withValue(issue.message, got, value);
    default:
      return `${issue.message}; ${got}.`;
  }
}

function withValue(message: string, got: string, value: Value): string {
  return typeof value === "string" && message.includes(JSON.stringify(value)) ? message : `${message}; ${got}.`;
}

function typeName(expected: string): string {
  if (expected === "record") return "a map";
  if (expected === "int") return "a whole number";
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

function bound(origin: string, word: string, limit: number | bigint, inclusive: boolean): string {
  const text = inclusive ? `${word} ${limit}` : `${word === "at least" ? "more than" : "less than"} ${limit}`;
  if (origin === "string") return `have ${text} ${limit === 1 ? "character" : "characters"}`;
  if (origin === "array") return `have ${text} ${limit === 1 ? "element" : "elements"}`;
  return `be ${text}`;
}

function size(origin: string, value: Value): string {
  if (origin === "string" && typeof value === "string") return value === "" ? "it is empty" : `it has ${value.length}`;
  if (origin === "array" && Array.isArray(value)) return value.length === 0 ? "it is empty" : `it has ${value.length}`;
  return `got ${show(value)}`;
}

function at(value: Value, path: readonly PropertyKey[]): Value {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current) && typeof step === "number") current = current[step] ?? null;
    else if (isMap(current) && typeof step === "string" && Object.hasOwn(current, step))
      current = current[step] ?? null;
    else return current;
  }
  return current;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => {
      if (typeof step === "number") return `[${step}]`;
      return /^\w+$/.test(String(step)) ? `.${String(step)}` : `[${JSON.stringify(String(step))}]`;
    })
    .join("");
}
