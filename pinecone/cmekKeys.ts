import * as z from "zod";
import type { Caller } from "./caller";
import { given } from "./given";
import { createOnce } from "./lostAnswer";
import type { CallOptions } from "./options";
import { adopted, isOlder } from "./provenance";
import { Turns } from "./turns";

/** A customer-managed encryption key of a project. At most one per project, by Pinecone's rule. */
export interface CmekKey {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  /** The IAM role that Pinecone assumes. */
  readonly roleArn: string;
  /** The KMS key. */
  readonly keyArn: string;
  readonly externalId?: string;
  /** Whether Pinecone can use the key now. */
  readonly state: "available" | "unavailable";
  /** AWS's words when it is unavailable. */
  readonly stateReason?: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

export interface NewCmekKey {
  readonly name: string;
  readonly roleArn: string;
  readonly keyArn: string;
  readonly externalId?: string;
}

const cmekKey = z
  .object({
    id: z.string().min(1),
    project_id: z.string(),
    name: z.string(),
    role_arn: z.string(),
    key_arn: z.string(),
    external_id: z.string().nullish(),
    state: z.enum(["available", "unavailable"]),
    state_reason: z.string().nullish(),
    created_at: z.string(),
  })
  .transform((wire): CmekKey => ({
    id: wire.id,
    projectId: wire.project_id,
    name: wire.name,
    roleArn: wire.role_arn,
    keyArn: wire.key_arn,
    state: wire.state,
    createdAt: wire.created_at,
    ...given({ externalId: wire.external_id ?? undefined, stateReason: wire.state_reason ?? undefined }),
  }));
const cmekKeys = z.object({ data: z.array(cmekKey) }).transform(({ data }) => data);

const collection = "/admin/projects/{project_id}/cmek-keys";
const item = "/admin/cmek-keys/{cmek_key_id}";

/** CMEK keys. Pinecone publishes no API for them: these are the routes of `preview-api.yaml` beside this file. */
export class CmekKeys {
  readonly #turns = new Turns();

  constructor(private readonly caller: Caller) {}

  /** The keys of a project: none or one. */
  async list(projectId: string, options?: CallOptions): Promise<readonly CmekKey[]> {
    return this.caller.call(
      { method: "GET", template: collection, parameters: { project_id: projectId } },
      cmekKeys,
      options,
    );
  }

  /** @throws NotFoundError */
  async get(id: string, options?: CallOptions): Promise<CmekKey> {
    return this.caller.call({ method: "GET", template: item, parameters: { cmek_key_id: id } }, cmekKey, options);
  }

  /**
   * Binds a key, exactly once: see `Projects.create` for what happens when the answer is lost.
   *
   * @throws ConflictError (the project has a key), PreconditionFailedError (Pinecone can't use the key; the message has AWS's reason),
   * AnswerLostError
   */
  async create(projectId: string, fields: NewCmekKey, options: CallOptions = {}): Promise<CmekKey> {
    const parameters = { project_id: projectId };
    const operation = { method: "POST", template: collection, parameters, body: wireOf(fields) } as const;
    const signal = this.caller.signalOf(options);
    const work = (): Promise<CmekKey> =>
      createOnce<CmekKey, CmekKey>(
        {
          noun: "CMEK key",
          name: fields.name,
          place: `Pinecone console, project ${projectId}, Manage > CMEK`,
          send: () => this.caller.call(operation, cmekKey, options),
          look: async (began) => {
            const listed = await this.list(projectId, options);
            const since = this.caller.earliestAtServer(began);
            return listed.filter((one) => one.name === fields.name && !isOlder(one, since));
          },
          settle: async (candidates) => adopted(candidates, (one) => isAsSent(one, fields)),
        },
        this.caller.settings.clock,
        signal,
      );
    return this.#turns.take(projectId, signal, () => this.caller.cancelled(operation), work);
  }

  /** @throws NotFoundError, PreconditionFailedError (the project has indexes) */
  async delete(id: string, options?: CallOptions): Promise<void> {
    return this.caller.remove({ template: item, parameters: { cmek_key_id: id } }, options);
  }
}

function wireOf({ name, roleArn, keyArn, externalId }: NewCmekKey): object {
  return given({ name, role_arn: roleArn, key_arn: keyArn, external_id: externalId });
}

function isAsSent(made: CmekKey, sent: NewCmekKey): boolean {
  return made.roleArn === sent.roleArn && made.keyArn === sent.keyArn && made.externalId === sent.externalId;
}
