import type { Checked, CheckFailure, CheckRequest, PropertyMap, Value } from "../../provider/rpc";
import { containsUnknown, reveal, UNKNOWN } from "../../provider/rpc";
import { textOf } from "./diff";
import { autoname, autonameProblem, UNIQUE_SUFFIX_LENGTH } from "./names";
import type { InputProperty, Kind, PlainValue, ResourceType } from "./resourceType";

/** Validates inputs against a type's table, all of them at once, and fills in name, region and defaults. */
export function checkInputs(type: ResourceType, request: CheckRequest, region: string | undefined): Checked {
  const failures: CheckFailure[] = [];
  const inputs: PropertyMap = {};
  for (const [property, given] of Object.entries(request.news)) {
    if (given === null || property.startsWith("__")) {
      continue;
    }
    const value = asPolicyText(type.inputs[property], given);
    const reason = problem(type, property, value);
    if (reason !== undefined) {
      failures.push({ property, reason });
    }
    inputs[property] = value;
  }
  for (const [property, { required, default: standard }] of Object.entries(type.inputs)) {
    if (required === true && inputs[property] === undefined) {
      failures.push({ property, reason: `${type.token} needs "${property}"` });
    }
    if (standard !== undefined) {
      inputs[property] ??= standard;
    }
  }
  if ("region" in type.inputs && region !== undefined) {
    inputs["region"] ??= region;
  }
  failures.push(...notExactlyOne(type, inputs), ...giveName(type, request, inputs));
  return { inputs, failures };
}

function notExactlyOne({ token, exactlyOne = [] }: ResourceType, inputs: PropertyMap): CheckFailure[] {
  const given = exactlyOne.filter((property) => inputs[property] !== undefined);
  const property = given[1] ?? exactlyOne[0];
  if (property === undefined || given.length === 1) {
    return [];
  }
  const found = given.length === 0 ? "none is given" : `${given.join(" and ")} are given`;
  return [{ property, reason: `${token} takes exactly one of ${exactlyOne.join(", ")}, and ${found}` }];
}

/** @pulumi/aws takes a policy as an object, too. */
function asPolicyText(property: InputProperty | undefined, value: Value): Value {
  if (property?.kind !== "policy" || typeof reveal(value) !== "object") {
    return value;
  }
  return containsUnknown(value) ? UNKNOWN : JSON.stringify(reveal(value));
}

function problem(type: ResourceType, property: string, value: Value): string | undefined {
  const instead = type.refused?.[property];
  if (instead !== undefined) {
    return `the local aws plugin does not support "${property}" of ${type.token}: ${instead}`;
  }
  const row = type.inputs[property];
  if (row === undefined) {
    const names = Object.keys(type.inputs).join(", ");
    return `${type.token} has no input "${property}" in the local aws plugin: it knows ${names}`;
  }
  return containsUnknown(value) ? undefined : wrongValue(row, property, reveal(value));
}

/** The kinds in words. */
export const KINDS: Readonly<Record<Kind, string>> = {
  string: "a string",
  number: "a number",
  boolean: "a boolean",
  policy: "a policy document as JSON text or as an object",
  tags: "a map of strings",
  strings: "a list of strings",
  object: "an object",
  objects: "a list of objects",
};

function wrongValue(row: InputProperty, property: string, value: unknown): string | undefined {
  const shown = JSON.stringify(value);
  if (!isOfKind(row.kind, value)) {
    return `"${property}" is ${shown}, and must be ${KINDS[row.kind]}`;
  }
  if (row.range !== undefined && typeof value === "number") {
    const [least, greatest] = row.range;
    const fits = Number.isInteger(value) && value >= least && value <= greatest;
    return fits ? undefined : `"${property}" is ${shown}, and AWS takes whole numbers from ${least} to ${greatest}`;
  }
  if (row.values !== undefined && !row.values.includes(value as string)) {
    return `"${property}" is ${shown}, and must be one of ${row.values.join(", ")}`;
  }
  if (row.pattern !== undefined && !row.pattern.expression.test(value as string)) {
    return `"${property}" is ${shown}: ${row.pattern.rule}`;
  }
  return undefined;
}

/** True for a value that a property of this kind can hold. */
export function isOfKind(kind: Kind, value: unknown): value is PlainValue {
  switch (kind) {
    case "string":
    case "number":
    case "boolean":
      return typeof value === kind;
    case "policy":
      return typeof value === "string" && isJsonObject(value);
    case "tags":
      return isObject(value) && Object.values(value).every((tag) => typeof tag === "string");
    case "strings":
      return Array.isArray(value) && value.every((text) => typeof text === "string");
    case "object":
      return isObject(value);
    case "objects":
      return Array.isArray(value) && value.every(isObject);
  }
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A resource keeps the name it has; a new one without a name or prefix is given one. */
function giveName(type: ResourceType, request: CheckRequest, inputs: PropertyMap): CheckFailure[] {
  if (type.autoname === undefined) {
    return [];
  }
  const { name, namePrefix } = inputs;
  if (namePrefix !== undefined) {
    const longest = type.autoname.maximum - UNIQUE_SUFFIX_LENGTH;
    const tooLong = textOf(namePrefix).length > longest;
    return [
      ...(name === undefined ? [] : [{ property: "namePrefix", reason: '"name" and "namePrefix" exclude each other' }]),
      ...(tooLong ? [{ property: "namePrefix", reason: `"namePrefix" has at most ${longest} characters` }] : []),
    ];
  }
  if (name !== undefined) {
    return [];
  }
  const old = request.olds?.["name"];
  if (old !== undefined) {
    inputs["name"] = old;
    return [];
  }
  const reason = autonameProblem(type, request.name);
  if (reason !== undefined) {
    return [{ property: "name", reason }];
  }
  inputs["name"] = autoname(type, request.name, request.urn, request.randomSeed);
  return [];
}
