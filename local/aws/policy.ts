/**
 * True when two policy documents mean the same. AWS gives documents back in another form than it got them: keys in another order,
 * one value instead of a list of one, an account's number instead of its root ARN. None of that is a change.
 */
export function samePolicy(one: string, other: string): boolean {
  if (one === other) {
    return true;
  }
  const [first, second] = [canonical(one), canonical(other)];
  return first !== undefined && first === second;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

function canonical(text: string): string | undefined {
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  if (!isObject(document)) {
    return undefined;
  }
  const statements = list(document["Statement"] ?? []).map((statement) => stable(canonicalStatement(statement)));
  return stable({ ...document, Statement: statements.sort() });
}

function canonicalStatement(statement: Json): Json {
  if (!isObject(statement)) {
    return statement;
  }
  return Object.fromEntries(Object.entries(statement).map(([name, value]) => [name, canonicalElement(name, value)]));
}

function canonicalElement(name: string, value: Json): Json {
  switch (name) {
    case "Action":
    case "NotAction":
      return set(value, (action) => action.toLowerCase());
    case "Resource":
    case "NotResource":
      return set(value);
    case "Principal":
    case "NotPrincipal":
      return mapValues(value === "*" ? { AWS: "*" } : value, (principals) => set(principals, withoutRootArn));
    case "Condition":
      return mapValues(value, (keys) => mapValues(keys, (values) => set(values)));
    default:
      return value;
  }
}

function withoutRootArn(principal: string): string {
  return /^arn:[a-z-]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

function set(values: Json, spell: (value: string) => string = (value) => value): Json {
  const texts = list(values).map((value) => spell(typeof value === "string" ? value : JSON.stringify(value)));
  return [...new Set(texts)].sort();
}

function list(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

function mapValues(value: Json, change: (inner: Json) => Json): Json {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]))
    : value;
}

/** JSON with the names of every object in order. */
function stable(value: Json): string {
  return JSON.stringify(value, (_name, inner: Json) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

function isObject(value: Json): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
