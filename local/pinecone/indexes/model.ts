import * as z from "zod";
import { indexSchema } from "./schema";
import type { reportedSchema } from "./schema";

const MAX_TAGS = 20;

const tags = z
  .record(z.string().regex(/^[\w-]{1,80}$/, "is not 1 to 80 letters, digits, '_' or '-'"), z.string().max(120))
  .refine((all) => Object.keys(all).length <= MAX_TAGS, `more than ${String(MAX_TAGS)} tags`)
  .nullish();
const deletionProtection = z.enum(["disabled", "enabled"]);

/** `POST /indexes` in the shape of 2026-07, as far as the emulator goes: serverless only. */
export const createIndexRequest = z.object({
  name: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,43}[a-z0-9])?$/,
      "must be 1-45 characters long, start and end with an alphanumeric character, and consist only of lower case alphanumeric characters or '-'",
    )
    .optional(),
  deployment: z
    .object({
      deployment_type: z.literal("managed", "the emulator has serverless indexes only"),
      cloud: z.enum(["aws", "gcp", "azure"]),
      region: z.string(),
    })
    .default({ deployment_type: "managed", cloud: "aws", region: "us-east-1" }),
  schema: indexSchema,
  cmek_id: z.string().optional(),
  read_capacity: z.object({ mode: z.literal("OnDemand", "the emulator has no dedicated read nodes") }).optional(),
  tags,
  deletion_protection: deletionProtection.default("disabled"),
});

/** `PATCH /indexes/{index_name}`, as far as the emulator goes. */
export const configureIndexRequest = z.strictObject({ tags, deletion_protection: deletionProtection.optional() });

export type CreateIndexRequest = z.output<typeof createIndexRequest>;

/** An index in the shape of 2026-07. */
export interface IndexModel {
  readonly name: string;
  /** Host name of the data plane. */
  readonly host: string;
  /** Host name of the data plane for private endpoints; only where Pinecone offers them. */
  readonly private_host?: string;
  readonly status: { readonly ready: boolean; readonly state: string };
  readonly deployment: CreateIndexRequest["deployment"] & { readonly environment: string };
  readonly read_capacity: { readonly mode: "OnDemand"; readonly status: { readonly state: string } };
  /** The customer-managed key that encrypts the index, if one does. */
  readonly cmek_id?: string;
  readonly schema: ReturnType<typeof reportedSchema>;
  readonly tags: Readonly<Record<string, string>> | null;
  readonly deletion_protection: "disabled" | "enabled";
}

/** Tags after a change: an empty value takes a tag away, and no tags at all are `null`. */
export function mergedTags(
  old: IndexModel["tags"],
  change: Readonly<Record<string, string>> | null | undefined,
): IndexModel["tags"] {
  const kept = Object.entries({ ...old, ...change }).filter(([, value]) => value !== "");
  return kept.length === 0 ? null : Object.fromEntries(kept);
}
