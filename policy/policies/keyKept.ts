import { definePolicy } from "../definition";
import { knownFirst } from "../model/claims";
import { bindingsOf, isCmekKey, KEY_TYPES } from "../model/cmek";
import { deletedKeysOf, replacementsOf } from "../model/keyChanges";
import type { PlannedResource } from "../model/plan";
import { readFlag } from "../model/read";
import { CMEK_BINDING, KEY } from "../model/types";
import type { World } from "../model/world";

export const keyKept = definePolicy({
  name: "pinecone-key-kept",
  claim: "A key that Pinecone uses is not disabled, deleted or replaced.",
  severity: "critical",
  why: "Pinecone's rule: a project's key can't be changed once it is set. While the key is disabled nobody can read the project's indexes; when it is deleted, or replaced by a new one, they are lost.",
  remedy:
    'Set the old value back. A key that changed its name in the program only: give it an alias (`{ aliases: [{ name: "<old name>" }] }`). For another key, make a new Project with a CmekBinding of its own, move the data there, delete the old project\'s indexes and binding, and the key last.',
  reference: "https://docs.pinecone.io/guides/production/configure-cmek",
  parameters: {},
  judges: "planned",
  types: [...KEY_TYPES, CMEK_BINDING],
  scope: "stack",
  *judge(subject, { world }) {
    if (subject.type === CMEK_BINDING) {
      for (const { name } of deletedKeysOf(world, subject)) {
        yield `Its key ${name} is deleted with this deployment, while the binding stays.`;
      }
    } else if (isInUse(world, subject)) {
      yield* knownFirst([() => judgeEnabled(subject), () => replacementsOf(world, subject)]);
    }
  },
});

/** Replicas that nobody bound are spare ones. */
function isInUse(world: World, key: PlannedResource): boolean {
  return key.type === KEY ? isCmekKey(world, key) : bindingsOf(world, key).length > 0;
}

function* judgeEnabled(key: PlannedResource): Generator<string> {
  const property = key.type === KEY ? "isEnabled" : "enabled";
  if (readFlag(key, property) === false) yield `${property} is false.`;
}
