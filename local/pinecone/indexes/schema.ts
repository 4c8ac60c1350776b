import * as z from "zod";
import { ApiError } from "../http/answer";

/** Name of the dense vector field of an index that is used through the vectors API. */
const DENSE = "_values";
/** Name of its sparse vector field. */
const SPARSE = "_sparse_values";

const description = z.string().max(256).nullish();
const fullTextSearch = z.object({
  language: z.string().default("en"),
  stemming: z.boolean().default(false),
  stop_words: z.boolean().default(false),
});

const field = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("dense_vector"),
    dimension: z.number().int().min(1).max(20_000),
    metric: z.enum(["cosine", "dotproduct", "euclidean"]),
    description,
  }),
  z.object({ type: z.literal("sparse_vector"), description }),
  z.object({ type: z.literal("string"), full_text_search: fullTextSearch, description }),
]);

/** The schema of an index as a creation asks for it, in the shape of 2026-07. */
export const indexSchema = z.object({ fields: z.record(z.string().min(1).max(64), field) });

export type IndexSchema = z.output<typeof indexSchema>;
type Field = IndexSchema["fields"][string];

/** The field as a description of the index reports it: `null` where a creation left out the description. */
type ReportedField = Field & { readonly description: string | null };

/**
 * Holds a schema against Pinecone's rules, as the official client's documentation of 2026-07 has them.
 * @throws ApiError INVALID_ARGUMENT
 */
export function checkSchema({ fields }: IndexSchema): void {
  const names = Object.keys(fields);
  const refuse = (message: string): never => {
    throw new ApiError("INVALID_ARGUMENT", message);
  };
  if (names.length === 0) {
    refuse(
      "Schema must contain at least one of the following field types: dense_vector, sparse_vector, string with full_text_search",
    );
  }
  for (const type of ["dense_vector", "sparse_vector"] as const) {
    const count = Object.values(fields).filter((one) => one.type === type).length;
    if (count > 1) refuse(`Schema must contain at most one ${type} field, got ${String(count)}.`);
  }
  const reserved = names.filter((name) => name.startsWith("_"));
  const wrong = [...reserved, ...names.filter((name) => name.startsWith("$"))].find(
    (name) => !isVectorField(name, fields),
  );
  if (wrong !== undefined) refuse(`Field name "${wrong}" is reserved.`);
  if (reserved.length > 0 && reserved.length < names.length) {
    refuse(`The reserved fields ${DENSE} and ${SPARSE} cannot be combined with other fields.`);
  }
  const described = reserved.find((name) => fields[name]?.description);
  if (described !== undefined) refuse(`The reserved field ${described} does not accept a description.`);
}

/** Names of the fields that are searched by their text: Pinecone can't encrypt those with a customer's key. */
export function fullTextFields({ fields }: IndexSchema): string[] {
  return Object.keys(fields).filter((name) => fields[name]?.type === "string");
}

/** The schema as Pinecone reports it: a dense index of the vectors API always has both vector fields. */
export function reportedSchema({ fields }: IndexSchema): { readonly fields: Readonly<Record<string, ReportedField>> } {
  const all: Record<string, Field> = DENSE in fields ? { ...fields, [SPARSE]: { type: "sparse_vector" } } : fields;
  return {
    fields: Object.fromEntries(
      Object.entries(all).map(([name, one]) => [name, { ...one, description: one.description ?? null }]),
    ),
  };
}

function isVectorField(name: string, fields: IndexSchema["fields"]): boolean {
  const type = fields[name]?.type;
  return (name === DENSE && type === "dense_vector") || (name === SPARSE && type === "sparse_vector");
}
