import * as z from "zod";
import { adminRoute } from "../auth";
import { parseBody } from "../http/body";
import type { Call, Route } from "../http/router";
import { projectOf } from "../projects";
import type { NetworkAccess } from "./model";

const updateRequest = z.strictObject({ private_endpoints_only: z.boolean() });

const PATH = "/admin/projects/{project_id}/network-access";

/**
 * The VPC-only switch. It can be turned on without any Private Endpoint: Pinecone documents no refusal, only a warning.
 * Pinecone's list of captured audit events has none for it.
 */
export const networkAccessRoutes: readonly Route[] = [
  adminRoute("GET", PATH, (call) => ({ status: 200, body: call.world.state.networkAccessOf(projectOf(call).id) })),
  adminRoute("PATCH", PATH, changeNetworkAccess),
];

/** Turns the switch of the project that the path names. */
export function changeNetworkAccess(call: Call): { status: number; body: NetworkAccess } {
  const { state } = call.world;
  const { id } = projectOf(call);
  const { private_endpoints_only: restricted } = parseBody(updateRequest, call.body);
  if (restricted) state.restrictedProjects.add(id);
  else state.restrictedProjects.delete(id);
  return { status: 200, body: state.networkAccessOf(id) };
}
