import * as z from "zod";
import type { Caller } from "./caller";
import { given } from "./given";
import { createOnce } from "./lostAnswer";
import type { CallOptions } from "./options";
import { adopted, isOlder } from "./provenance";
import { Turns } from "./turns";

export interface Project {
  readonly id: string;
  /** 1 to 512 characters; not unique. */
  readonly name: string;
  /** 0: serverless only. */
  readonly maxPods: number;
  /** Every index must be encrypted with the project's CMEK key. Once on, Pinecone never turns it off. */
  readonly forceEncryptionWithCmek: boolean;
  readonly organizationId: string;
  /** RFC 3339. */
  readonly createdAt?: string;
}

/** What is left out takes Pinecone's default: no pods, not forced. */
export interface NewProject {
  readonly name: string;
  readonly maxPods?: number;
  readonly forceEncryptionWithCmek?: boolean;
}

/** What is left out stays as it is. */
export type ProjectPatch = Partial<NewProject>;

const project = z
  .object({
    id: z.string().min(1),
    name: z.string(),
    max_pods: z.number(),
    force_encryption_with_cmek: z.boolean(),
    organization_id: z.string(),
    created_at: z.string().nullish(),
  })
  .transform((wire): Project => ({
    id: wire.id,
    name: wire.name,
    maxPods: wire.max_pods,
    forceEncryptionWithCmek: wire.force_encryption_with_cmek,
    organizationId: wire.organization_id,
    ...given({ createdAt: wire.created_at ?? undefined }),
  }));
const projects = z.object({ data: z.array(project) }).transform(({ data }) => data);

const collection = "/admin/projects";
const item = "/admin/projects/{project_id}";

/** Projects of the service account's organization (Pinecone's Admin API). */
export class Projects {
  readonly #turns = new Turns();

  constructor(private readonly caller: Caller) {}

  /** All projects that the service account may see. */
  async list(options?: CallOptions): Promise<readonly Project[]> {
    return this.caller.call({ method: "GET", template: collection }, projects, options);
  }

  /** @throws NotFoundError */
  async get(id: string, options?: CallOptions): Promise<Project> {
    return this.caller.call({ method: "GET", template: item, parameters: { project_id: id } }, project, options);
  }

  /**
   * Makes a project, exactly once. When the answer is lost, a project counts as its outcome that bears the name, was made since the request began
   * and has every field as it was sent, if it is the only one.
   *
   * @throws AnswerLostError
   */
  async create(fields: NewProject, options: CallOptions = {}): Promise<Project> {
    const operation = { method: "POST", template: collection, body: wireOf(fields) } as const;
    const signal = this.caller.signalOf(options);
    const work = (): Promise<Project> =>
      createOnce<Project, Project>(
        {
          noun: "project",
          name: fields.name,
          place: "Pinecone console, Projects",
          send: () => this.caller.call(operation, project, options),
          look: async (began) => {
            const listed = await this.list(options);
            const since = this.caller.earliestAtServer(began);
            return listed.filter((one) => one.name === fields.name && !isOlder(one, since));
          },
          settle: async (candidates) => adopted(candidates, (one) => isAsSent(one, fields)),
        },
        this.caller.settings.clock,
        signal,
      );
    return this.#turns.take(fields.name, signal, () => this.caller.cancelled(operation), work);
  }

  /**
   * Changes the given fields, and no others.
   *
   * @throws NotFoundError
   */
  async update(id: string, patch: ProjectPatch, options?: CallOptions): Promise<Project> {
    const operation = { method: "PATCH", template: item, parameters: { project_id: id }, body: wireOf(patch) } as const;
    return this.caller.call(operation, project, options);
  }

  /** @throws NotFoundError, PreconditionFailedError */
  async delete(id: string, options?: CallOptions): Promise<void> {
    return this.caller.remove({ template: item, parameters: { project_id: id } }, options);
  }
}

function wireOf({ name, maxPods, forceEncryptionWithCmek }: ProjectPatch): object {
  return given({ name, max_pods: maxPods, force_encryption_with_cmek: forceEncryptionWithCmek });
}

function isAsSent(made: Project, { maxPods = 0, forceEncryptionWithCmek = false }: NewProject): boolean {
  return made.maxPods === maxPods && made.forceEncryptionWithCmek === forceEncryptionWithCmek;
}
