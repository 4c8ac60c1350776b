import type { IndexSchema } from "../../../pinecone";
import { field, type Schema, type SchemaField } from "./schemaField";

/**
 * The fields that a program could have declared, of those that Pinecone reports; `undefined` when there are none. Metadata, which
 * older indexes report too, can't be declared, nor can fields of a type that this version does not know.
 */
export function fieldsOf(reported: IndexSchema = {}): Schema | undefined {
  const named = Object.entries(reported).flatMap(([name, { type, dimension, metric, fullTextSearch, description }]) => {
    const ofVectors = type === "dense_vector" ? { dimension, metric } : {};
    const { success, data } = field.safeParse({ type, ...ofVectors, fullTextSearch, description });
    return success && isSearched(data) ? [[name, data] as const] : [];
  });
  return named.length === 0 ? undefined : Object.fromEntries(named);
}

/** A string without full-text search is metadata. */
function isSearched({ type, fullTextSearch }: SchemaField): boolean {
  return type !== "string" || fullTextSearch !== undefined;
}
