import * as z from "zod";
import { ApiError } from "../http/answer";
import type { Answer } from "../http/answer";
import { parseBody } from "../http/body";
import { param } from "../http/router";
import type { Call, Handler, Method } from "../http/router";
import { createIndex } from "../indexes/create";
import { createIndexRequest } from "../indexes/model";
import { modelNow } from "../indexes/readiness";
import { projectOf } from "../projects";

/** A control route that changes what Pinecone would not let anybody change. */
export interface BackDoor {
  readonly method: Method;
  /** Below the control routes' prefix. */
  readonly path: string;
  readonly summary: string;
  readonly handle: Handler;
}

const rebindRequest = z.strictObject({
  name: z.string().optional(),
  role_arn: z.string().optional(),
  key_arn: z.string().optional(),
  /** `null` takes it away. */
  external_id: z.string().nullish(),
});

const projectChange = z.strictObject({
  name: z.string().optional(),
  max_pods: z.number().optional(),
  force_encryption_with_cmek: z.boolean().optional(),
});

/** Changes behind a program's back that Pinecone's own rules forbid, and a door for tests that have no API key. */
export const backDoorRoutes: readonly BackDoor[] = [
  {
    method: "PATCH",
    path: "projects/{project_id}",
    summary: "Changes a project, against the rules too",
    handle: changeProject,
  },
  {
    method: "POST",
    path: "projects/{project_id}/indexes",
    summary: "POST /indexes without an API key",
    handle: addIndex,
  },
  {
    method: "DELETE",
    path: "projects/{project_id}/indexes/{index_name}",
    summary: "Deletes an index without an API key, protected or not",
    handle: removeIndex,
  },
  { method: "POST", path: "cmek-keys/{cmek_key_id}/rebind", summary: "Changes a bound key, unchecked", handle: rebind },
  { method: "DELETE", path: "cmek-keys/{cmek_key_id}", summary: "Deletes a key, indexes or not", handle: removeKey },
];

function changeProject(call: Call): Answer {
  const project = projectOf(call);
  const change = parseBody(projectChange, call.body);
  const changed = {
    ...project,
    name: change.name ?? project.name,
    max_pods: change.max_pods ?? project.max_pods,
    force_encryption_with_cmek: change.force_encryption_with_cmek ?? project.force_encryption_with_cmek,
  };
  call.world.state.projects.set(project.id, changed);
  return { status: 200, body: changed };
}

async function addIndex(call: Call): Promise<Answer> {
  const { id } = projectOf(call);
  const index = await createIndex(call.world, id, parseBody(createIndexRequest, call.body));
  return { status: 201, body: modelNow(call.world, index) };
}

function removeIndex(call: Call): Answer {
  const { id } = projectOf(call);
  const name = param(call, "index_name");
  const index = call.world.state.indexesOf(id).find(({ model }) => model.name === name);
  if (index === undefined) throw new ApiError("NOT_FOUND", `Index ${name} not found.`);
  call.world.state.indexes.delete(index.id);
  return { status: 204 };
}

function rebind(call: Call): Answer {
  const { state } = call.world;
  const key = keyOf(call);
  const { external_id: oldExternalId, ...rest } = key;
  const change = parseBody(rebindRequest, call.body);
  const externalId = change.external_id === undefined ? oldExternalId : change.external_id;
  const changed = {
    ...rest,
    name: change.name ?? key.name,
    role_arn: change.role_arn ?? key.role_arn,
    key_arn: change.key_arn ?? key.key_arn,
    ...(typeof externalId === "string" && { external_id: externalId }),
  };
  state.cmekKeys.set(key.id, changed);
  return { status: 200, body: changed };
}

function removeKey(call: Call): Answer {
  call.world.state.cmekKeys.delete(keyOf(call).id);
  return { status: 204 };
}

function keyOf(call: Call) {
  const id = param(call, "cmek_key_id");
  const key = call.world.state.cmekKeys.get(id);
  if (key === undefined) throw new ApiError("NOT_FOUND", `CMEK key ${id} not found.`);
  return key;
}
