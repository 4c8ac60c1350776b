import { definePolicy } from "../definition";
import { isCmekKey } from "../model/cmek";
import { isGiven, readFlag, readNumber } from "../model/read";
import { KEY } from "../model/types";

/** What KMS takes when rotation is on and no period is given. */
const DEFAULT_PERIOD = 365;

export const keyRotation = definePolicy({
  name: "pinecone-key-rotation",
  claim: "KMS makes new key material for a key for Pinecone regularly.",
  severity: "medium",
  why: "The less a piece of key material encrypts, the less is lost with it. Rotation inside KMS costs nothing in Pinecone, which keeps the key's ARN only; a bound key can be renewed in no other way.",
  remedy:
    "Set enableKeyRotation: true, and rotationPeriodInDays (90 to 2560) to at most the parameter longestPeriodInDays, or leave it out for 365.",
  reference: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  parameters: {
    longestPeriodInDays: {
      type: "number",
      description: "The most days between two rotations.",
      default: DEFAULT_PERIOD,
      minimum: 90,
      maximum: 2560,
    },
  },
  judges: "planned",
  types: [KEY],
  scope: "stack",
  *judge(key, { world, parameters: { longestPeriodInDays } }) {
    if (!isCmekKey(world, key)) return;
    const enabled = readFlag(key, "enableKeyRotation");
    if (enabled !== true) {
      yield `enableKeyRotation is ${enabled === undefined ? "left out, which means false" : "false"}.`;
      return;
    }
    const given = isGiven(key, "rotationPeriodInDays") ? readNumber(key, "rotationPeriodInDays") : undefined;
    if ((given ?? DEFAULT_PERIOD) <= longestPeriodInDays) return;
    const days = given === undefined ? `left out, which means ${DEFAULT_PERIOD}` : String(given);
    yield `rotationPeriodInDays is ${days}; expected at most ${longestPeriodInDays}.`;
  },
});
