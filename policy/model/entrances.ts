/** Whom the rules of a security group let in, as far as they say it by ranges of addresses. */
import { isRecord } from "../../iam/json";
import type { PlannedResource } from "./plan";
import { isGiven, readObjects, readText, readTexts } from "./read";
import { isGroup } from "./securityGroups";
import { PREFIX_LIST, PREFIX_LIST_ENTRY, SECURITY_GROUP_RULE } from "./types";
import type { World } from "./world";

/** A range of addresses that is let in. `list`: the prefix list that it is from. */
export interface Entrance {
  readonly cidr: string;
  readonly list?: string;
}

type Reader = () => readonly Entrance[];

/**
 * What a group, or a rule of one, lets in: rule by rule, each to be read by itself, so that one that is not known hides no other. A
 * reader throws an UnknownValueError when its rule is not known. Prefix lists that are not of the program are left out.
 */
export function entrancesOf(world: World, subject: PlannedResource): readonly Reader[] {
  if (isGroup(subject)) {
    // A group that is given no rules shows those that other resources add to it, or does not know them yet.
    return isGiven(subject, "ingress") ? inline(world, subject) : [];
  }
  if (subject.type === SECURITY_GROUP_RULE) {
    const isIngress = readText(subject, "type") === "ingress";
    return isIngress ? [() => blocksOf(subject), ...listsOf(world, subject, "prefixListIds")] : [];
  }
  const ranges = ["cidrIpv4", "cidrIpv6"].map((property) => () => {
    const cidr = readText(subject, property);
    return cidr === undefined ? [] : [{ cidr }];
  });
  return [...ranges, ...listsOf(world, subject, "prefixListId")];
}

function inline(world: World, group: PlannedResource): readonly Reader[] {
  const { ingress } = group.properties;
  const rules: readonly unknown[] | undefined = Array.isArray(ingress) ? ingress : undefined;
  const parts = rules?.map((rule) => withIngress(group, [rule])) ?? [group];
  const lists = rules?.flatMap((rule) => (isRecord(rule) ? rule["prefixListIds"] : [])) ?? [];
  return [
    ...parts.map((part) => () => readObjects(part, "ingress").flatMap(blocksOf)),
    ...listsOf(world, withIngress(group, lists), "ingress"),
  ];
}

function withIngress(group: PlannedResource, ingress: readonly unknown[]): PlannedResource {
  return { ...group, properties: { ingress } };
}

function blocksOf(rule: Parameters<typeof readTexts>[0]): readonly Entrance[] {
  return ["cidrBlocks", "ipv6CidrBlocks"].flatMap((property) => readTexts(rule, property).map((cidr) => ({ cidr })));
}

/** The entries of the program's prefix lists that a property names. */
function listsOf(world: World, rule: PlannedResource, property: string): readonly Reader[] {
  return world.sources(rule, property, [PREFIX_LIST]).flatMap((list) => {
    const apart = world.users(list, PREFIX_LIST_ENTRY, "prefixListId");
    const own = isGiven(list, "entries")
      ? [() => readObjects(list, "entries").flatMap((each) => entryOf(list, each))]
      : [];
    return [...own, ...apart.map((entry) => () => entryOf(list, entry))];
  });
}

function entryOf({ name: list }: PlannedResource, entry: Parameters<typeof readText>[0]): readonly Entrance[] {
  const cidr = readText(entry, "cidr");
  return cidr === undefined ? [] : [{ cidr, list }];
}
