import { reviewTrustVariant } from "../../iam";
import { definePolicy } from "../definition";
import { isCmekRole } from "../model/cmek";
import { readPolicy } from "../model/read";
import { tell } from "../model/trustPolicies";
import { ROLE } from "../model/types";

export const roleTrustVariant = definePolicy({
  name: "pinecone-role-trust-variant",
  claim: "The trust policy of a role for Pinecone is, in what it does, one of Pinecone's three variants.",
  severity: "critical",
  why: "Pinecone's rule: the role trusts Pinecone's roles of named regions, with an external ID or without one, or of all regions with an external ID. Another policy keeps Pinecone out, so that no index can be read, or lets more happen than Pinecone needs.",
  remedy:
    "Make the trust policy with CmekRole, or with cmekTrustPolicy of pulumi-pinecone-security/iam: sts:AssumeRole alone, Pinecone's roles as principals, and StringEquals on sts:ExternalId. For all regions an external ID is a must; else name the regions.",
  reference: "https://docs.pinecone.io/guides/production/configure-cmek",
  parameters: {},
  judges: "planned",
  types: [ROLE],
  scope: "stack",
  *judge(role, { world }) {
    if (!isCmekRole(world, role)) return;
    const policy = readPolicy(role, "assumeRolePolicy");
    if (policy === undefined) yield "assumeRolePolicy is left out.";
    else yield* tell(reviewTrustVariant(policy));
  },
});
