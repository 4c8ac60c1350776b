import { definePolicy } from "../definition";
import { API_KEY } from "../model/types";
import { UndecidedError } from "../model/values";

const DAY_MS = 24 * 60 * 60 * 1000;

export const apikeyRotation = definePolicy({
  name: "pinecone-apikey-rotation",
  claim: "An API key is not older than ninety days.",
  severity: "medium",
  why: "A key that leaked unseen works until it is deleted: Pinecone's keys do not expire. The shorter a key lives, the less a leak is worth.",
  remedy:
    "Add a second ApiKey beside the old one and deploy, move the clients to its value, then take the old one out and deploy again. Renaming a key, or giving it other roles, does not renew its value.",
  reference: "https://docs.pinecone.io/admin/security/rotate-keys-and-secrets",
  parameters: {
    mostDays: { type: "number", description: "How old a key may be, in days.", default: 90, minimum: 1 },
  },
  judges: "planned",
  types: [API_KEY],
  scope: "stack",
  *judge({ name, former, change }, { world, parameters: { mostDays } }) {
    if (change === "create" || change === "replace") return;
    const { former: before } = world.plan;
    if (!before.known) throw new UndecidedError(`when ${name} was made is not known, since ${before.why}`);
    if (former === undefined) return;
    const made = Date.parse(former.created ?? "");
    if (Number.isNaN(made)) throw new UndecidedError(`when ${name} was made is not known: the state does not have it`);
    const days = Math.floor((Date.now() - made) / DAY_MS);
    if (days > mostDays) yield `it is ${days} days old; expected at most ${mostDays}.`;
  },
});
