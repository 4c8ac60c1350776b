import { randomBytes, randomUUID } from "node:crypto";
import { bindingOf } from "../cmekKeys";
import { ApiError } from "../http/answer";
import type { StoredIndex } from "../state";
import type { World } from "../world";
import type { CreateIndexRequest } from "./model";
import { mergedTags } from "./model";
import type { Place } from "./places";
import { findPlace } from "./places";
import { checkSchema, fullTextFields, reportedSchema } from "./schema";

/**
 * Creates a serverless index.
 * @throws ApiError INVALID_ARGUMENT, NOT_FOUND (region), ALREADY_EXISTS (name), FAILED_PRECONDITION (encryption)
 */
export async function createIndex(world: World, projectId: string, request: CreateIndexRequest): Promise<StoredIndex> {
  checkSchema(request.schema);
  const { cloud, region } = request.deployment;
  const place = findPlace(cloud, region);
  if (place === undefined) throw new ApiError("NOT_FOUND", `Resource cloud: ${cloud} region: ${region} not found.`);
  const name = request.name ?? `index-${randomBytes(4).toString("hex")}`;
  refuseTakenName(world, projectId, name);
  const cmekId = await encryptionKey(world, projectId, request);
  // Looked at again: the check of the key took time, in which another request may have made the index.
  refuseTakenName(world, projectId, name);
  const index = {
    id: randomUUID(),
    projectId,
    createdAt: world.clock.now(),
    model: modelOf(name, place, request, cmekId),
  };
  world.state.indexes.set(index.id, index);
  return index;
}

function refuseTakenName(world: World, projectId: string, name: string): void {
  if (world.state.indexesOf(projectId).some(({ model }) => model.name === name)) {
    throw new ApiError("ALREADY_EXISTS", `Resource already exists: index ${name}.`);
  }
}

/** The `cmek_id` of a new index, after Pinecone has seen that it can use the key; `undefined` for an index without one. */
async function encryptionKey(
  world: World,
  projectId: string,
  request: CreateIndexRequest,
): Promise<string | undefined> {
  const forced = world.state.projects.get(projectId)?.force_encryption_with_cmek === true;
  if (!forced && request.cmek_id === undefined) return undefined;
  const key = world.state.cmekKeyOf(projectId);
  if (key === undefined) {
    const message = forced
      ? `Project ${projectId} forces encryption with a customer-managed encryption key and has none. Add a CMEK key first.`
      : `Project ${projectId} has no customer-managed encryption key ${request.cmek_id ?? ""}.`;
    throw new ApiError("FAILED_PRECONDITION", message);
  }
  if (request.cmek_id !== undefined && request.cmek_id !== key.id && request.cmek_id !== key.key_arn) {
    throw new ApiError("NOT_FOUND", `Project ${projectId} has no customer-managed encryption key ${request.cmek_id}.`);
  }
  refuseUnencryptable(request, forced);
  // In the index's region, it is Pinecone's role of that region that uses the key.
  await world.aws.check(bindingOf(key), request.deployment.region);
  return world.settings.cmekIdIs === "keyArn" ? key.key_arn : key.id;
}

/** What Pinecone can't encrypt with a customer's key: full text, and indexes outside of AWS. */
function refuseUnencryptable({ schema, deployment }: CreateIndexRequest, forced: boolean): void {
  const fields = fullTextFields(schema);
  if (fields.length > 0) {
    const message = `An index with a customer-managed encryption key cannot have full_text_search fields: ${fields.join(", ")}.`;
    // Pinecone documents 412 for a project that forces CMEK, and "rejected" for a request with cmek_id.
    throw new ApiError(forced ? "FAILED_PRECONDITION" : "INVALID_ARGUMENT", message, { fields });
  }
  if (deployment.cloud !== "aws") {
    const message = `Customer-managed encryption keys work for serverless indexes in AWS regions only, not in ${deployment.cloud} ${deployment.region}.`;
    throw new ApiError("FAILED_PRECONDITION", message);
  }
}

function modelOf(
  name: string,
  place: Place,
  request: CreateIndexRequest,
  cmekId: string | undefined,
): StoredIndex["model"] {
  const label = `${name}-${randomBytes(4).toString("hex").slice(1)}`;
  return {
    name,
    host: `${label}.svc.${place.zone}`,
    ...(place.hasPrivateHosts && { private_host: `${label}.svc.private.${place.zone}` }),
    deployment: { ...request.deployment, environment: place.zone.replace(".pinecone.io", "") },
    read_capacity: { mode: "OnDemand", status: { state: "Ready" } },
    ...(cmekId !== undefined && { cmek_id: cmekId }),
    schema: reportedSchema(request.schema),
    tags: mergedTags(null, request.tags),
    deletion_protection: request.deletion_protection,
  };
}
