import type { Checked, CheckFailure, CheckRequest, PropertyMap, Value } from "../../provider/rpc";
import { containsUnknown, reveal, UNKNOWN } from "../../provider/rpc";
import { textOf } from "./diff";
import { autoname, autonameProblem, UNIQUE_SUFFIX_LENGTH } from "./names";
import type { InputProperty, PlainValue, ResourceType } from "./resourceType";

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
  failures.push(...giveName(type, request, inputs));
  return { inputs, failures };
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

function wrongValue(row: InputProperty, property: string, value: unknown): string | undefined {
  const shown = JSON.stringify(value);
  if (!isOfKind(row, value)) {
    const kinds = { tags: "a map of strings", policy: "a policy document as JSON text or as an object" };
    const wanted = row.kind in kinds ? kinds[row.kind as keyof typeof kinds] : `a ${row.kind}`;
    return `"${property}" is ${shown}, and must be ${wanted}`;
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

function isOfKind(row: InputProperty, value: unknown): value is PlainValue {
  switch (row.kind) {
    case "string":
    case "number":
    case "boolean":
      return typeof value === row.kind;
    case "policy":
      return typeof value === "string" && isJsonObject(value);
    case "tags":
      return isObject(value) && Object.values(value).every((tag) => typeof tag === "string");
    case "strings":
    case "objects":
      return Array.isArray(value);
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
