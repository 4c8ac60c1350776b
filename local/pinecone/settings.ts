import * as z from "zod";

/** What can be changed while the emulator runs. */
export const settingsSchema = z.strictObject({
  /** Life of an access token. Pinecone's own have been seen with 1,800 and with 86,400 seconds. */
  tokenLifetimeSeconds: z.number().int().positive().default(1800),
  /** The service account's client secret after a rotation: the announced one is not valid any more. `null` before one. */
  clientSecret: z.string().min(1).nullable().default(null),
  /** Whether a project may be called like another. Pinecone doesn't document that names are unique. */
  duplicateProjectNames: z.enum(["allow", "refuse"]).default("allow"),
  /** A role younger than this can't be assumed yet, as IAM is eventually consistent. */
  iamLagSeconds: z.number().nonnegative().default(0),
  /** How far the emulator's clock is before the machine's: makes tokens expire and roles age without waiting. */
  clockOffsetSeconds: z.number().default(0),
  /**
   * What an index has in `cmek_id`. Pinecone calls it "the ID of a CMEK"; the example in its own specification is the ARN of a
   * KMS key.
   */
  cmekIdIs: z.enum(["keyArn", "cmekKeyId"]).default("keyArn"),
  /** How long a new Private Endpoint is pending. */
  privateEndpointPendingSeconds: z.number().nonnegative().default(0),
  /** What a Private Endpoint becomes when it is pending no longer. It stays so when this setting changes. */
  privateEndpointVerdict: z
    .strictObject({ state: z.enum(["available", "rejected", "failed"]), reason: z.string().optional() })
    .default({ state: "available" }),
  /** How long a new index is not ready. */
  indexProvisioningSeconds: z.number().nonnegative().default(0),
});

export type Settings = z.output<typeof settingsSchema>;

/** A change of some settings. No defaults here: a setting that is left out stays as it is. */
export const settingsPatch = z.strictObject(
  Object.fromEntries(
    Object.entries(settingsSchema.shape).map(([name, schema]) => [name, schema.unwrap().optional()]),
  ) as { [Name in keyof Settings]: z.ZodOptional<ReturnType<(typeof settingsSchema.shape)[Name]["unwrap"]>> },
);

export function defaultSettings(): Settings {
  return settingsSchema.parse({});
}
