import { randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import { adminRoute } from "./auth";
import { ApiError } from "./http/answer";
import { parseBody } from "./http/body";
import { param } from "./http/router";
import type { Call, Route } from "./http/router";
import { projectOf } from "./projects";
import type { StoredApiKey } from "./state";

const ROLES = [
  "ProjectEditor",
  "ProjectViewer",
  "ControlPlaneEditor",
  "ControlPlaneViewer",
  "DataPlaneEditor",
  "DataPlaneViewer",
] as const;

export type ApiKeyRole = (typeof ROLES)[number];

/** An API key without its value, in the shape of the Admin API. */
export interface ApiKey {
  readonly id: string;
  /** 1 to 80 characters. */
  readonly name: string;
  readonly project_id: string;
  readonly roles: readonly ApiKeyRole[];
}

const name = z.string().min(1).max(80);
const roles = z.array(z.enum(ROLES));
const createRequest = z.object({ name, roles: roles.default(["ProjectEditor"]) });
const updateRequest = z.object({ name: name.optional(), roles: roles.optional() });

const OF_PROJECT = "/admin/projects/{project_id}/api-keys";
const ONE = "/admin/api-keys/{api_key_id}";

export const apiKeyRoutes: readonly Route[] = [
  adminRoute("GET", OF_PROJECT, (call) => {
    const { id } = projectOf(call);
    const keys = [...call.world.state.apiKeys.values()].map(({ key }) => key);
    return { status: 200, body: { data: keys.filter((key) => key.project_id === id) } };
  }),
  adminRoute("POST", OF_PROJECT, createApiKey, { action: "create", resourceType: "api-key" }),
  adminRoute("GET", ONE, (call) => ({ status: 200, body: apiKeyOf(call).key })),
  // Pinecone's list of captured events has no update of an API key.
  adminRoute("PATCH", ONE, updateApiKey),
  adminRoute("DELETE", ONE, deleteApiKey, { action: "delete", resourceType: "api-key" }),
];

function createApiKey(call: Call): { status: number; body: StoredApiKey } {
  const { world, body, subject } = call;
  const project = projectOf(call);
  const request = parseBody(createRequest, body);
  const key: ApiKey = { id: randomUUID(), project_id: project.id, ...request };
  const stored = { key, value: newValue() };
  Object.assign(subject, { id: key.id, name: key.name, parameters: { project_id: project.id, ...request } });
  world.state.apiKeys.set(key.id, stored);
  return { status: 201, body: stored };
}

function updateApiKey(call: Call): { status: number; body: ApiKey } {
  const { key, value } = apiKeyOf(call);
  const request = parseBody(updateRequest, call.body);
  const updated: ApiKey = { ...key, name: request.name ?? key.name, roles: request.roles ?? key.roles };
  call.world.state.apiKeys.set(key.id, { key: updated, value });
  return { status: 200, body: updated };
}

function deleteApiKey(call: Call): { status: number } {
  const { key } = apiKeyOf(call);
  Object.assign(call.subject, { id: key.id, name: key.name });
  call.world.state.apiKeys.delete(key.id);
  return { status: 202 };
}

function apiKeyOf(call: Call): StoredApiKey {
  const id = param(call, "api_key_id");
  const stored = call.world.state.apiKeys.get(id);
  if (stored === undefined) throw new ApiError("NOT_FOUND", `API key ${id} not found.`);
  return stored;
}

/** `pckey_<public-label>_<unique-key>`, as Pinecone documents it. Hex, so that the parts hold no further underscore. */
function newValue(): string {
  return `pckey_${randomBytes(3).toString("hex")}_${randomBytes(24).toString("hex")}`;
}
