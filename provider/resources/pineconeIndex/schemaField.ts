/** The shape of a field of an index's schema, in camel case. Source: Pinecone's control plane 2026-07. */
import * as z from "zod";

export const METRICS = ["cosine", "euclidean", "dotproduct"] as const;

/** The dimension of a dense vector. */
export const dimension = z.int().min(1).max(20_000);

const ngram = z.strictObject({
  minGram: z.int().min(1).max(10).describe("The least length of an n-gram, 1 to 10, and no greater than `maxGram`."),
  maxGram: z.int().min(1).max(10).describe("The greatest length of an n-gram, at most 10."),
  prefixOnly: z
    .boolean()
    .optional()
    .describe("Whether n-grams begin at the start of a word only.")
    .meta({ byDefault: "false" }),
});

const fullTextSearch = z.strictObject({
  language: z.string().min(1).optional().describe("The language of the text.").meta({ byDefault: '"en"' }),
  stemming: z.boolean().optional().describe("Whether words are searched by their stems.").meta({ byDefault: "false" }),
  stopWords: z
    .boolean()
    .optional()
    .describe("Whether stop words are left out. Only together with `stemming`.")
    .meta({ byDefault: "false" }),
  ngram: ngram
    .optional()
    .describe("Search by parts of words. Not together with `stemming` or `stopWords`.")
    .meta({ byDefault: "by whole words" }),
});

/** One object for all types, because a union of them has no name that every language of Pulumi could use. */
export const field = z
  .strictObject({
    type: z
      .enum(["dense_vector", "sparse_vector", "string"])
      .describe("What the field holds. A `string` is searched by its text."),
    dimension: dimension
      .optional()
      .describe("The dimension of a `dense_vector`, 1 to 20000. Required for it.")
      .meta({ byDefault: "none" }),
    metric: z
      .enum(METRICS)
      .optional()
      .describe("How `dense_vector`s are compared. Required for them.")
      .meta({ byDefault: "none" }),
    fullTextSearch: fullTextSearch
      .optional()
      .describe("How a `string` is searched. Required for it, may be empty.")
      .meta({ byDefault: "none" }),
    description: z
      .string()
      .min(1)
      .optional()
      .describe("What the field is for, at most 256 bytes.")
      .meta({ byDefault: "none" }),
  })
  .meta({ title: "Field" });

export type SchemaField = z.infer<typeof field>;

/** Field name → what it holds. */
export type Schema = Readonly<Record<string, SchemaField>>;

/** The field names of an index of the vectors API. */
export const DENSE = "_values";
export const SPARSE = "_sparse_values";
