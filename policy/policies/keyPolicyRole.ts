import { CUSTOMER_KEY_ACTIONS, evaluateKeyPolicy } from "../../iam";
import { definePolicy } from "../definition";
import { knownFirst } from "../model/claims";
import { cmekRolesOf, isCmekKey, KEY_TYPES } from "../model/cmek";
import { defaultKeyPolicy, knownArn, permissionsOf, policyOf, roleArnsOf } from "../model/keyPolicies";
import type { PlannedResource } from "../model/plan";
import { ROLE } from "../model/types";
import { UndecidedError } from "../model/values";
import type { World } from "../model/world";

export const keyPolicyRole = definePolicy({
  name: "pinecone-key-policy-role",
  claim: "The policy of a key for Pinecone lets the role that Pinecone takes on encrypt and decrypt with it.",
  severity: "high",
  why: "Without kms:Encrypt and kms:Decrypt Pinecone can't use the key: it is not bound, or, if it is, the project's indexes can't be read. The policy that AWS gives a key by itself lets in only whom IAM policies let in, and Pinecone's role has none.",
  remedy:
    "Make the key policy with CmekKey, or with cmekKeyPolicy of pulumi-pinecone-security/iam: it makes the role a user of the key. For a customer's key, the customer adds the customerKeyStatement of CmekRole, and the role has a permissions policy too.",
  reference: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
  parameters: {},
  judges: "planned",
  types: KEY_TYPES,
  scope: "stack",
  *judge(key, { world }) {
    if (!isCmekKey(world, key)) return;
    const policy = policyOf(world, key);
    const shutOut = policy === undefined ? cmekRolesOf(world, key).filter((role) => hasNone(world, role)) : [];
    for (const { name } of shutOut) {
      yield `policy is left out, and the one that AWS gives the key lets in only whom IAM policies let in: ${name} has none.`;
    }
    if (policy === undefined && shutOut.length > 0) return;
    yield* knownFirst(roleArnsOf(world, key).map((roleArn) => () => judgeRole(world, key, policy, roleArn)));
  },
});

/** Whether a role is known to have no permissions: then its ARN does not matter, which a preview does not tell of a new role. */
function hasNone(world: World, role: PlannedResource): boolean {
  return permissionsOf(world, role)?.length === 0;
}

function* judgeRole(
  world: World,
  key: PlannedResource,
  policy: string | undefined,
  roleArn: string,
): Generator<string> {
  const keyArn = knownArn(key);
  const role = world.ofType(ROLE).find(({ properties }) => properties["arn"] === roleArn);
  const identityPolicies = role && permissionsOf(world, role);
  const effective = policy ?? defaultKeyPolicy(keyArn ?? roleArn);
  const decisions = CUSTOMER_KEY_ACTIONS.map((action) => ({
    action,
    ...evaluateKeyPolicy(effective, { principalArn: roleArn, action, keyArn, identityPolicies }),
  }));
  const denied = decisions.filter(({ decision }) => decision === "denied");
  if (denied.length > 0) yield `${roleArn} can't do ${told(denied)}`;
  const open = decisions.filter(({ decision }) => decision === "undecided");
  if (open.length > 0) throw new UndecidedError(`whether ${roleArn} can do ${told(open)}`);
}

/** Actions and reasons; the same reason for two actions once. */
function told(decisions: readonly { readonly action: string; readonly reasons: readonly string[] }[]): string {
  const reasons = new Set(decisions.flatMap((decision) => decision.reasons));
  return `${decisions.map(({ action }) => action).join(" and ")}: ${[...reasons].join(" ")}`;
}
