import { fitsPattern } from "../../iam/evaluate/patterns";
import { definePolicy } from "../definition";
import { readText } from "../model/read";
import { INDEX } from "../model/types";
import { ENVIRONMENTS } from "../parameters";

export const indexDeletionProtection = definePolicy({
  name: "pinecone-index-deletion-protection",
  claim: "In production an index is protected from deletion.",
  severity: "medium",
  why: "An index that is deleted is gone with its data, and a project with a customer-managed key has no backups. While the protection is on, Pinecone refuses the deletion, whoever asks for it.",
  remedy:
    'Leave deletionProtection out, or set it to "enabled". Turn it off in the pull request that deletes the index.',
  reference: "https://docs.pinecone.io/guides/manage-data/manage-indexes",
  parameters: { environments: ENVIRONMENTS },
  judges: "planned",
  types: [INDEX],
  // The provider's Check adds what the state has, where the program leaves it out.
  scope: "resource",
  *judge(index, { world, parameters: { environments } }) {
    const { stack } = world.plan;
    if (!environments.some((pattern) => fitsPattern(pattern, stack))) return;
    if (readText(index, "deletionProtection") === "disabled") {
      yield `deletionProtection is "disabled" in the stack ${stack}; expected "enabled".`;
    }
  },
});
