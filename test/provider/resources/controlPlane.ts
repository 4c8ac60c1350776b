/** The stand-in's indexes: what an API key of a project may do with them. */
type Json = Record<string, unknown>;

/** What becomes of indexes while somebody waits. */
export interface IndexTurns {
  /** The states in which an index is found, one a look at it alone. None are left: it is `Ready`. */
  readonly states: string[];
  /** How many looks at an index that was deleted still find it, `Terminating`. */
  deletingLooks: number;
}

export const ZONE = "aped-4627-b74a.pinecone.io";

/** A dense index of the vectors API, as Pinecone reports it. */
export function indexModel(name: string, fields: Json = {}): Json {
  return {
    name,
    host: `${name}-a1b234c.svc.${ZONE}`,
    private_host: `${name}-a1b234c.svc.private.${ZONE}`,
    status: { ready: true, state: "Ready" },
    deployment: { deployment_type: "managed", cloud: "aws", region: "us-east-1", environment: "aped-4627-b74a" },
    read_capacity: { mode: "OnDemand", status: { state: "Ready" } },
    schema: {
      fields: {
        _values: { type: "dense_vector", dimension: 8, metric: "cosine", description: null },
        _sparse_values: { type: "sparse_vector", description: null },
      },
    },
    tags: null,
    deletion_protection: "disabled",
    ...fields,
  };
}

/** Answers a request for the indexes of one project. A text is what a refusal says. */
export function answerIndexes(line: string, body: Json, held: Json[], turns: IndexTurns): [number, unknown?] {
  const [method = "", path = ""] = line.split(" ");
  const name = path.split("/")[2];
  if (name === undefined) return method === "GET" ? [200, { indexes: held }] : made(body, held, turns);
  const found = held.find((one) => one["name"] === name);
  if (found === undefined) return [404, `index ${name} is not there`];
  if (method === "DELETE") return deleted(found, held, turns);
  if (method === "PATCH") return [202, Object.assign(found, { ...body, tags: tagsOf(found, body) })];
  return looked(found, held, turns);
}

function made(body: Json, held: Json[], turns: IndexTurns): [number, unknown] {
  const name = String(body["name"]);
  if (held.some((one) => one["name"] === name)) return [409, `index ${name} exists`];
  const state = turns.states.length > 0 ? "Initializing" : "Ready";
  const index = indexModel(name, { ...body, status: { ready: state === "Ready", state } });
  held.push(index);
  return [201, index];
}

function deleted(found: Json, held: Json[], turns: IndexTurns): [number, unknown?] {
  if (found["deletion_protection"] === "enabled") return [403, "Deletion protection is enabled for this index."];
  found["status"] = { ready: false, state: "Terminating" };
  if (turns.deletingLooks === 0) held.splice(held.indexOf(found), 1);
  return [202];
}

function looked(found: Json, held: Json[], turns: IndexTurns): [number, unknown] {
  const { state } = found["status"] as { state: string };
  if (state === "Terminating" && turns.deletingLooks-- === 1) held.splice(held.indexOf(found), 1);
  else if (state !== "Terminating" && state !== "Ready") {
    const next = turns.states.shift() ?? "Ready";
    found["status"] = { ready: next === "Ready", state: next };
  }
  return [200, found];
}

function tagsOf(found: Json, body: Json): Json | null {
  const merged = { ...(found["tags"] as Json | null), ...(body["tags"] as Json | null) };
  const kept = Object.entries(merged).filter(([, value]) => value !== "");
  return kept.length === 0 ? null : Object.fromEntries(kept);
}
