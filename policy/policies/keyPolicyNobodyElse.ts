import { type KeyPolicyReviewOptions, reviewKeyGrant, reviewKeyPolicy } from "../../iam";
import { definePolicy } from "../definition";
import { knownFirst } from "../model/claims";
import { grantsOfKey, isCmekKey, KEY_TYPES, policyHoldersOf } from "../model/cmek";
import { defaultKeyPolicy, knownArn, policyOf, roleArnsOf } from "../model/keyPolicies";
import type { PlannedResource } from "../model/plan";
import { readFlag, readText, readTexts } from "../model/read";
import { tell } from "../model/trustPolicies";
import { UndecidedError } from "../model/values";
import type { World } from "../model/world";

const BYPASS = "bypassPolicyLockoutSafetyCheck";

export const keyPolicyNobodyElse = definePolicy({
  name: "pinecone-key-policy-nobody-else",
  claim:
    "The policy of a key for Pinecone leaves all to its own account, lets no other account decrypt, and never everybody in; nor does a grant.",
  severity: "critical",
  why: "Whoever may decrypt with the key can read what it encrypts, and whoever may do everything can also destroy it. A key's policy and its grants are the only gates: KMS asks nobody else whether another account may come in. Without AWS's lock-out check, a policy can leave the key to nobody.",
  remedy:
    'Keep kms:* for the root of the key\'s own account. Name roles and users for all else, or narrow the principal "*" down by StringEquals on kms:CallerAccount or ArnEquals on aws:PrincipalArn, as CmekKey does. An account that shall decrypt: name it in `furtherAccounts`. Take grants to others away. Leave bypassPolicyLockoutSafetyCheck out.',
  reference: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
  parameters: {
    furtherAccounts: {
      type: "texts",
      description: "AWS accounts, of twelve digits each, that may decrypt besides the key's own and Pinecone's role.",
      default: [],
    },
  },
  judges: "planned",
  types: KEY_TYPES,
  scope: "stack",
  *judge(key, { world, parameters: { furtherAccounts } }) {
    if (!isCmekKey(world, key)) return;
    const holders = new Set([key, ...policyHoldersOf(world, key)]);
    const options = { keyArn: knownArn(key), roleArns: knownRoles(world, key), furtherAccounts };
    yield* knownFirst([
      ...[...holders].map((holder) => () => judgeBypass(holder)),
      () => judgePolicy(world, key, options),
      ...grantsOfKey(world, key).map((grant) => () => judgeGrant(world, key, grant, options)),
    ]);
  },
});

function* judgeBypass(holder: PlannedResource): Generator<string> {
  if (readFlag(holder, BYPASS) === true) yield `${BYPASS} of ${holder.name} is true.`;
}

function* judgePolicy(world: World, key: PlannedResource, options: KeyPolicyReviewOptions): Generator<string> {
  const policy = policyOf(world, key);
  if (policy !== undefined) yield* tell(reviewKeyPolicy(policy, options));
}

function* judgeGrant(
  world: World,
  key: PlannedResource,
  grant: PlannedResource,
  options: KeyPolicyReviewOptions,
): Generator<string> {
  const granteePrincipal = readText(grant, "granteePrincipal") ?? "";
  const operations = readTexts(grant, "operations");
  const policy = policyOf(world, key) ?? defaultKeyPolicy(options.keyArn ?? readText(key, "arn") ?? "");
  yield* tell(reviewKeyGrant({ name: grant.name, granteePrincipal, operations }, policy, options));
}

function knownRoles(world: World, key: PlannedResource): readonly string[] | undefined {
  try {
    return roleArnsOf(world, key);
  } catch (error) {
    if (error instanceof UndecidedError) return undefined;
    throw error;
  }
}
