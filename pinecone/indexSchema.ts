import * as z from "zod";
import { given } from "./given";

/** How the text of a `string` field is searched. What is left out takes Pinecone's default. */
export interface FullTextSearch {
  /** @default "en" */
  readonly language?: string | undefined;
  /** Words are searched by their stems. @default false */
  readonly stemming?: boolean | undefined;
  /** Stop words are left out. Only together with `stemming`. @default false */
  readonly stopWords?: boolean | undefined;
  /** Search by parts of words. Not together with `stemming` or `stopWords`. @default by whole words */
  readonly ngram?: Ngram | undefined;
}

/** The parts of words that are searched by. */
export interface Ngram {
  /** 1 to `maxGram`. */
  readonly minGram: number;
  /** At most 10. */
  readonly maxGram: number;
  /** Only parts that begin where the word begins. @default false */
  readonly prefixOnly?: boolean | undefined;
}

/** A field as a creation can declare it. Metadata is not declared: Pinecone indexes it as it comes. */
export interface NewSchemaField {
  readonly type: "dense_vector" | "sparse_vector" | "string";
  /** Of a `dense_vector`, which must have it: 1 to 20000. */
  readonly dimension?: number | undefined;
  /** Of a `dense_vector`, which must have it. */
  readonly metric?: "cosine" | "dotproduct" | "euclidean" | undefined;
  /** Of a `string`, which must have it. It may be empty. */
  readonly fullTextSearch?: FullTextSearch | undefined;
  /** At most 256 bytes. */
  readonly description?: string | undefined;
}

/** What a new index searches over: field name → field. Alone, `_values` and `_sparse_values` make an index for the vectors API. */
export type NewIndexSchema = Readonly<Record<string, NewSchemaField>>;

/** A field as Pinecone reports it, defaults filled in. */
export interface SchemaField {
  /**
   * `dense_vector`, `sparse_vector`, `semantic_text`, `string`, `string_list`, `float`, `integer`, `boolean`, or one that this version
   * does not know. Absent for metadata of an index from before Pinecone had types.
   */
  readonly type?: string;
  /** Of a `dense_vector`, or of the vectors that a `semantic_text`'s model makes. */
  readonly dimension?: number;
  readonly metric?: string;
  readonly fullTextSearch?: FullTextSearch;
  readonly description?: string;
  /** The embedding model of a `semantic_text`. */
  readonly model?: string;
  /** What the model of a `semantic_text` is told when it embeds what is written. */
  readonly writeParameters?: Readonly<Record<string, unknown>>;
  /** What it is told when it embeds a query. */
  readonly readParameters?: Readonly<Record<string, unknown>>;
  /** Of metadata: whether queries can be filtered by it. */
  readonly filterable?: boolean;
}

/** Field name → field. A dense index for the vectors API reports `_values` and `_sparse_values`, however it was declared. */
export type IndexSchema = Readonly<Record<string, SchemaField>>;

const ngram = z
  .object({ min_gram: z.number(), max_gram: z.number(), prefix_only: z.boolean().nullish() })
  .transform((wire): Ngram => ({
    minGram: wire.min_gram,
    maxGram: wire.max_gram,
    ...given({ prefixOnly: wire.prefix_only ?? undefined }),
  }));
const fullTextSearch = z
  .object({
    language: z.string().nullish(),
    stemming: z.boolean().nullish(),
    stop_words: z.boolean().nullish(),
    ngram: ngram.nullish(),
  })
  .transform((wire): FullTextSearch =>
    given({
      language: wire.language ?? undefined,
      stemming: wire.stemming ?? undefined,
      stopWords: wire.stop_words ?? undefined,
      ngram: wire.ngram ?? undefined,
    }),
  );
const parameters = z.record(z.string(), z.unknown());
const field = z
  .object({
    type: z.string().nullish(),
    dimension: z.number().nullish(),
    metric: z.string().nullish(),
    full_text_search: fullTextSearch.nullish(),
    description: z.string().nullish(),
    model: z.string().nullish(),
    write_parameters: parameters.nullish(),
    read_parameters: parameters.nullish(),
    filterable: z.boolean().nullish(),
  })
  .transform((wire): SchemaField =>
    given({
      type: wire.type ?? undefined,
      dimension: wire.dimension ?? undefined,
      metric: wire.metric ?? undefined,
      fullTextSearch: wire.full_text_search ?? undefined,
      description: wire.description ?? undefined,
      model: wire.model ?? undefined,
      writeParameters: wire.write_parameters ?? undefined,
      readParameters: wire.read_parameters ?? undefined,
      filterable: wire.filterable ?? undefined,
    }),
  );

/** Parses a schema as Pinecone reports it. */
export const indexSchema = z
  .object({ fields: z.record(z.string(), field) })
  .transform(({ fields }): IndexSchema => fields);

/** The schema as a creation sends it. */
export function wireSchemaOf(schema: NewIndexSchema): object {
  return { fields: Object.fromEntries(Object.entries(schema).map(([name, one]) => [name, wireFieldOf(one)])) };
}

/** Property by property: an object may carry more than its type says. */
function wireFieldOf({ type, dimension, metric, fullTextSearch: search, description }: NewSchemaField): object {
  return given({ type, dimension, metric, full_text_search: search && wireSearchOf(search), description });
}

function wireSearchOf({ language, stemming, stopWords, ngram: parts }: FullTextSearch): object {
  const wireParts = parts && given({ min_gram: parts.minGram, max_gram: parts.maxGram, prefix_only: parts.prefixOnly });
  return given({ language, stemming, stop_words: stopWords, ngram: wireParts });
}
