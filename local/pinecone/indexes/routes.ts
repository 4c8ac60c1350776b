import { indexRoute } from "../auth";
import { ApiError } from "../http/answer";
import { parseBody } from "../http/body";
import { param } from "../http/router";
import type { Call, Route } from "../http/router";
import type { StoredApiKey, StoredIndex } from "../state";
import { createIndex } from "./create";
import type { IndexModel } from "./model";
import { modelNow } from "./readiness";
import { configureIndexRequest, createIndexRequest, mergedTags } from "./model";

const ONE = "/indexes/{index_name}";

export const indexRoutes: readonly Route[] = [
  indexRoute("GET", "/indexes", ({ world }, { key }) => {
    return {
      status: 200,
      body: { indexes: world.state.indexesOf(key.project_id).map((index) => modelNow(world, index)) },
    };
  }),
  indexRoute(
    "POST",
    "/indexes",
    async ({ world, body, subject }, { key }) => {
      const request = parseBody(createIndexRequest, body);
      Object.assign(subject, { name: request.name, parameters: request });
      const index = await createIndex(world, key.project_id, request);
      Object.assign(subject, { id: index.id, name: index.model.name });
      return { status: 201, body: modelNow(world, index) };
    },
    { action: "create", resourceType: "index" },
  ),
  indexRoute("GET", ONE, (call, apiKey) => ({ status: 200, body: modelNow(call.world, indexOf(call, apiKey)) })),
  indexRoute("PATCH", ONE, configureIndex, { action: "update", resourceType: "index" }),
  indexRoute("DELETE", ONE, deleteIndex, { action: "delete", resourceType: "index" }),
];

function configureIndex(call: Call, apiKey: StoredApiKey): { status: number; body: IndexModel } {
  const index = indexOf(call, apiKey);
  Object.assign(call.subject, { id: index.id, name: index.model.name });
  const request = parseBody(configureIndexRequest, call.body);
  call.subject.parameters = request;
  const model = {
    ...index.model,
    tags: mergedTags(index.model.tags, request.tags),
    deletion_protection: request.deletion_protection ?? index.model.deletion_protection,
  };
  const changed: StoredIndex = { ...index, model };
  call.world.state.indexes.set(index.id, changed);
  return { status: 202, body: modelNow(call.world, changed) };
}

function deleteIndex(call: Call, apiKey: StoredApiKey): { status: number } {
  const { id, model } = indexOf(call, apiKey);
  Object.assign(call.subject, { id, name: model.name });
  if (model.deletion_protection === "enabled") {
    const message = "Deletion protection is enabled for this index. Disable deletion protection before retrying.";
    throw new ApiError("FORBIDDEN", message);
  }
  call.world.state.indexes.delete(id);
  return { status: 202 };
}

function indexOf(call: Call, { key }: StoredApiKey): StoredIndex {
  const name = param(call, "index_name");
  const index = call.world.state.indexesOf(key.project_id).find(({ model }) => model.name === name);
  if (index === undefined) throw new ApiError("NOT_FOUND", `Index ${name} not found.`);
  return index;
}
