import { definePolicy } from "../definition";
import { inOrder } from "../model/order";
import { areOfOneProject, projectNameOf } from "../model/projects";
import { CMEK_BINDING } from "../model/types";
import { UndecidedError } from "../model/values";

export const projectOneKey = definePolicy({
  name: "pinecone-project-one-key",
  claim: "A Pinecone project has one CmekBinding at most.",
  severity: "critical",
  why: "Pinecone's rule: a project has one key, and it can't be changed. Of two bindings the first one that is made wins, for good.",
  remedy:
    "Keep the binding of the key that is meant, and take the other one out. For a second key make a second project. A binding that was renamed: give it an alias.",
  reference: "https://docs.pinecone.io/guides/production/configure-cmek",
  parameters: {},
  judges: "planned",
  types: [CMEK_BINDING],
  scope: "stack",
  *judge(binding, { world }) {
    const all = inOrder(world.ofType(CMEK_BINDING));
    const earlier = all.slice(0, all.indexOf(binding)).map((other) => ({
      other,
      verdict: areOfOneProject(world, binding, other),
    }));
    const rival = earlier.find(({ verdict }) => verdict === "yes")?.other;
    if (rival !== undefined) {
      yield `it binds a key to ${projectNameOf(world, binding)}, which has ${rival.name} already; expected one binding.`;
      return;
    }
    const doubtful = earlier.find(({ verdict }) => verdict === "unknown")?.other;
    if (doubtful === undefined) return;
    throw new UndecidedError(`whether ${binding.name} and ${doubtful.name} are for the same project is not known`);
  },
});
