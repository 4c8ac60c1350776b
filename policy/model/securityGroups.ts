/** Which VPC endpoints a security group is in front of. */
import type { PlannedResource } from "./plan";
import { isGiven, knownTexts, readFlag, unknownProperty } from "./read";
import {
  DEFAULT_SECURITY_GROUP,
  DEFAULT_VPC,
  SECURITY_GROUP,
  SECURITY_GROUP_ASSOCIATION,
  VPC,
  VPC_ENDPOINT,
} from "./types";
import { UNKNOWN } from "./values";
import type { World } from "./world";

/** Types of security groups. */
export const GROUP_TYPES = [SECURITY_GROUP, DEFAULT_SECURITY_GROUP] as const;

/** Whether a resource is a security group. */
export function isGroup({ type }: PlannedResource): boolean {
  return GROUP_TYPES.some((each) => each === type);
}

const VPC_TYPES = [VPC, DEFAULT_VPC];

/** Where a program says which group it means: a property with the group's ID, or with a list of them. */
interface Naming {
  readonly resource: PlannedResource;
  readonly property: string;
}

/**
 * The VPC endpoints that a security group is attached to. `subject`: the group, or a rule of it.
 * @throws UnknownValueError when it can't be told
 */
export function endpointsBehind(world: World, subject: PlannedResource): readonly PlannedResource[] {
  return world.ofType(VPC_ENDPOINT).filter((endpoint) => {
    const associations = world.users(endpoint, SECURITY_GROUP_ASSOCIATION, "vpcEndpointId");
    if (hasDefaultGroup(endpoint, associations) && isDefaultGroup(world, subject, endpoint)) return true;
    const namings: readonly Naming[] = [
      { resource: endpoint, property: "securityGroupIds" },
      ...associations.map((resource) => ({ resource, property: "securityGroupId" })),
    ];
    return namings.some((naming) => isNamed(world, subject, naming));
  });
}

function isNamed(world: World, subject: PlannedResource, naming: Naming): boolean {
  if (isGroup(subject)) {
    if (groupsAt(world, naming).includes(subject)) return true;
    return subject.type === DEFAULT_SECURITY_GROUP && shared(vpcsOf(world, subject), vpcsAt(world, naming));
  }
  const rule: Naming = { resource: subject, property: "securityGroupId" };
  if (shared(groupsAt(world, rule), groupsAt(world, naming))) return true;
  if (shared(vpcsAt(world, rule), vpcsAt(world, naming))) return true;
  if (shared(knownTexts(subject, rule.property), knownTexts(naming.resource, naming.property))) return true;
  return isPerhapsNamed(world, rule, naming);
}

/** A group that is not of the program may be named by way of a resource that both take it from. */
function isPerhapsNamed(world: World, rule: Naming, naming: Naming): false {
  const isUnknown = rule.resource.properties[rule.property] === UNKNOWN && groupsAt(world, rule).length === 0;
  if (isUnknown && shared(originsOf(rule), originsOf(naming))) throw unknownProperty(rule.resource, rule.property);
  return false;
}

/** AWS puts the VPC's default group on an interface endpoint that is given none. */
function hasDefaultGroup(endpoint: PlannedResource, associations: readonly PlannedResource[]): boolean {
  const isReplaced = () => associations.some((each) => readFlag(each, "replaceDefaultAssociation") === true);
  return !isGiven(endpoint, "securityGroupIds") && !isReplaced();
}

function isDefaultGroup(world: World, subject: PlannedResource, endpoint: PlannedResource): boolean {
  const vpcs = vpcsOf(world, endpoint);
  if (subject.type === DEFAULT_SECURITY_GROUP) return shared(vpcsOf(world, subject), vpcs);
  if (isGroup(subject)) return false;
  const rule: Naming = { resource: subject, property: "securityGroupId" };
  const defaults = world.sources(subject, rule.property, [DEFAULT_SECURITY_GROUP]);
  return shared(vpcsAt(world, rule), vpcs) || defaults.some((group) => shared(vpcsOf(world, group), vpcs));
}

function groupsAt(world: World, { resource, property }: Naming): readonly PlannedResource[] {
  return world.sources(resource, property, GROUP_TYPES);
}

/** VPCs that name their default group here: a VPC has no other group among its outputs. */
function vpcsAt(world: World, { resource, property }: Naming): readonly unknown[] {
  return world.sources(resource, property, VPC_TYPES);
}

/** The VPC that a resource is in: the resource that makes it, and its ID, as far as they are known. */
function vpcsOf(world: World, resource: PlannedResource): readonly unknown[] {
  return [...world.sources(resource, "vpcId", VPC_TYPES), ...knownTexts(resource, "vpcId")];
}

function originsOf({ resource, property }: Naming): readonly string[] {
  return resource.propertyDependencies[property] ?? [];
}

function shared(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.some((each) => others.includes(each));
}
