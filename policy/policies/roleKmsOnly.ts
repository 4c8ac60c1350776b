import { reviewPermissions } from "../../iam";
import { definePolicy } from "../definition";
import { knownFirst } from "../model/claims";
import { isCmekRole } from "../model/cmek";
import { type Grant, grantsOf } from "../model/grants";
import { ROLE } from "../model/types";
import { UndecidedError } from "../model/values";

export const roleKmsOnly = definePolicy({
  name: "pinecone-role-kms-only",
  claim: "A role for Pinecone is permitted no more than to encrypt and decrypt with KMS keys of named accounts.",
  severity: "high",
  why: "Pinecone can do all that the role may. Pinecone's rule: for keys of your own account the role needs no permissions at all, since the key policy lets it in; for a customer's key it needs kms:Encrypt and kms:Decrypt on that account's keys.",
  remedy:
    "Take all other permissions from the role: give another workload a role of its own, detach managed policies, and put what Pinecone needs for customers' keys into one policy, as customerAccountIds of CmekRole does. What has to stay: name its actions in `furtherActions`.",
  reference: "https://docs.pinecone.io/guides/production/configure-cmek",
  parameters: {
    furtherActions: {
      type: "texts",
      description:
        "Actions that the role may do besides kms:Encrypt and kms:Decrypt, as they are written in the policy.",
      default: [],
    },
  },
  judges: "planned",
  types: [ROLE],
  scope: "stack",
  *judge(role, { world, parameters: { furtherActions } }) {
    if (!isCmekRole(world, role)) return;
    const places = grantsOf(world, role);
    yield* knownFirst(
      places.map(
        (grants) =>
          function* () {
            for (const grant of grants()) yield* judgeGrant(grant, furtherActions);
          },
      ),
    );
  },
});

function* judgeGrant(grant: Grant, furtherActions: readonly string[]): Generator<string> {
  if (grant.kind === "document") {
    const { wrong } = reviewPermissions(grant.document, { furtherActions });
    for (const sentence of wrong) yield `${grant.name}: ${sentence}`;
  } else if (grant.isOfAws) {
    yield `${grant.name} gives it ${grant.arn}, a policy that AWS keeps for everybody, and each of those permits more.`;
  } else {
    throw new UndecidedError(
      `${grant.name} gives ${grant.arn}, which is not in this stack, so that nobody here can see what it permits`,
    );
  }
}
