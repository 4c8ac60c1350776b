/** The permissions of an IAM role: its policies, wherever the plan has them. */
import { parseArn } from "../../iam";
import type { FormerResource, PlannedResource } from "./plan";
import { isKnown, read, readObjects, readPolicy, readText, readTexts } from "./read";
import { MANAGED_POLICY, ROLE_POLICY, ROLE_POLICY_ATTACHMENT } from "./types";
import type { World } from "./world";

/** A permissions policy of a role. `name`: how messages call it. */
export type Grant =
  | { readonly kind: "document"; readonly name: string; readonly document: string }
  /** A policy that is not in the plan. `isOfAws`: one that AWS keeps for everybody. */
  | { readonly kind: "elsewhere"; readonly name: string; readonly arn: string; readonly isOfAws: boolean };

const ROLE_IDENTITIES = ["name", "id", "arn"];

/** The role's policies, place by place: a place whose value is not known throws an UnknownValueError when it is asked. */
export function grantsOf(world: World, role: PlannedResource): readonly (() => readonly Grant[])[] {
  const policies = world.users(role, ROLE_POLICY, "role", ROLE_IDENTITIES);
  const attachments = world.users(role, ROLE_POLICY_ATTACHMENT, "role", ROLE_IDENTITIES);
  return [
    ...policies.map((policy) => () => documentOf(policy, policy.name)),
    ...attachments.map((attachment) => () => attached(world, attachment)),
    () => ownInline(world, role),
    () => ownManaged(world, role),
  ];
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
  const apart = apartFrom(world, role, ROLE_POLICY, "name");
  return readObjects(role, "inlinePolicies").flatMap((policy, index): Grant[] => {
    const document = readPolicy(policy, "policy");
    const name = isKnown(policy, "name") ? readText(policy, "name") : undefined;
    if (document === undefined || (name !== undefined && apart.has(name))) return [];
    return [{ kind: "document", name: `inlinePolicies[${index}]`, document }];
  });
}

function ownManaged(world: World, role: PlannedResource): readonly Grant[] {
  if (isOutput(role, "managedPolicyArns")) return [];
  const apart = apartFrom(world, role, ROLE_POLICY_ATTACHMENT, "policyArn");
  const planned = world.sources(role, "managedPolicyArns", [MANAGED_POLICY]);
  const arns = planned.length > 0 ? knownTexts(role, "managedPolicyArns") : readTexts(role, "managedPolicyArns");
  const outside = arns.filter((arn) => !apart.has(arn) && !planned.some(({ properties }) => properties["arn"] === arn));
  return [
    ...planned.flatMap((policy) => documentOf(policy, policy.name)),
    ...outside.map((arn) => elsewhere("managedPolicyArns", arn)),
  ];
}

/** The elements of a list that are known; the others come from resources of the plan. */
function knownTexts(role: PlannedResource, property: string): readonly string[] {
  if (!isKnown(role, property)) return [];
  const value = read(role, property);
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** What AWS fills in is nothing yet while the role is not made. */
function isOutput(role: PlannedResource, property: string): boolean {
  return !isKnown(role, property) && role.propertyDependencies[property] === undefined;
}

/** Values of a property of the role's policies, now and before. */
function apartFrom(world: World, role: PlannedResource, type: string, property: string): ReadonlySet<unknown> {
  const now = world.users(role, type, "role", ROLE_IDENTITIES);
  const { former } = world.plan;
  const before = former.known ? former.resources.filter((each) => each.type === type && isOf(each, role)) : [];
  return new Set([...now, ...before].map(({ properties }) => properties[property]));
}

function isOf({ properties, propertyDependencies }: FormerResource, role: PlannedResource): boolean {
  const name = properties["role"];
  const isNamed = typeof name === "string" && ROLE_IDENTITIES.some((identity) => role.properties[identity] === name);
  return isNamed || propertyDependencies["role"]?.includes(role.urn) === true;
}
