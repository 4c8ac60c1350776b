import { randomUUID } from "node:crypto";
import * as z from "zod";
import { adminRoute } from "./auth";
import { ApiError } from "./http/answer";
import { parseBody } from "./http/body";
import { param } from "./http/router";
import type { Call, Route } from "./http/router";
import type { World } from "./world";

/** A project, in the shape of the Admin API. */
export interface Project {
  readonly id: string;
  /** 1 to 512 characters; not unique. */
  readonly name: string;
  readonly max_pods: number;
  readonly force_encryption_with_cmek: boolean;
  readonly organization_id: string;
  /** ISO 8601. */
  readonly created_at: string;
}

const name = z.string().min(1).max(512);
const createRequest = z.object({
  name,
  max_pods: z.number().int().nonnegative().default(0),
  force_encryption_with_cmek: z.boolean().default(false),
});
const updateRequest = z.object({
  name: name.optional(),
  max_pods: z.number().int().nonnegative().optional(),
  force_encryption_with_cmek: z.boolean().optional(),
});

const PATH = "/admin/projects";
const ONE = `${PATH}/{project_id}`;

export const projectRoutes: readonly Route[] = [
  adminRoute("GET", PATH, ({ world }) => ({ status: 200, body: { data: [...world.state.projects.values()] } })),
  adminRoute("POST", PATH, createProject, { action: "create", resourceType: "project" }),
  adminRoute("GET", ONE, (call) => ({ status: 200, body: projectOf(call) })),
  adminRoute("PATCH", ONE, updateProject, { action: "update", resourceType: "project" }),
  adminRoute("DELETE", ONE, deleteProject, { action: "delete", resourceType: "project" }),
];

/**
 * The project that the path names.
 * @throws ApiError NOT_FOUND
 */
export function projectOf(call: Call): Project {
  const id = param(call, "project_id");
  const project = call.world.state.projects.get(id);
  if (project === undefined) throw new ApiError("NOT_FOUND", `Project ${id} not found.`);
  return project;
}

function createProject({ world, body, subject }: Call): { status: number; body: Project } {
  const request = parseBody(createRequest, body);
  subject.name = request.name;
  subject.parameters = request;
  refuseDuplicateName(world, request.name);
  const project: Project = {
    id: randomUUID(),
    ...request,
    organization_id: world.organization.id,
    created_at: world.clock.timestamp(),
  };
  subject.id = project.id;
  world.state.projects.set(project.id, project);
  return { status: 200, body: project };
}

function updateProject(call: Call): { status: number; body: Project } {
  const { world, body, subject } = call;
  const project = projectOf(call);
  Object.assign(subject, { id: project.id, name: project.name });
  const request = parseBody(updateRequest, body);
  subject.parameters = request;
  if (project.force_encryption_with_cmek && request.force_encryption_with_cmek === false) {
    const message = `force_encryption_with_cmek: once enabled, CMEK encryption cannot be disabled (project ${project.id}).`;
    throw new ApiError("INVALID_ARGUMENT", message);
  }
  if (request.name !== undefined && request.name !== project.name) refuseDuplicateName(world, request.name);
  const updated: Project = {
    ...project,
    name: request.name ?? project.name,
    max_pods: request.max_pods ?? project.max_pods,
    force_encryption_with_cmek: request.force_encryption_with_cmek ?? project.force_encryption_with_cmek,
  };
  world.state.projects.set(project.id, updated);
  return { status: 200, body: updated };
}

/**
 * Pinecone asks that indexes go first and deletes "other project resources" with the project. Its page names no CMEK key among
 * those that must go first, so the emulator takes the key along; that our provider asks for more is its own rule.
 */
function deleteProject(call: Call): { status: number } {
  const { state } = call.world;
  const { id, name: projectName } = projectOf(call);
  Object.assign(call.subject, { id, name: projectName });
  const indexes = state.indexesOf(id).map(({ model }) => model.name);
  if (indexes.length > 0) {
    const message = `Project ${id} still has indexes: ${indexes.join(", ")}. Delete them before the project.`;
    throw new ApiError("FAILED_PRECONDITION", message, { indexes });
  }
  const endpoints = state.privateEndpointsOf(id).map(({ vpc_endpoint_id: vpcEndpointId }) => vpcEndpointId);
  if (endpoints.length > 0) {
    const message = `Project ${id} still has private endpoints: ${endpoints.join(", ")}. Delete them before the project.`;
    throw new ApiError("FAILED_PRECONDITION", message, { private_endpoints: endpoints });
  }
  for (const { key } of state.apiKeys.values()) if (key.project_id === id) state.apiKeys.delete(key.id);
  for (const key of state.cmekKeys.values()) if (key.project_id === id) state.cmekKeys.delete(key.id);
  state.restrictedProjects.delete(id);
  state.projects.delete(id);
  return { status: 202 };
}

function refuseDuplicateName(world: World, wanted: string): void {
  if (world.settings.duplicateProjectNames === "allow") return;
  const other = [...world.state.projects.values()].find((project) => project.name === wanted);
  if (other) throw new ApiError("ALREADY_EXISTS", `A project named "${wanted}" already exists (${other.id}).`);
}
