/** An index of the vectors API in two ways of saying the same: by dimension, metric and vector type, and by its schema. */
import { DENSE, type METRICS, type Schema, SPARSE } from "./schemaField";

type Metric = (typeof METRICS)[number];

/** What a program gives of an index's vectors. */
export interface GivenVectors {
  readonly dimension?: number | undefined;
  readonly metric?: Metric | undefined;
  readonly vectorType?: "dense" | "sparse" | undefined;
  readonly schema?: Schema | undefined;
}

/** The only metric of sparse vectors. */
export const SPARSE_METRIC = "dotproduct";

/** Pinecone's default for dense vectors, before 2026-07 made the metric part of the schema. */
const DEFAULT_METRIC = "cosine";

/** The schema for what a program gives, which Check has found to be one or the other. */
export function schemaFor({ dimension, metric = DEFAULT_METRIC, vectorType, schema }: GivenVectors): Schema {
  if (schema !== undefined) return schema;
  if (vectorType === "sparse") return { [SPARSE]: { type: "sparse_vector" } };
  return { [DENSE]: { type: "dense_vector", dimension, metric } };
}

/** The words of the vectors API for a schema; `undefined` for a schema that it has none for. */
export function vectorsOf(schema: Schema): Omit<GivenVectors, "schema"> | undefined {
  const dense = schema[DENSE];
  if (dense !== undefined) return { dimension: dense.dimension, metric: dense.metric, vectorType: "dense" };
  return schema[SPARSE] === undefined ? undefined : { metric: SPARSE_METRIC, vectorType: "sparse" };
}
