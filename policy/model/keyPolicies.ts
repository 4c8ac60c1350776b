/** The policies of keys, and who has to be let in by them. */
import { accountRootArn, isPartition, parseArn } from "../../iam";
import { parsePolicy } from "../../iam/evaluate/parse";
import { bindingsOf, cmekRolesOf, policyHoldersOf } from "./cmek";
import { grantsOf } from "./grants";
import type { PlannedResource } from "./plan";
import { isGiven, isKnown, readPolicy, readText } from "./read";
import { UndecidedError } from "./values";
import type { World } from "./world";

/** A key's policy, as JSON; `undefined` where it has none, so that AWS gives it one. @throws UnknownValueError when it is not known yet */
export function policyOf(world: World, key: PlannedResource): string | undefined {
  const [holder = key] = policyHoldersOf(world, key);
  return isGiven(holder, "policy") ? readPolicy(holder, "policy") : undefined;
}

/** The ARN of a key, where the preview tells it. */
export function knownArn(key: PlannedResource): string | undefined {
  return isKnown(key, "arn") ? readText(key, "arn") : undefined;
}

/** ARNs of the roles by which Pinecone uses a key. @throws UnknownValueError when one is not known yet */
export function roleArnsOf(world: World, key: PlannedResource): readonly string[] {
  const bindings = bindingsOf(world, key);
  const arns =
    bindings.length > 0
      ? bindings.map((binding) => readText(binding, "roleArn"))
      : cmekRolesOf(world, key).map((role) => readText(role, "arn"));
  return [...new Set(arns.filter((arn) => arn !== undefined))];
}

/** The permissions policies of a role; `undefined` where one of them is not known here. */
export function permissionsOf(world: World, role: PlannedResource): readonly string[] | undefined {
  try {
    const grants = grantsOf(world, role).flatMap((place) => place());
    const documents = grants.flatMap((grant) => (grant.kind === "document" ? [grant.document] : []));
    // What AWS would refuse permits nothing, and is told where the role is judged.
    return documents.length === grants.length ? documents.filter(isTakenByAws) : undefined;
  } catch (error) {
    if (error instanceof UndecidedError) return undefined;
    throw error;
  }
}

function isTakenByAws(document: string): boolean {
  return typeof parsePolicy(document, "permissions policy") !== "string";
}

/** The policy that KMS gives a key without one: its account decides, by IAM policies. `arn`: of the key, or of a role in its account. */
export function defaultKeyPolicy(arn: string): string {
  const { accountId = "", partition = "aws" } = parseArn(arn) ?? {};
  const root = accountRootArn(accountId, isPartition(partition) ? partition : "aws");
  const statement = { Sid: "Enable IAM User Permissions", Effect: "Allow", Principal: { AWS: root } };
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, Action: "kms:*", Resource: "*" }] });
}
