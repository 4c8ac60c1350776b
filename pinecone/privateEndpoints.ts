import * as z from "zod";
import type { Caller } from "./caller";
import { given } from "./given";
import { createOnce } from "./lostAnswer";
import type { CallOptions } from "./options";
import { adopted, isOlder } from "./provenance";
import { Turns } from "./turns";

/** A VPC endpoint that is registered with a project, so that clients reach the project's indexes through it. */
export interface PrivateEndpoint {
  readonly id: string;
  readonly projectId: string;
  /** Not unique. The console asks for it to confirm a deletion. */
  readonly name: string;
  /** `aws`. */
  readonly cloud: string;
  /** Of the indexes that are reached through it; the VPC endpoint's own. */
  readonly region: string;
  /** AWS's ID of the Interface endpoint. Registered once, in whatever project. */
  readonly vpcEndpointId: string;
  /** Clients get in through it while it is `available`. */
  readonly state: PrivateEndpointState;
  /** Pinecone's words when it is not available. */
  readonly stateReason?: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

export type PrivateEndpointState = (typeof states)[number];

export interface NewPrivateEndpoint {
  /** 1 to 512 characters. Left out: the VPC endpoint's ID. */
  readonly name?: string;
  /** `aws`: Pinecone has Private Endpoints elsewhere too, but no VPC endpoints. */
  readonly cloud: string;
  readonly region: string;
  readonly vpcEndpointId: string;
}

/** Only the name can change. */
export interface PrivateEndpointPatch {
  readonly name: string;
}

const states = ["pending", "available", "rejected", "failed", "deleting"] as const;

const privateEndpoint = z
  .object({
    id: z.string().min(1),
    project_id: z.string(),
    name: z.string(),
    cloud: z.string(),
    region: z.string(),
    vpc_endpoint_id: z.string(),
    state: z.enum(states),
    state_reason: z.string().nullish(),
    created_at: z.string(),
  })
  .transform((wire): PrivateEndpoint => ({
    id: wire.id,
    projectId: wire.project_id,
    name: wire.name,
    cloud: wire.cloud,
    region: wire.region,
    vpcEndpointId: wire.vpc_endpoint_id,
    state: wire.state,
    createdAt: wire.created_at,
    ...given({ stateReason: wire.state_reason ?? undefined }),
  }));
const privateEndpoints = z.object({ data: z.array(privateEndpoint) }).transform(({ data }) => data);

const collection = "/admin/projects/{project_id}/private-endpoints";
const item = "/admin/private-endpoints/{private_endpoint_id}";

/** Private Endpoints. Pinecone publishes no API for them: these are the routes of `preview-api.yaml` beside this file. */
export class PrivateEndpoints {
  readonly #turns = new Turns();

  constructor(private readonly caller: Caller) {}

  /** All Private Endpoints of a project, in every state. */
  async list(projectId: string, options?: CallOptions): Promise<readonly PrivateEndpoint[]> {
    return this.caller.call(
      { method: "GET", template: collection, parameters: { project_id: projectId } },
      privateEndpoints,
      options,
    );
  }

  /** @throws NotFoundError */
  async get(id: string, options?: CallOptions): Promise<PrivateEndpoint> {
    const parameters = { private_endpoint_id: id };
    return this.caller.call({ method: "GET", template: item, parameters }, privateEndpoint, options);
  }

  /**
   * Registers a VPC endpoint, exactly once: see `Projects.create` for what happens when the answer is lost. What is looked for is the VPC
   * endpoint's ID.
   *
   * @throws ConflictError (it is registered already), PreconditionFailedError (there is no such VPC endpoint, or it is of another service),
   * ForbiddenError (`QUOTA_EXCEEDED`: the project has as many as it can have), AnswerLostError
   */
  async create(projectId: string, fields: NewPrivateEndpoint, options: CallOptions = {}): Promise<PrivateEndpoint> {
    const parameters = { project_id: projectId };
    const operation = { method: "POST", template: collection, parameters, body: wireOf(fields) } as const;
    const signal = this.caller.signalOf(options);
    const { vpcEndpointId } = fields;
    const work = (): Promise<PrivateEndpoint> =>
      createOnce<PrivateEndpoint, PrivateEndpoint>(
        {
          noun: "Private Endpoint",
          name: vpcEndpointId,
          place: `Pinecone console, project ${projectId}, Manage > Network`,
          send: () => this.caller.call(operation, privateEndpoint, options),
          look: async (began) => {
            const listed = await this.list(projectId, options);
            const since = this.caller.earliestAtServer(began);
            return listed.filter((one) => one.vpcEndpointId === vpcEndpointId && !isOlder(one, since));
          },
          settle: async (candidates) => adopted(candidates, (one) => isAsSent(one, fields)),
        },
        this.caller.settings.clock,
        signal,
      );
    return this.#turns.take(vpcEndpointId, signal, () => this.caller.cancelled(operation), work);
  }

  /**
   * Renames a Private Endpoint.
   *
   * @throws NotFoundError
   */
  async update(id: string, { name }: PrivateEndpointPatch, options?: CallOptions): Promise<PrivateEndpoint> {
    const parameters = { private_endpoint_id: id };
    return this.caller.call({ method: "PATCH", template: item, parameters, body: { name } }, privateEndpoint, options);
  }

  /**
   * Deregisters a VPC endpoint. Pinecone does not ask whether it is the last way into a restricted project: the caller does.
   *
   * @throws NotFoundError
   */
  async delete(id: string, options?: CallOptions): Promise<void> {
    return this.caller.remove({ template: item, parameters: { private_endpoint_id: id } }, options);
  }
}

function wireOf({ name, cloud, region, vpcEndpointId }: NewPrivateEndpoint): object {
  return given({ name, cloud, region, vpc_endpoint_id: vpcEndpointId });
}

function isAsSent(made: PrivateEndpoint, { name, cloud, region, vpcEndpointId }: NewPrivateEndpoint): boolean {
  return made.name === (name ?? vpcEndpointId) && made.cloud === cloud && made.region === region;
}
