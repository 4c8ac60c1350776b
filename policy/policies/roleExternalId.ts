import { reviewTrustExternalId } from "../../iam";
import { definePolicy } from "../definition";
import { bindingsOf, isCmekRole } from "../model/cmek";
import { readPolicy, readText } from "../model/read";
import { tell } from "../model/trustPolicies";
import { ROLE } from "../model/types";

export const roleExternalId = definePolicy({
  name: "pinecone-role-external-id",
  claim: "Pinecone can take on the role only by showing the external ID that its CMEK key was added with.",
  severity: "high",
  why: "Pinecone's roles work for all its customers. The external ID tells that Pinecone comes on your behalf: without it, whoever knows the role's ARN could have Pinecone use your key (AWS calls it the confused deputy). Pinecone takes a UUID of version 4.",
  remedy:
    "Make an ExternalId (or a UUID v4 of your own), demand it in the trust policy by StringEquals on sts:ExternalId, and give the same to the CmekBinding. A bound key can't get an external ID later: make the role right before the key is bound. To do without for explicit regions, set the parameter explicitRegions to `optional`.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  parameters: {
    explicitRegions: {
      type: "choice",
      description:
        "Whether a role that trusts Pinecone's roles of named regions only has to demand an external ID. Pinecone leaves it open; for all regions it is always required.",
      choices: ["required", "optional"],
      default: "required",
    },
  },
  judges: "planned",
  types: [ROLE],
  scope: "stack",
  *judge(role, { world, parameters }) {
    if (!isCmekRole(world, role)) return;
    const policy = readPolicy(role, "assumeRolePolicy");
    if (policy === undefined) return;
    const optionalForExplicitRegions = parameters.explicitRegions === "optional";
    const review = reviewTrustExternalId(policy, { optionalForExplicitRegions });
    yield* tell(review);
    const { demanded } = review;
    if (demanded === undefined) return;
    for (const binding of bindingsOf(world, role)) {
      const given = readText(binding, "externalId");
      if (given !== undefined && demanded.includes(given)) continue;
      const gives = given === undefined ? "no external ID" : `the external ID ${given}`;
      yield `${binding.name} gives Pinecone ${gives}, but the role demands ${demanded.join(" or ")}.`;
    }
  },
});
