import { randomUUID } from "node:crypto";
import * as z from "zod";
import { isPineconeRegion, PINECONE_REGIONS, REGION_TABLE } from "../../../iam";
import type { PineconeRegion } from "../../../iam";
import { adminRoute } from "../auth";
import { ApiError } from "../http/answer";
import { parseBody } from "../http/body";
import { param } from "../http/router";
import type { Call, Route } from "../http/router";
import { projectOf } from "../projects";
import type { World } from "../world";
import { lookAt, lookAtAll } from "./look";
import type { PrivateEndpoint, StoredPrivateEndpoint } from "./model";

/** Pinecone: "you can add up to 10 endpoints per project". */
const MAX_PER_PROJECT = 10;

const name = z.string().min(1).max(512);
const createRequest = z.strictObject({
  name: name.optional(),
  cloud: z.literal("aws", 'is not "aws", the one cloud whose private endpoints this API has'),
  region: z.custom<PineconeRegion>(
    (value) => typeof value === "string" && isPineconeRegion(value),
    `is not one of Pinecone's AWS regions: ${PINECONE_REGIONS.join(", ")}`,
  ),
  vpc_endpoint_id: z
    .string()
    .regex(/^vpce-[0-9a-f]+$/, "is not the ID of a VPC endpoint, such as vpce-0a1b2c3d4e5f67890"),
});
const updateRequest = z.strictObject({ name });

type CreateRequest = z.output<typeof createRequest>;

const OF_PROJECT = "/admin/projects/{project_id}/private-endpoints";
const ONE = "/admin/private-endpoints/{private_endpoint_id}";

/** The VPC-only switch has no say here: Pinecone documents no refusal to delete the last endpoint while it is on. */
export const privateEndpointRoutes: readonly Route[] = [
  adminRoute("GET", OF_PROJECT, async (call) => {
    return { status: 200, body: { data: await lookAtAll(call.world, projectOf(call).id) } };
  }),
  adminRoute("POST", OF_PROJECT, register, { action: "create", resourceType: "private-endpoints" }),
  adminRoute("GET", ONE, async (call) => ({ status: 200, body: await lookAt(call.world, privateEndpointOf(call)) })),
  // Pinecone's list of captured events has no update of a Private Endpoint.
  adminRoute("PATCH", ONE, rename),
  adminRoute("DELETE", ONE, deregister, { action: "delete", resourceType: "private-endpoints" }),
];

/**
 * The Private Endpoint that the path names.
 * @throws ApiError NOT_FOUND
 */
export function privateEndpointOf(call: Call): StoredPrivateEndpoint {
  const id = param(call, "private_endpoint_id");
  const endpoint = call.world.state.privateEndpoints.get(id);
  if (endpoint === undefined) throw new ApiError("NOT_FOUND", `Private endpoint ${id} not found.`);
  return endpoint;
}

async function register(call: Call): Promise<{ status: number; body: PrivateEndpoint }> {
  const { world, body, subject } = call;
  const { id: projectId } = projectOf(call);
  const request = parseBody(createRequest, body);
  const endpoint: StoredPrivateEndpoint = {
    id: randomUUID(),
    project_id: projectId,
    ...request,
    name: request.name ?? request.vpc_endpoint_id,
    created_at: world.clock.timestamp(),
  };
  Object.assign(subject, { name: endpoint.name, parameters: { project_id: projectId, ...request } });
  refuseTaken(world, request.vpc_endpoint_id);
  refuseEleventh(world, projectId);
  await refuseUnfit(world, request);
  // Looked at again: AWS took time, in which another request may have registered one or deleted the project.
  projectOf(call);
  refuseTaken(world, request.vpc_endpoint_id);
  refuseEleventh(world, projectId);
  world.state.privateEndpoints.set(endpoint.id, endpoint);
  subject.id = endpoint.id;
  return { status: 201, body: await lookAt(world, endpoint) };
}

function refuseTaken({ state }: World, vpcEndpointId: string): void {
  const other = [...state.privateEndpoints.values()].find((one) => one.vpc_endpoint_id === vpcEndpointId);
  if (other === undefined) return;
  const message = `${vpcEndpointId} is registered already, as private endpoint ${other.id} of project ${other.project_id}; a VPC endpoint belongs to one project.`;
  throw new ApiError("ALREADY_EXISTS", message, { private_endpoint_id: other.id });
}

function refuseEleventh({ state }: World, projectId: string): void {
  if (state.privateEndpointsOf(projectId).length < MAX_PER_PROJECT) return;
  const message = `Project ${projectId} has ${String(MAX_PER_PROJECT)} private endpoints, the most that a project can have. Delete one first.`;
  throw new ApiError("QUOTA_EXCEEDED", message);
}

/** Refuses a VPC endpoint that does not lead to Pinecone in that region. */
async function refuseUnfit({ vpcEndpoints }: World, { region, vpc_endpoint_id: id }: CreateRequest): Promise<void> {
  const found = await vpcEndpoints.find(region, id);
  const { serviceName } = REGION_TABLE[region];
  const refuse = (message: string): never => {
    throw new ApiError("FAILED_PRECONDITION", message);
  };
  if (found === undefined) return refuse(`There is no VPC endpoint ${id} in ${region}.`);
  if (found.type !== "Interface") {
    return refuse(`The VPC endpoint ${id} is of type ${found.type}; a private endpoint needs one of type Interface.`);
  }
  if (found.serviceName !== serviceName) {
    refuse(
      `The VPC endpoint ${id} is for the service ${found.serviceName}; Pinecone's in ${region} is ${serviceName}.`,
    );
  }
}

async function rename(call: Call): Promise<{ status: number; body: PrivateEndpoint }> {
  const renamed = { ...privateEndpointOf(call), ...parseBody(updateRequest, call.body) };
  call.world.state.privateEndpoints.set(renamed.id, renamed);
  return { status: 200, body: await lookAt(call.world, renamed) };
}

function deregister(call: Call): { status: number } {
  const endpoint = privateEndpointOf(call);
  Object.assign(call.subject, { id: endpoint.id, name: endpoint.name });
  call.world.state.privateEndpoints.delete(endpoint.id);
  return { status: 202 };
}
