import type { ApiKeyRole } from "../apiKeys";
import { apiKeyOf } from "../auth";
import type { Answer } from "../http/answer";
import { header } from "../http/router";
import type { Call, Handler, Route } from "../http/router";
import { modelNow } from "../indexes/readiness";
import { lookAt } from "../network/look";
import type { StoredIndex } from "../state";
import type { World } from "../world";

/** Says through which VPC endpoint a request comes. Without it, it comes from the internet. */
export const VPC_ENDPOINT_HEADER = "x-emulator-vpc-endpoint";

const READERS: readonly ApiKeyRole[] = ["ProjectEditor", "ProjectViewer", "DataPlaneEditor", "DataPlaneViewer"];

/** Whether a `Host` header is that of an index, public or private: `<index>-<id>.svc.<zone>`. */
export function isIndexHost(host: string): boolean {
  return /^[^.]+\.svc\..+\.pinecone\.io$/.test(host);
}

/** The host that a request is for, without its port. */
export function hostOf(call: Pick<Call, "headers">): string {
  return (header(call, "host") ?? "").replace(/:\d+$/, "").toLowerCase();
}

/**
 * A route of the data plane: first it asks which way the request comes, then for an API key of the index's project. Who is
 * turned away there gets plain text, as the official client's documentation of 2026-07 says. Pinecone documents
 * "Unauthorized" for the wrong way; the words for a wrong key are the emulator's own.
 */
export function dataPlaneRoute(
  method: Route["method"],
  path: string,
  handle: (call: Call, index: StoredIndex) => Answer,
): Route {
  return { method, path, handle: behindTheDoor(handle) };
}

function behindTheDoor(handle: (call: Call, index: StoredIndex) => Answer): Handler {
  return async (call) => {
    const { world } = call;
    const host = hostOf(call);
    const index = [...world.state.indexes.values()].find(({ model }) =>
      [model.host, model.private_host].includes(host),
    );
    if (index === undefined) return rpcError(404, 5, `The emulator has no index at ${host}.`);
    if (!(await isOpen(world, index, host, header(call, VPC_ENDPOINT_HEADER)))) {
      return { status: 401, text: "Unauthorized" };
    }
    const { key } = apiKeyOf(call) ?? {};
    if (key?.project_id !== index.projectId) return { status: 401, text: "Invalid API key." };
    if (!key.roles.some((role) => READERS.includes(role))) {
      return { status: 403, text: `Forbidden: the API key has ${key.roles.join(", ") || "no role"}` };
    }
    if (!modelNow(world, index).status.ready) return rpcError(503, 14, `Index ${index.model.name} is not ready.`);
    return handle(call, index);
  };
}

/** The public host is open to all until the switch is on; the private one is never open from the internet. */
async function isOpen(world: World, index: StoredIndex, host: string, vpcEndpointId?: string): Promise<boolean> {
  const isRestricted = world.state.restrictedProjects.has(index.projectId);
  if (host === index.model.host && !isRestricted) return true;
  const { cloud, region } = index.model.deployment;
  const way = world.state
    .privateEndpointsOf(index.projectId)
    .find((one) => one.vpc_endpoint_id === vpcEndpointId && one.cloud === cloud && one.region === region);
  return way !== undefined && (await lookAt(world, way)).state === "available";
}

/** An error in the data plane's shape. */
export function rpcError(status: number, code: number, message: string): Answer {
  return { status, body: { code, message, details: [] } };
}
