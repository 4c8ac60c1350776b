import { definePolicy } from "../definition";
import { isCmekKey, KEY_TYPES, primariesOf } from "../model/cmek";
import { isGiven, readText } from "../model/read";
import { KEY, REPLICA_KEY } from "../model/types";
import { UndecidedError } from "../model/values";

const SPEC = "SYMMETRIC_DEFAULT";
const USAGE = "ENCRYPT_DECRYPT";

/** What KMS makes of a property that is left out. */
const DEFAULTS = { customerMasterKeySpec: SPEC, keySpec: SPEC, keyUsage: USAGE } as const;

export const keySymmetric = definePolicy({
  name: "pinecone-key-symmetric",
  claim: "A key for Pinecone is symmetric, for encryption and decryption, with key material of KMS.",
  severity: "high",
  why: "Pinecone's rule: it takes no other keys, and a key that is bound can't be exchanged. Key material from elsewhere can expire or be deleted at once, and all that it encrypted is lost with it.",
  remedy:
    "Make the key with CmekKey, or as an aws.kms.Key: leave out customerMasterKeySpec and keyUsage (or set SYMMETRIC_DEFAULT and ENCRYPT_DECRYPT), customKeyStoreId and xksKeyId. A key that is made can't become another one: make a new key before it is bound.",
  reference: "https://docs.pinecone.io/guides/production/configure-cmek",
  parameters: {},
  judges: "planned",
  types: KEY_TYPES,
  scope: "stack",
  *judge(key, { world }) {
    if (!isCmekKey(world, key)) return;
    if (key.type === KEY) {
      for (const property of ["customKeyStoreId", "xksKeyId"]) {
        const store = isGiven(key, property) ? (readText(key, property) ?? "") : "";
        if (store !== "") yield `${property} is ${store}: the key's material is not in KMS itself.`;
      }
      for (const property of ["customerMasterKeySpec", "keyUsage"] as const) {
        const value = isGiven(key, property) ? readText(key, property) : undefined;
        if ((value ?? DEFAULTS[property]) !== DEFAULTS[property]) {
          yield `${property} is ${value}; expected ${DEFAULTS[property]}.`;
        }
      }
    } else if (key.type === REPLICA_KEY) {
      // A replica is what its primary key is.
      if (primariesOf(world, key).length > 0) return;
      for (const property of ["keySpec", "keyUsage"] as const) {
        const value = readText(key, property);
        if (value === undefined) throw new UndecidedError(`the primary key of ${key.name} is not in this stack`);
        if (value !== DEFAULTS[property]) yield `${property} is ${value}; expected ${DEFAULTS[property]}.`;
      }
    } else {
      yield "Its key material is imported, not made by KMS.";
    }
  },
});
