import { problem } from "./replies";
import type { Answer } from "./replies";

/** An index in the shape of 2026-07, or as much of one as a test needs. */
export type IndexRow = Record<string, unknown> & { name: string; host: string };

/** The control plane's answer. What it makes, it puts into the list. */
export function indexAnswer(indexes: IndexRow[], method: string, path: string, body: unknown): Answer {
  const fields = body as Record<string, unknown>;
  const name = decodeURIComponent(path.split("/")[2] ?? "");
  if (name === "") return method === "GET" ? { status: 200, body: { indexes } } : created(indexes, fields);
  const row = indexes.find((one) => one.name === name);
  if (row === undefined) return problem(404, "NOT_FOUND", `no index ${name}`);
  if (method === "PATCH") Object.assign(row, fields);
  if (method !== "DELETE") return { status: 200, body: row };
  indexes.splice(indexes.indexOf(row), 1);
  return { status: 202 };
}

function created(indexes: IndexRow[], fields: Record<string, unknown>): Answer {
  const name = String(fields["name"]);
  if (indexes.some((one) => one.name === name)) return problem(409, "ALREADY_EXISTS", `index ${name} exists already`);
  const row = {
    host: `${name}-a1b2c3d.svc.zone.pinecone.io`,
    private_host: `${name}-a1b2c3d.svc.private.zone.pinecone.io`,
    status: { ready: false, state: "Initializing" },
    deletion_protection: "disabled",
    ...fields,
    name,
    schema: reported(fields["schema"] as Schema),
    tags: fields["tags"] ?? null,
  };
  indexes.push(row);
  return { status: 201, body: row };
}

interface Schema {
  readonly fields: Record<string, Record<string, unknown>>;
}

/** With what Pinecone adds: defaults, `null` where nothing was said, and sparse vectors beside dense ones. */
function reported({ fields }: Schema): Schema {
  const all = "_values" in fields ? { ...fields, _sparse_values: { type: "sparse_vector" } } : fields;
  const full = Object.entries(all).map(([name, field]) => {
    const search = { language: "en", stemming: false, stop_words: false, ...(field["full_text_search"] as object) };
    return [name, { description: null, ...field, ...(field["type"] === "string" && { full_text_search: search }) }];
  });
  return { fields: Object.fromEntries(full) as Schema["fields"] };
}

/** The data plane's answer from outside: public hosts are open, private ones are not. */
export function dataPlaneAnswer(indexes: readonly IndexRow[], host: string | undefined): Answer {
  if (indexes.some((one) => one["private_host"] === host)) return { status: 401, text: "Unauthorized" };
  if (!indexes.some((one) => one.host === host)) return { status: 404, body: { code: 5, message: "no such index" } };
  return { status: 200, body: { namespaces: {}, dimension: 8, indexFullness: 0, totalVectorCount: 0 } };
}
