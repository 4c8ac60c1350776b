import { randomUUID } from "node:crypto";
import * as z from "zod";
import { isUuidV4, keyArnProblem, roleArnProblem } from "../../iam";
import { adminRoute } from "./auth";
import { AwsRefusal } from "./aws/refusal";
import type { Binding } from "./aws/witness";
import { regionOf } from "./aws/witness";
import { ApiError } from "./http/answer";
import { parseBody } from "./http/body";
import { param } from "./http/router";
import type { Call, Route } from "./http/router";
import { projectOf } from "./projects";
import type { State } from "./state";
import type { World } from "./world";

/** A CMEK key, in the shape of `pinecone/preview-api.yaml`. */
export interface CmekKey {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  readonly role_arn: string;
  readonly key_arn: string;
  readonly external_id?: string;
  readonly state: "available" | "unavailable";
  /** Why Pinecone can't use the key. */
  readonly state_reason?: string;
  /** ISO 8601. */
  readonly created_at: string;
}

type StoredCmekKey = Omit<CmekKey, "state" | "state_reason">;

const createRequest = z.strictObject({
  name: z.string().min(1).max(512),
  role_arn: z.string().superRefine(refining(roleArnProblem)),
  key_arn: z.string().superRefine(refining(keyArnProblem)),
  external_id: z.string().refine(isUuidV4, "is not a UUID v4").optional(),
});

const OF_PROJECT = "/admin/projects/{project_id}/cmek-keys";
const ONE = "/admin/cmek-keys/{cmek_key_id}";

/** Pinecone's list of captured audit events has none for CMEK keys, so these routes have none. */
export const cmekKeyRoutes: readonly Route[] = [
  adminRoute("GET", OF_PROJECT, async (call) => {
    const key = call.world.state.cmekKeyOf(projectOf(call).id);
    return { status: 200, body: { data: key ? [await lookAt(call.world, key)] : [] } };
  }),
  adminRoute("POST", OF_PROJECT, createCmekKey),
  adminRoute("GET", ONE, async (call) => ({ status: 200, body: await lookAt(call.world, cmekKeyOf(call)) })),
  adminRoute("DELETE", ONE, deleteCmekKey),
];

/** What Pinecone uses a key by. */
export function bindingOf(key: StoredCmekKey): Binding {
  return { roleArn: key.role_arn, keyArn: key.key_arn, externalId: key.external_id };
}

async function createCmekKey(call: Call): Promise<{ status: number; body: CmekKey }> {
  const { world, body } = call;
  const { id: projectId } = projectOf(call);
  const request = parseBody(createRequest, body);
  refuseSecondKey(world.state, projectId);
  const key: StoredCmekKey = {
    id: randomUUID(),
    project_id: projectId,
    name: request.name,
    role_arn: request.role_arn,
    key_arn: request.key_arn,
    ...(request.external_id !== undefined && { external_id: request.external_id }),
    created_at: world.clock.timestamp(),
  };
  // Which region Pinecone tries a new key from is not documented. Here it is the key's: the one region the project is sure to use.
  await world.aws.check(bindingOf(key), regionOf(key.key_arn));
  // Looked at again: the check took time, in which another request may have added a key or deleted the project.
  projectOf(call);
  refuseSecondKey(world.state, projectId);
  world.state.cmekKeys.set(key.id, key);
  return { status: 201, body: { ...key, state: "available" } };
}

function refuseSecondKey(state: State, projectId: string): void {
  const present = state.cmekKeyOf(projectId);
  if (present === undefined) return;
  const message = `Project ${projectId} has the CMEK key "${present.name}" (${present.id}); a project can have only one, and it cannot be changed.`;
  throw new ApiError("ALREADY_EXISTS", message, { cmek_key_id: present.id });
}

/** The key with its state as it is now: Pinecone is asked to use it. */
async function lookAt(world: World, key: StoredCmekKey): Promise<CmekKey> {
  try {
    await world.aws.check(bindingOf(key), regionOf(key.key_arn));
    return { ...key, state: "available" };
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    return { ...key, state: "unavailable", state_reason: error.message };
  }
}

function deleteCmekKey(call: Call): { status: number } {
  const { state } = call.world;
  const key = cmekKeyOf(call);
  const indexes = state.indexesOf(key.project_id).map(({ model }) => model.name);
  if (indexes.length > 0) {
    const message = `Project ${key.project_id} still has indexes: ${indexes.join(", ")}. Delete them before the CMEK key "${key.name}".`;
    throw new ApiError("FAILED_PRECONDITION", message, { indexes });
  }
  state.cmekKeys.delete(key.id);
  return { status: 202 };
}

function cmekKeyOf(call: Call): StoredCmekKey {
  const id = param(call, "cmek_key_id");
  const key = call.world.state.cmekKeys.get(id);
  if (key === undefined) throw new ApiError("NOT_FOUND", `CMEK key ${id} not found.`);
  return key;
}

/** A check of `iam/`, which answers with what is wrong, as a refinement. */
function refining(problem: (value: string) => string | undefined) {
  return (value: string, context: z.RefinementCtx): void => {
    const message = problem(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  };
}
