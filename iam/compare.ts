import type { PolicyDocument } from "./document";
import { isRecord } from "./json";

/** Elements whose values are names without regard to upper and lower case. */
const CASELESS_LISTS = new Set(["Action", "NotAction"]);

/**
 * Whether two policies say the same: the order of statements, lists and keys, and one value against a list of one, do not
 * matter; nor does an account ID against the ARN of that account's root, which AWS makes of it. A string that is no JSON is the
 * same as itself only.
 */
export function samePolicy(a: string | PolicyDocument, b: string | PolicyDocument): boolean {
  return canonicalPolicy(a) === canonicalPolicy(b);
}

function canonicalPolicy(policy: string | PolicyDocument): string {
  const document = typeof policy === "string" ? parseJson(policy) : policy;
  if (!isRecord(document)) return stable(document);
  const statements = list(document.Statement).map((statement) => stable(canonicalStatement(statement)));
  return stable({ ...document, Version: document.Version ?? "2008-10-17", Statement: statements.sort() });
}

/** The text itself where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function canonicalStatement(statement: unknown): unknown {
  if (!isRecord(statement)) return statement;
  return Object.fromEntries(
    Object.entries(statement).map(([element, value]) => [element, canonicalElement(element, value)]),
  );
}

function canonicalElement(element: string, value: unknown): unknown {
  if (element === "Sid" || element === "Effect") return value;
  if (element === "Condition") return canonicalConditions(value);
  if (element === "Principal" || element === "NotPrincipal") return canonicalPrincipal(value);
  const values = list(value);
  return sorted(CASELESS_LISTS.has(element) ? values.map((each) => String(each).toLowerCase()) : values);
}

function canonicalPrincipal(principal: unknown): unknown {
  if (!isRecord(principal)) return { AWS: sorted([principal]) };
  return Object.fromEntries(
    Object.entries(principal).map(([kind, who]) => [
      kind,
      sorted(list(who).map((each) => canonicalAccount(String(each)))),
    ]),
  );
}

function canonicalAccount(principal: string): string {
  return /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

/** Condition operators and keys are names without regard to case; numbers and booleans are compared as text. */
function canonicalConditions(conditions: unknown): unknown {
  if (!isRecord(conditions)) return conditions;
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [operator.toLowerCase(), canonicalKeys(keys)]),
  );
}

function canonicalKeys(keys: unknown): unknown {
  if (!isRecord(keys)) return keys;
  return Object.fromEntries(
    Object.entries(keys).map(([key, values]) => [key.toLowerCase(), sorted(list(values).map(String))]),
  );
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return value === undefined ? [] : [value];
}

function sorted(values: readonly unknown[]): unknown[] {
  return [...new Set(values.map((value) => stable(value)))].sort();
}

/** JSON with the keys in order. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
