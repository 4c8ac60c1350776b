import type { PolicyDocument } from "../document";
import { isRecord } from "../json";
import type { Condition } from "./conditions";
import type { PrincipalElement } from "./principals";
import { show } from "./verdict";

/** Where a policy hangs, which decides the elements its statements have. */
export type PolicyKind = "trust policy" | "key policy" | "permissions policy";

/** A list that a statement is about, or (inverted) is not about: Action and NotAction, Resource and NotResource. */
export interface ListElement {
  readonly inverted: boolean;
  readonly values: readonly string[];
}

/** A statement with all its lists as lists. */
export interface ParsedStatement {
  /** How reasons call it: by its Sid, else by its number. */
  readonly label: string;
  readonly effect: "Allow" | "Deny";
  readonly action: ListElement;
  readonly principal?: PrincipalElement;
  readonly resource?: ListElement;
  readonly conditions: readonly Condition[];
  /** Elements that can't be judged here, so that the statement's effect stays open. */
  readonly doubts: readonly string[];
}

/** A policy that AWS would take. */
export interface ParsedPolicy {
  readonly variables: boolean;
  readonly statements: readonly ParsedStatement[];
}

/** What AWS would refuse a document for. */
class Malformed extends Error {}

const ELEMENTS = new Set([
  ...["Sid", "Effect", "Condition", "Action", "NotAction"],
  ...["Principal", "NotPrincipal", "Resource", "NotResource"],
]);

/** Reads a policy. A text says why AWS would not take it. */
export function parsePolicy(policy: string | PolicyDocument, kind: PolicyKind): ParsedPolicy | string {
  try {
    const document = typeof policy === "string" ? readJson(policy) : policy;
    return readDocument(document, kind);
  } catch (error) {
    if (error instanceof Malformed) return `AWS would refuse this ${kind}: ${error.message}`;
    throw error;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Malformed(`it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

function readDocument(document: unknown, kind: PolicyKind): ParsedPolicy {
  if (!isRecord(document)) throw new Malformed("it is not a JSON object");
  const version = document.Version ?? "2008-10-17";
  if (version !== "2012-10-17" && version !== "2008-10-17") {
    throw new Malformed(`its Version is ${json(version)}; expected "2012-10-17"`);
  }
  const { Statement: statements } = document;
  if (statements === undefined) throw new Malformed("it has no Statement");
  const list: unknown[] = Array.isArray(statements) ? statements : [statements];
  return {
    variables: version === "2012-10-17",
    statements: list.map((statement, index) => readStatement(statement, index, kind)),
  };
}

function readStatement(statement: unknown, index: number, kind: PolicyKind): ParsedStatement {
  if (!isRecord(statement)) throw new Malformed(`statement ${index + 1} is not a JSON object`);
  const { Sid: sid, Effect: effect } = statement;
  const label = typeof sid === "string" && sid !== "" ? `statement ${JSON.stringify(sid)}` : `statement ${index + 1}`;
  if (effect !== "Allow" && effect !== "Deny") {
    throw new Malformed(`${label} has the Effect ${json(effect)}; expected "Allow" or "Deny"`);
  }
  return {
    label,
    effect,
    action: readList(statement, "Action", label),
    ...(kind === "permissions policy"
      ? withoutPrincipal(statement, label)
      : { principal: readPrincipal(statement, label) }),
    ...(kind === "trust policy"
      ? withoutResource(statement, label)
      : { resource: readList(statement, "Resource", label) }),
    conditions: readConditions(statement.Condition, label),
    doubts: Object.keys(statement)
      .filter((element) => !ELEMENTS.has(element))
      .map((element) => `the element ${JSON.stringify(element)} is not one that can be decided here`),
  };
}

function withoutPrincipal(statement: Record<string, unknown>, label: string): object {
  if ("Principal" in statement || "NotPrincipal" in statement) {
    throw new Malformed(`${label} has a Principal, which a permissions policy does not take`);
  }
  return {};
}

function withoutResource(statement: Record<string, unknown>, label: string): object {
  if ("Resource" in statement || "NotResource" in statement) {
    throw new Malformed(`${label} has a Resource, which a trust policy does not take`);
  }
  return {};
}

/** The element or its Not… form: exactly one of the two. */
function oneOfBoth(
  statement: Record<string, unknown>,
  name: string,
  label: string,
): [inverted: boolean, value: unknown] {
  const [plain, inverted] = [statement[name], statement[`Not${name}`]];
  if ((plain === undefined) === (inverted === undefined)) {
    const found = plain === undefined ? `neither ${name} nor` : `both ${name} and`;
    throw new Malformed(`${label} has ${found} Not${name}; expected exactly one`);
  }
  return plain === undefined ? [true, inverted] : [false, plain];
}

function readList(statement: Record<string, unknown>, name: string, label: string): ListElement {
  const [inverted, value] = oneOfBoth(statement, name, label);
  return { inverted, values: readStrings(value, `the ${inverted ? "Not" : ""}${name} of ${label}`) };
}

function readPrincipal(statement: Record<string, unknown>, label: string): PrincipalElement {
  const [inverted, value] = oneOfBoth(statement, "Principal", label);
  const name = `the ${inverted ? "Not" : ""}Principal of ${label}`;
  if (value === "*") return { inverted, aws: ["*"], others: [] };
  if (!isRecord(value) || Object.keys(value).length === 0) {
    throw new Malformed(`${name} is ${json(value)}; expected "*" or an object such as {"AWS": "arn:…"}`);
  }
  const entries = Object.entries(value).map(([kind, who]) => ({ kind, who: readStrings(who, `${name}, ${kind},`) }));
  const strange = entries.find(({ kind }) => !["AWS", "Service", "Federated", "CanonicalUser"].includes(kind));
  if (strange) throw new Malformed(`${name} has the kind ${show(strange.kind)}; expected AWS, Service or Federated`);
  return {
    inverted,
    aws: entries.flatMap(({ kind, who }) => (kind === "AWS" ? who : [])),
    others: entries.flatMap(({ kind, who }) => (kind === "AWS" ? [] : who)),
  };
}

function readConditions(condition: unknown, label: string): Condition[] {
  if (condition === undefined) return [];
  if (!isRecord(condition)) throw new Malformed(`the Condition of ${label} is not an object`);
  return Object.entries(condition).flatMap(([operator, keys]) => {
    if (!isRecord(keys))
      throw new Malformed(`${operator} in the Condition of ${label} is not an object of condition keys`);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      values: readStrings(values, `${operator} ${key} of ${label}`, ["number", "boolean"]),
    }));
  });
}

function readStrings(value: unknown, name: string, alsoTaken: readonly string[] = []): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new Malformed(`${name} is an empty list`);
  return values.map((each) => {
    if (typeof each !== "string" && !alsoTaken.includes(typeof each)) {
      throw new Malformed(`${name} is ${json(value)}; expected a string or a list of strings`);
    }
    return String(each);
  });
}

function json(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}
