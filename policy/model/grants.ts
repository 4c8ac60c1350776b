/** The permissions of an IAM role: its policies, wherever the plan has them. */
import { parseArn } from "../../iam";
import type { FormerResource, PlannedResource } from "./plan";
import { isKnown, knownTexts, readObjects, readPolicy, readText, readTexts } from "./read";
import { MANAGED_POLICY, POLICY_ATTACHMENT, ROLE_POLICY, ROLE_POLICY_ATTACHMENT } from "./types";
import type { World } from "./world";

/** A permissions policy of a role. `name`: how messages call it. */
export type Grant =
  | { readonly kind: "document"; readonly name: string; readonly document: string }
  /** A policy that is not in the plan. `isOfAws`: one that AWS keeps for everybody. */
  | { readonly kind: "elsewhere"; readonly name: string; readonly arn: string; readonly isOfAws: boolean };

const ROLE_IDENTITIES = ["name", "id", "arn"];

/** Types of resources that put a policy into a role → the property that names the role, or lists roles. */
type Placing = Readonly<Record<string, string>>;
const INLINE: Placing = { [ROLE_POLICY]: "role" };
const ATTACHED: Placing = { [ROLE_POLICY_ATTACHMENT]: "role", [POLICY_ATTACHMENT]: "roles" };

/** The role's policies, place by place: a place whose value is not known throws an UnknownValueError when it is asked. */
export function grantsOf(world: World, role: PlannedResource): readonly (() => readonly Grant[])[] {
  return [
    ...plannedOf(world, role, INLINE).map((policy) => () => documentOf(policy, policy.name)),
    ...plannedOf(world, role, ATTACHED).map((attachment) => () => attached(world, attachment)),
    () => ownInline(world, role),
    () => ownManaged(world, role),
  ];
}

function plannedOf(world: World, role: PlannedResource, placing: Placing): readonly PlannedResource[] {
  return Object.entries(placing).flatMap(([type, property]) => world.users(role, type, property, ROLE_IDENTITIES));
}

function documentOf(resource: PlannedResource, name: string): readonly Grant[] {
  const document = readPolicy(resource, "policy");
  return document === undefined ? [] : [{ kind: "document", name, document }];
}

function attached(world: World, attachment: PlannedResource): readonly Grant[] {
  const sources = world.sources(attachment, "policyArn", [MANAGED_POLICY]);
  if (sources.length > 0) return sources.flatMap((policy) => documentOf(policy, policy.name));
  const arn = readText(attachment, "policyArn");
  return arn === undefined ? [] : [elsewhere(attachment.name, arn)];
}

function elsewhere(name: string, arn: string): Grant {
  return { kind: "elsewhere", name, arn, isOfAws: parseArn(arn)?.accountId === "aws" };
}

/**
 * The policies among the role's own properties. AWS lists there what other resources put into the role as well, as of the last
 * refresh: what a resource of the plan or of the state before is responsible for is judged there, or goes.
 */
function ownInline(world: World, role: PlannedResource): readonly Grant[] {
  if (isOutput(role, "inlinePolicies")) return [];
  const apart = apartFrom(world, role, INLINE, "name");
  return readObjects(role, "inlinePolicies").flatMap((policy, index): Grant[] => {
    const document = readPolicy(policy, "policy");
    const name = isKnown(policy, "name") ? readText(policy, "name") : undefined;
    if (document === undefined || (name !== undefined && apart.has(name))) return [];
    return [{ kind: "document", name: `inlinePolicies[${index}]`, document }];
  });
}

function ownManaged(world: World, role: PlannedResource): readonly Grant[] {
  if (isOutput(role, "managedPolicyArns")) return [];
  const apart = apartFrom(world, role, ATTACHED, "policyArn");
  const planned = world.sources(role, "managedPolicyArns", [MANAGED_POLICY]);
  // What is not known among them comes from the planned ones.
  const arns = planned.length > 0 ? knownTexts(role, "managedPolicyArns") : readTexts(role, "managedPolicyArns");
  const outside = arns.filter((arn) => !apart.has(arn) && !planned.some(({ properties }) => properties["arn"] === arn));
  return [
    ...planned.flatMap((policy) => documentOf(policy, policy.name)),
    ...outside.map((arn) => elsewhere("managedPolicyArns", arn)),
  ];
}

/** What AWS fills in is nothing yet while the role is not made. */
function isOutput(role: PlannedResource, property: string): boolean {
  return !isKnown(role, property) && role.propertyDependencies[property] === undefined;
}

/** Values of a property of what puts policies into the role, now and before. */
function apartFrom(world: World, role: PlannedResource, placing: Placing, property: string): ReadonlySet<unknown> {
  const { former } = world.plan;
  const before = former.known ? former.resources.filter((each) => wasOf(each, role, placing)) : [];
  return new Set([...plannedOf(world, role, placing), ...before].map(({ properties }) => properties[property]));
}

function wasOf({ type, properties, propertyDependencies }: FormerResource, role: PlannedResource, placing: Placing) {
  const property = placing[type];
  if (property === undefined) return false;
  const names: readonly unknown[] = knownTexts({ properties }, property);
  const isNamed = ROLE_IDENTITIES.some((identity) => names.includes(role.properties[identity]));
  return isNamed || propertyDependencies[property]?.includes(role.urn) === true;
}
