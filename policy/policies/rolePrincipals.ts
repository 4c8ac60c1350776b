import { reviewTrustPrincipals } from "../../iam";
import { definePolicy } from "../definition";
import { knownFirst } from "../model/claims";
import { isCmekRole } from "../model/cmek";
import { readPolicy } from "../model/read";
import { pineconeAccount } from "../model/trustPolicies";
import { ROLE } from "../model/types";

export const rolePrincipals = definePolicy({
  name: "pinecone-role-principals",
  claim: "A role for Pinecone trusts the roles `pinecone_cmek_access_<region>` of Pinecone's account, and nobody else.",
  severity: "critical",
  why: "Whoever else is trusted can take on the role and decrypt what your key encrypts. Pinecone's rule: its CMEK service of a region comes as `pinecone_cmek_access_<region>`; no other role of its account, and no whole account, has to be let in.",
  remedy:
    "Name `arn:aws:iam::<Pinecone's account>:role/pinecone_cmek_access_<region>` for each region of your indexes as principals. For all regions: the principal \"*\" with StringLike on aws:PrincipalArn for that ARN with * as the region, and StringEquals on sts:ExternalId. CmekRole writes both. Pinecone's account number is in its console under Manage > CMEK > Add CMEK.",
  reference: "https://docs.pinecone.io/guides/production/configure-cmek",
  parameters: {
    pineconeAccountId: {
      type: "text",
      description:
        "Pinecone's AWS account number, twelve digits, as its console shows it under Manage > CMEK > Add CMEK. Empty: the pineconeAccountId of the role's CmekBinding.",
      default: "",
    },
  },
  judges: "planned",
  types: [ROLE],
  scope: "stack",
  *judge(role, { world, parameters }) {
    if (!isCmekRole(world, role)) return;
    const policy = readPolicy(role, "assumeRolePolicy");
    if (policy === undefined) return;
    const anyAccount = reviewTrustPrincipals(policy).wrong;
    yield* knownFirst([
      () => anyAccount,
      () => {
        const pineconeAccountId = pineconeAccount(world, role, parameters.pineconeAccountId);
        const { wrong } = reviewTrustPrincipals(policy, { pineconeAccountId });
        return wrong.filter((sentence) => !anyAccount.includes(sentence));
      },
    ]);
  },
});
