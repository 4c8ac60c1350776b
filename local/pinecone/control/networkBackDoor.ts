import { randomUUID } from "node:crypto";
import * as z from "zod";
import { VPC_ENDPOINT_HEADER } from "../dataPlane/door";
import { findDataPlaneRoute } from "../dataPlane/routes";
import type { Answer } from "../http/answer";
import { parseBody } from "../http/body";
import { dispatch } from "../http/dispatch";
import type { Call } from "../http/router";
import { changeNetworkAccess } from "../network/access";
import { lookAt } from "../network/look";
import { PRIVATE_ENDPOINT_STATES } from "../network/model";
import type { StoredPrivateEndpoint, Verdict } from "../network/model";
import { privateEndpointOf } from "../network/privateEndpoints";
import { projectOf } from "../projects";
import type { BackDoor } from "./backDoor";

const verdict = { state: z.enum(PRIVATE_ENDPOINT_STATES).optional(), state_reason: z.string().optional() };
const newPrivateEndpoint = z.strictObject({
  /** @default - the VPC endpoint ID */
  name: z.string().optional(),
  cloud: z.string().default("aws"),
  region: z.string().default("us-east-1"),
  /** @default - a made-up one */
  vpc_endpoint_id: z.string().optional(),
  ...verdict,
});
const privateEndpointChange = z.strictObject({
  name: z.string().optional(),
  region: z.string().optional(),
  vpc_endpoint_id: z.string().optional(),
  ...verdict,
});

/** A Private Endpoint to add, unchecked; `available` when no state is given. */
export type NewPrivateEndpoint = z.input<typeof newPrivateEndpoint>;

/** What can be changed of a Private Endpoint behind a program's back. */
export type PrivateEndpointChange = z.input<typeof privateEndpointChange>;

const knocking = z.strictObject({
  host: z.string(),
  api_key: z.string(),
  vpc_endpoint_id: z.string().optional(),
});

/** Back doors to Private Endpoints and the switch, and a knock at an index's door that is not counted as a request. */
export const networkBackDoorRoutes: readonly BackDoor[] = [
  {
    method: "POST",
    path: "projects/{project_id}/private-endpoints",
    summary: "Adds a private endpoint, unchecked, whatever AWS has; it is available unless another state is given",
    handle: addPrivateEndpoint,
  },
  {
    method: "PATCH",
    path: "private-endpoints/{private_endpoint_id}",
    summary: "Changes a private endpoint, unchecked; a state that is given stays, whatever AWS has",
    handle: changePrivateEndpoint,
  },
  {
    method: "DELETE",
    path: "private-endpoints/{private_endpoint_id}",
    summary: "Deletes a private endpoint without an audit event",
    handle: deletePrivateEndpoint,
  },
  {
    method: "PATCH",
    path: "projects/{project_id}/network-access",
    summary: "Turns the VPC-only switch of a project",
    handle: changeNetworkAccess,
  },
  {
    method: "POST",
    path: "knock",
    summary: "Asks an index for its statistics, through a VPC endpoint or from the internet, and tells the answer",
    handle: knock,
  },
];

async function addPrivateEndpoint(call: Call): Promise<Answer> {
  const project = projectOf(call);
  const { state = "available", state_reason: reason, name, ...fields } = parseBody(newPrivateEndpoint, call.body);
  const vpcEndpointId = fields.vpc_endpoint_id ?? `vpce-${randomUUID().replaceAll("-", "").slice(0, 17)}`;
  return keep(call, {
    ...fields,
    id: randomUUID(),
    project_id: project.id,
    name: name ?? vpcEndpointId,
    vpc_endpoint_id: vpcEndpointId,
    created_at: call.world.clock.timestamp(),
    order: verdictOf(state, reason),
  });
}

async function changePrivateEndpoint(call: Call): Promise<Answer> {
  const endpoint = privateEndpointOf(call);
  const { state, state_reason: reason, ...fields } = parseBody(privateEndpointChange, call.body);
  return keep(call, {
    ...endpoint,
    name: fields.name ?? endpoint.name,
    region: fields.region ?? endpoint.region,
    vpc_endpoint_id: fields.vpc_endpoint_id ?? endpoint.vpc_endpoint_id,
    ...((state ?? reason) !== undefined && {
      order: verdictOf(state ?? (await lookAt(call.world, endpoint)).state, reason),
    }),
  });
}

async function keep({ world }: Call, endpoint: StoredPrivateEndpoint): Promise<Answer> {
  world.state.privateEndpoints.set(endpoint.id, endpoint);
  return { status: 200, body: await lookAt(world, endpoint) };
}

function verdictOf(state: Verdict["state"], reason: string | undefined): Verdict {
  return { state, ...(reason !== undefined && { state_reason: reason }) };
}

function deletePrivateEndpoint(call: Call): Answer {
  call.world.state.privateEndpoints.delete(privateEndpointOf(call).id);
  return { status: 204 };
}

async function knock(call: Call): Promise<Answer> {
  const { host, api_key: apiKey, vpc_endpoint_id: vpcEndpointId } = parseBody(knocking, call.body);
  const path = "/describe_index_stats";
  const headers = { host, "api-key": apiKey, [VPC_ENDPOINT_HEADER]: vpcEndpointId };
  const { status, body, text } = await dispatch(findDataPlaneRoute("GET", path), { ...call, path, headers, body: {} });
  return { status: 200, body: { status, body: text ?? body } };
}
