import type { World } from "../world";
import type { PrivateEndpoint, StoredPrivateEndpoint, Verdict } from "./model";

/** The Private Endpoint with its state as it is now: the clock and AWS are looked at. */
export async function lookAt(world: World, stored: StoredPrivateEndpoint): Promise<PrivateEndpoint> {
  const { verdict, order, ...endpoint } = stored;
  if (order !== undefined) return { ...endpoint, ...order };
  const settled = verdict ?? settle(world, stored);
  if (settled.state !== "pending" && settled.state !== "available") return { ...endpoint, ...settled };
  const { vpc_endpoint_id: id, region } = endpoint;
  if (await world.vpcEndpoints.find(region, id)) return { ...endpoint, ...settled };
  return { ...endpoint, state: "failed", state_reason: `The VPC endpoint ${id} is not in ${region} any more.` };
}

/** Those of a project, oldest first. */
export function lookAtAll(world: World, projectId: string): Promise<PrivateEndpoint[]> {
  return Promise.all(world.state.privateEndpointsOf(projectId).map((stored) => lookAt(world, stored)));
}

/** Pinecone's verdict if its time has come, which is then kept; `pending` before that. */
function settle({ settings, clock, state }: World, stored: StoredPrivateEndpoint): Verdict {
  const ageSeconds = (clock.now() - Date.parse(stored.created_at)) / 1000;
  if (ageSeconds < settings.privateEndpointPendingSeconds) return { state: "pending" };
  const { state: decided, reason } = settings.privateEndpointVerdict;
  const verdict: Verdict = { state: decided, ...(reason !== undefined && { state_reason: reason }) };
  state.privateEndpoints.set(stored.id, { ...stored, verdict });
  return verdict;
}
