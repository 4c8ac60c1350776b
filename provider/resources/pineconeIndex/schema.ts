/** The schema of an index as a program gives it. */
import * as z from "zod";
import { DENSE, field, type Schema, type SchemaField, SPARSE } from "./schemaField";
import { schemaProblems } from "./schemaRules";

const fields = z.record(z.string(), field);

/** A schema for a new index. */
export const schema = fields.superRefine((value, context) => {
  for (const { path, message } of schemaProblems(value)) {
    context.addIssue({ code: "custom", path: [...path], message });
  }
});

/**
 * The schema without what goes without saying: defaults, and the sparse vectors that Pinecone gives every dense index of the vectors
 * API. What is no schema stays as it is.
 */
export function canonicalSchema(plain: unknown): unknown {
  const parsed = fields.safeParse(plain);
  if (!parsed.success) return plain;
  const named = Object.entries(parsed.data).filter(([name]) => name !== SPARSE || parsed.data[DENSE] === undefined);
  return Object.fromEntries(named.map(([name, one]) => [name, canonicalField(one)]));
}

function canonicalField({ fullTextSearch: search, ...rest }: SchemaField): object {
  if (search === undefined) return rest;
  const { language = "en", stemming = false, stopWords = false, ngram: parts } = search;
  return {
    ...rest,
    fullTextSearch: { language, stemming, stopWords, ngram: parts && { prefixOnly: false, ...parts } },
  };
}

/** The names of the fields that are searched by their text. */
export function fullTextFields(value: Schema): string[] {
  return Object.keys(value).filter((name) => value[name]?.type === "string");
}
