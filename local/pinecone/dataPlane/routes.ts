import type { Answer } from "../http/answer";
import { findRoute } from "../http/router";
import type { Call, Method, Route } from "../http/router";
import type { StoredIndex } from "../state";
import { dataPlaneRoute, rpcError } from "./door";

const STATS = "/describe_index_stats";

/** Indexes hold no vectors here, so what tells who gets in is all that there is. */
const routes: readonly Route[] = [dataPlaneRoute("POST", STATS, stats), dataPlaneRoute("GET", STATS, stats)];

/** The route of a request to an index's host. What the emulator lacks is not found, but behind the door. */
export function findDataPlaneRoute(method: Method, path: string): Route {
  const nothing = dataPlaneRoute(method, path, () =>
    rpcError(404, 5, `The emulator's indexes hold no vectors: it has no ${method} ${path}.`),
  );
  return findRoute(routes, method, path)?.route ?? nothing;
}

/** `IndexDescription` of the official client. */
function stats(_call: Call, { model }: StoredIndex): Answer {
  const vectors = Object.values(model.schema.fields).filter(({ type }) => type !== "string");
  const dense = vectors.find((field) => field.type === "dense_vector");
  const empty = { namespaces: {}, indexFullness: 0, totalVectorCount: 0 };
  if (dense)
    return { status: 200, body: { ...empty, dimension: dense.dimension, metric: dense.metric, vectorType: "dense" } };
  const sparse = vectors.length > 0 && { metric: "dotproduct", vectorType: "sparse" };
  return { status: 200, body: { ...empty, ...sparse } };
}
