import { definePolicy } from "../definition";
import { isCmekKey, KEY_TYPES } from "../model/cmek";
import { readNumber } from "../model/read";

/** What AWS takes when no window is given. */
const DEFAULT_DAYS = 30;

export const keyDeletionWindow = definePolicy({
  name: "pinecone-key-deletion-window",
  claim: "Between the deletion of a key for Pinecone and the loss of its data there is as much time as KMS gives.",
  severity: "high",
  why: "When the window ends, KMS destroys the key, and all that it encrypted in Pinecone is lost for good. Until then the deletion can be taken back; whoever deletes a key by mistake may notice late.",
  remedy: "Leave deletionWindowInDays out, or set it to 30, the most that KMS takes.",
  reference: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  parameters: {
    leastDays: {
      type: "number",
      description: "The fewest days between the deletion of a key and its end.",
      default: DEFAULT_DAYS,
      minimum: 7,
      maximum: 30,
    },
  },
  judges: "planned",
  types: KEY_TYPES,
  scope: "stack",
  *judge(key, { world, parameters: { leastDays } }) {
    if (!isCmekKey(world, key)) return;
    const days = readNumber(key, "deletionWindowInDays") ?? DEFAULT_DAYS;
    if (days < leastDays) yield `deletionWindowInDays is ${days}; expected at least ${leastDays}.`;
  },
});
