import * as z from "zod";
import type { Caller } from "./caller";
import type { CallOptions } from "./options";

/** From where the indexes of a project can be reached. Every project has one. */
export interface NetworkAccess {
  readonly projectId: string;
  /** No index of the project answers over the internet, on its public host neither. */
  readonly privateEndpointsOnly: boolean;
}

export type NetworkAccessPatch = Pick<NetworkAccess, "privateEndpointsOnly">;

const networkAccess = z
  .object({ project_id: z.string(), private_endpoints_only: z.boolean() })
  .transform((wire): NetworkAccess => ({
    projectId: wire.project_id,
    privateEndpointsOnly: wire.private_endpoints_only,
  }));

const item = "/admin/projects/{project_id}/network-access";

/** The VPC-only switch. Pinecone publishes no API for it: these are the routes of `preview-api.yaml` beside this file. */
export class NetworkAccesses {
  constructor(private readonly caller: Caller) {}

  /** @throws NotFoundError (no such project) */
  async get(projectId: string, options?: CallOptions): Promise<NetworkAccess> {
    const parameters = { project_id: projectId };
    return this.caller.call({ method: "GET", template: item, parameters }, networkAccess, options);
  }

  /**
   * Turns the switch. Pinecone does not ask whether anybody is shut out by that: the caller does.
   *
   * @throws NotFoundError (no such project)
   */
  async update(
    projectId: string,
    { privateEndpointsOnly }: NetworkAccessPatch,
    options?: CallOptions,
  ): Promise<NetworkAccess> {
    const parameters = { project_id: projectId };
    const body = { private_endpoints_only: privateEndpointsOnly };
    return this.caller.call({ method: "PATCH", template: item, parameters, body }, networkAccess, options);
  }
}
