/** What Pinecone asks of a schema besides the shape of each field. Source: `CreateIndexSchema` of its control plane 2026-07. */
import { DENSE, type Schema, type SchemaField, SPARSE } from "./schemaField";

/** A rule that a schema breaks, in a sentence without its full stop. */
export interface SchemaProblem {
  /** Where: empty for the schema as a whole. */
  readonly path: readonly string[];
  readonly message: string;
}

const MAX_NAME_BYTES = 64;
const MAX_DESCRIPTION_BYTES = 256;
const MAX_FULL_TEXT_FIELDS = 100;

/** Every rule that the schema breaks. */
export function schemaProblems(schema: Schema): SchemaProblem[] {
  const named = Object.entries(schema).flatMap(([name, field]) => [
    ...nameProblems(name, field, Object.keys(schema)),
    ...fieldProblems(name, field),
  ]);
  return [...named, ...countProblems(Object.values(schema))];
}

function countProblems(fields: readonly SchemaField[]): SchemaProblem[] {
  const whole = (message: string): SchemaProblem => ({ path: [], message });
  if (fields.length === 0) return [whole("must have a field: dense_vector, sparse_vector or a string for full text")];
  const count = (type: SchemaField["type"]): number => fields.filter((field) => field.type === type).length;
  const vectors = (["dense_vector", "sparse_vector"] as const).flatMap((type) =>
    count(type) > 1 ? [whole(`must have at most one ${type} (Pinecone's rule), it has ${count(type)}`)] : [],
  );
  if (count("string") <= MAX_FULL_TEXT_FIELDS) return vectors;
  const tooMany = `must have at most ${MAX_FULL_TEXT_FIELDS} fields for full text (Pinecone's rule), it has ${count("string")}`;
  return [...vectors, whole(tooMany)];
}

function nameProblems(name: string, { type, description }: SchemaField, names: readonly string[]): SchemaProblem[] {
  const here = (message: string): SchemaProblem => ({ path: [name], message });
  if (name === "" || Buffer.byteLength(name) > MAX_NAME_BYTES)
    return [here(`must have a name of 1 to ${MAX_NAME_BYTES} bytes`)];
  if (name.startsWith("$")) return [here('must have another name: Pinecone\'s filter operators begin with "$"')];
  if (!name.startsWith("_")) return [];
  const expected = { [DENSE]: "dense_vector", [SPARSE]: "sparse_vector" }[name];
  if (expected === undefined) {
    const rule = `Pinecone keeps names that begin with "_" to itself, but for ${DENSE} and ${SPARSE}`;
    return [here(`must have another name: ${rule}`)];
  }
  const others = names.filter((one) => one !== DENSE && one !== SPARSE);
  return [
    ...(type === expected ? [] : [here(`must be a ${expected}: Pinecone keeps the name ${name} for it`)]),
    ...(others.length === 0 ? [] : [here(`must not stand beside ${others.join(", ")}: Pinecone's rule for ${name}`)]),
    ...(description === undefined ? [] : [here(`must not have a description: Pinecone's rule for ${name}`)]),
  ];
}

/** What each type needs, and what it may have besides. */
const PROPERTIES = {
  dense_vector: ["dimension", "metric"],
  sparse_vector: [],
  string: ["fullTextSearch"],
} as const satisfies Record<SchemaField["type"], readonly (keyof SchemaField)[]>;

function fieldProblems(name: string, field: SchemaField): SchemaProblem[] {
  const own: readonly string[] = PROPERTIES[field.type];
  const judged = (["dimension", "metric", "fullTextSearch"] as const).flatMap((property) => {
    const isGiven = field[property] !== undefined;
    if (isGiven === own.includes(property)) return [];
    const message = isGiven ? `does not belong to a ${field.type}. Leave it out` : `is required for a ${field.type}`;
    return [{ path: [name, property], message }];
  });
  if (Buffer.byteLength(field.description ?? "") > MAX_DESCRIPTION_BYTES) {
    judged.push({ path: [name, "description"], message: `must have at most ${MAX_DESCRIPTION_BYTES} bytes` });
  }
  return [...judged, ...searchProblems(name, field.fullTextSearch)];
}

function searchProblems(name: string, search: SchemaField["fullTextSearch"]): SchemaProblem[] {
  if (search === undefined) return [];
  const { stemming, stopWords, ngram } = search;
  const at = (property: string, message: string): SchemaProblem => ({
    path: [name, "fullTextSearch", property],
    message,
  });
  const problems: SchemaProblem[] = [];
  if (stopWords === true && stemming !== true) problems.push(at("stopWords", "needs stemming: true (Pinecone's rule)"));
  if (ngram !== undefined && (stemming === true || stopWords === true))
    problems.push(at("ngram", "can't be combined with stemming or stopWords (Pinecone's rule)"));
  if (ngram !== undefined && ngram.minGram > ngram.maxGram)
    problems.push(at("ngram", `must have a minGram of at most its maxGram, ${ngram.maxGram}`));
  return problems;
}
