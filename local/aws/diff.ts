import type { Diff, DiffRequest, PropertyChange, PropertyMap, Value } from "../../provider/rpc";
import { containsUnknown, isUnknown, reveal, sameValue } from "../../provider/rpc";
import { isAutonamed } from "./names";
import { samePolicy } from "./policy";
import type { InputProperty, Plain, PlainObject, ResourceType, Tags, Told } from "./resourceType";
import { allTags } from "./tags";

/** What `pulumi up` would change, by the type's table. Policies are compared by what they mean. */
export function diffInputs(type: ResourceType, request: DiffRequest, defaultTags: Tags): Diff {
  const changes: PropertyChange[] = [];
  for (const [path, row] of Object.entries(type.inputs)) {
    const change = compare(row, before(row, path, request), request.news[path]);
    if (change !== undefined) {
      const rule = change === "update" ? row.onChange : (row.onAppearance ?? row.onChange);
      changes.push({ path, kind: change, replace: rule === "replace" });
    }
  }
  if (tagsAllChange(type, request, defaultTags)) {
    changes.push({ path: "tagsAll", kind: "update", replace: false });
  }
  const replaced = changes.some(({ replace }) => replace);
  return {
    changes,
    stables: Object.keys(type.outputs).filter((name) => type.outputs[name]?.follows === undefined),
    deleteBeforeReplace: replaced && !movesAway(type, changes) && keepsItsName(type, request),
  };
}

/** What AWS chose where the program gave nothing counts as the old value: giving exactly that is no change. */
function before(row: InputProperty, property: string, request: DiffRequest): Value | undefined {
  return request.oldInputs[property] ?? (row.computed === true ? request.oldOutputs[property] : undefined);
}

function compare(
  row: InputProperty,
  old: Value | undefined,
  now: Value | undefined,
): PropertyChange["kind"] | undefined {
  if (now === undefined) {
    return old === undefined || row.computed === true || isEmpty(old) ? undefined : "delete";
  }
  if (old === undefined || isEmpty(old)) {
    return isEmpty(now) ? undefined : "add";
  }
  return sameProperty(row, old, now) ? undefined : "update";
}

/** True when two values of a property mean the same. A value that is not known is never the same as another. */
export function sameProperty(row: InputProperty, one: Value, other: Value): boolean {
  if (containsUnknown(one) || containsUnknown(other)) {
    return false;
  }
  const [first, second] = [inOrder(row, reveal(one)), inOrder(row, reveal(other))];
  if (typeof first === "string" && typeof second === "string") {
    const same = row.kind === "policy" ? samePolicy : row.same;
    return first === second || (same?.(first, second) ?? false);
  }
  const { sameObject } = row;
  return sameObject !== undefined && Array.isArray(first) && Array.isArray(second)
    ? sameObjects(first as PlainObject[], second as PlainObject[], sameObject)
    : sameValue(first, second);
}

/** As many of them, and each has its like among the others. */
function sameObjects(
  some: readonly PlainObject[],
  others: readonly PlainObject[],
  same: NonNullable<InputProperty["sameObject"]>,
): boolean {
  return some.length === others.length && some.every((one) => others.some((other) => same(one, other)));
}

function inOrder(row: InputProperty, value: Value): Value {
  return row.kind === "strings" && Array.isArray(value) ? value.map(textOf).sort() : value;
}

function isEmpty(value: Value): boolean {
  const plain = isUnknown(value) ? value : reveal(value);
  return (
    plain === "" ||
    (typeof plain === "object" && plain !== null && !isUnknown(plain) && Object.keys(plain).length === 0)
  );
}

/** The provider's default tags may change while the resource's own stay. */
function tagsAllChange(type: ResourceType, request: DiffRequest, defaultTags: Tags): boolean {
  const { tags } = request.news;
  if (!("tagsAll" in type.outputs) || (tags !== undefined && containsUnknown(tags))) {
    return false;
  }
  const wanted = allTags(defaultTags, plain({ ...(tags !== undefined && { tags }) }));
  return !sameValue(wanted, request.oldOutputs["tagsAll"] ?? {});
}

function movesAway(type: ResourceType, changes: readonly PropertyChange[]): boolean {
  return changes.some(({ path }) => type.uniqueWithin?.includes(path) === true);
}

/** AWS has no two of the same name: the old one must go first, unless the new one gets a random name of its own. */
function keepsItsName(type: ResourceType, request: DiffRequest): boolean {
  const name = request.news["name"];
  if (!("name" in type.inputs) || name === undefined || containsUnknown(name)) {
    return false;
  }
  const isSame = sameValue(
    name,
    before({ kind: "string", onChange: "replace", computed: true }, "name", request) ?? null,
  );
  return isSame && !isAutonamed(type, request.name, textOf(name));
}

/**
 * The inputs that can be updated and that AWS has otherwise than wanted, with `tagsAll` for the tags.
 *
 * @param ignored - paths of `ignoreChanges`: what AWS has there is somebody else's affair.
 */
export function differing(type: ResourceType, wanted: Plain, actual: Told, ignored: readonly string[]): Set<string> {
  const isIgnored = (name: string): boolean => ignored.some((path) => /^\w+/.exec(path)?.[0] === name);
  const updatable = Object.entries(type.inputs).filter(
    ([name, row]) => row.onChange === "update" && row.kind !== "tags" && !isIgnored(name),
  );
  const names = updatable
    .filter(([name, row]) => name in actual && compare(row, actual[name], wanted[name]) !== undefined)
    .map(([name]) => name);
  const tagsDiffer = "tagsAll" in type.outputs && !sameValue(actual["tagsAll"] ?? {}, wanted["tagsAll"] ?? {});
  return new Set(tagsDiffer ? [...names, "tagsAll"] : names);
}

/** The text of a value; empty when it is not known, or no text. */
export function textOf(value: Value): string {
  const plain = reveal(value);
  return typeof plain === "string" ? plain : "";
}

/** Properties without secrets and without those that are not known. */
export function plain(properties: PropertyMap): Plain {
  const known = Object.entries(properties).filter(([, value]) => value !== null && !containsUnknown(value));
  return Object.fromEntries(known.map(([name, value]) => [name, reveal(value)])) as Plain;
}
