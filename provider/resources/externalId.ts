import * as z from "zod";
import { randomUUID } from "node:crypto";
import { isUuidV4 } from "../../iam";
import { ProviderError } from "../rpc/errors";
import type { ResourceShape } from "./definition";
import { defineResource } from "./lifecycle";

const shape = {
  name: "ExternalId",
  description: `An external ID, a random UUID v4 that is made once and kept in the stack's state. Nothing is sent anywhere.

The trust policy of the role asks for it (\`sts:ExternalId\`), and the \`CmekBinding\` gives it to Pinecone. It is not a secret: AWS shows it to whoever may read the role.`,
  importId: { description: "The UUID itself.", example: "0f8fad5b-d9cb-469f-a165-70867728950e" },
  inputs: {
    value: {
      type: z
        .uuidv4(
          "must be a UUID v4, as `uuidgen` or `crypto.randomUUID()` make it: Pinecone accepts no other external ID",
        )
        .optional(),
      description: "An external ID that exists already, a UUID v4.",
      default: "a new random UUID v4",
      keptWhenLeftOut: true,
      onChange: {
        kind: "forbidden",
        rule: "The external ID stands in the role's trust policy and in Pinecone's CMEK key, and Pinecone's rule for that key is: you cannot change the key once it is set.",
        remedy:
          "Set it back or leave it out. For another external ID, make a new ExternalId for a new project's CmekBinding.",
      },
    },
  },
  outputs: {
    value: { type: z.string(), description: "The external ID, a UUID v4.", stable: true },
  },
} as const satisfies ResourceShape;

/** An external ID for the trust policy of a role. */
export const externalId = defineResource(shape, {
  create: async ({ inputs }) => {
    const value = inputs.value ?? randomUUID();
    return { id: value, outputs: { value } };
  },

  read: async ({ id, importing, call }) => {
    if (importing && !isUuidV4(id)) {
      throw new ProviderError(
        `can't import ExternalId "${call.name}": "${id}" is no UUID v4. Give the external ID itself, as the role's trust policy has it under sts:ExternalId.`,
      );
    }
    return { inputs: { value: id }, outputs: { value: id } };
  },

  // Only reached where the value is declared as the one it has already.
  update: async ({ id }) => ({ value: id }),

  delete: async () => undefined,
});
