import * as z from "zod";
import type { Caller } from "./caller";
import { NotFoundError } from "./errors";
import { given } from "./given";
import { createOnce } from "./lostAnswer";
import type { CallOptions } from "./options";
import { Turns } from "./turns";

export interface ApiKey {
  readonly id: string;
  /** 1 to 80 characters; not unique. */
  readonly name: string;
  readonly projectId: string;
  /** A set: the order means nothing. */
  readonly roles: readonly string[];
}

export interface NewApiKey {
  readonly name: string;
  /** Left out: Pinecone's default, `ProjectEditor`. */
  readonly roles?: readonly string[];
}

/** What is left out stays as it is. */
export type ApiKeyPatch = Partial<NewApiKey>;

/** An API key with its value, which Pinecone shows this one time. */
export interface ApiKeyWithValue {
  readonly key: ApiKey;
  /** A secret. */
  readonly value: string;
}

/**
 * Pinecone does not say when or by whom an API key was made. When the answer to a create is lost, this is what tells the key that it made from
 * somebody else's of the same name. Without it, such a key is never touched.
 */
export interface CreateApiKeyOptions extends CallOptions {
  /** The IDs of all keys that were in the project right before. */
  readonly knownIds?: ReadonlySet<string>;
  /** The project was made in this very deployment, so every key in it was too. */
  readonly ownedProject?: boolean;
}

const apiKey = z
  .object({ id: z.string().min(1), name: z.string(), project_id: z.string(), roles: z.array(z.string()) })
  .transform((wire): ApiKey => ({ id: wire.id, name: wire.name, projectId: wire.project_id, roles: wire.roles }));
const apiKeys = z.object({ data: z.array(apiKey) }).transform(({ data }) => data);
const apiKeyWithValue = z.object({ key: apiKey, value: z.string().min(1) });

const collection = "/admin/projects/{project_id}/api-keys";
const item = "/admin/api-keys/{api_key_id}";
const defaultRoles = ["ProjectEditor"];

/** API keys of projects (Pinecone's Admin API). */
export class ApiKeys {
  readonly #turns = new Turns();
  /** Keys whose answer did arrive: no lost request made them. */
  readonly #made = new Set<string>();

  constructor(private readonly caller: Caller) {}

  async list(projectId: string, options?: CallOptions): Promise<readonly ApiKey[]> {
    return this.caller.call(
      { method: "GET", template: collection, parameters: { project_id: projectId } },
      apiKeys,
      options,
    );
  }

  /** @throws NotFoundError */
  async get(id: string, options?: CallOptions): Promise<ApiKey> {
    return this.caller.call({ method: "GET", template: item, parameters: { api_key_id: id } }, apiKey, options);
  }

  /**
   * Makes an API key. When the answer is lost, so is the value: the key is looked for, deleted if the options prove that it is ours, and made again.
   *
   * @throws AnswerLostError with the IDs of the keys that may be the outcome
   */
  async create(projectId: string, fields: NewApiKey, options: CreateApiKeyOptions = {}): Promise<ApiKeyWithValue> {
    const parameters = { project_id: projectId };
    const operation = { method: "POST", template: collection, parameters, body: wireOf(fields) } as const;
    const signal = this.caller.signalOf(options);
    const work = (): Promise<ApiKeyWithValue> =>
      createOnce<ApiKeyWithValue, ApiKey>(
        {
          noun: "API key",
          name: fields.name,
          place: `Pinecone console, project ${projectId}, API keys`,
          send: async () => this.#noted(await this.caller.call(operation, apiKeyWithValue, options)),
          look: async () => {
            const listed = await this.list(projectId, options);
            const isOld = ({ id }: ApiKey): boolean => this.#made.has(id) || options.knownIds?.has(id) === true;
            return listed.filter((one) => one.name === fields.name && !isOld(one));
          },
          settle: (candidates) => this.#undone(candidates, fields, options),
        },
        this.caller.settings.clock,
        signal,
      );
    // Keys of one name in one project only: another name is no candidate.
    return this.#turns.take(`${projectId} ${fields.name}`, signal, () => this.caller.cancelled(operation), work);
  }

  /**
   * Changes the given fields, and no others. The value stays.
   *
   * @throws NotFoundError
   */
  async update(id: string, patch: ApiKeyPatch, options?: CallOptions): Promise<ApiKey> {
    const operation = { method: "PATCH", template: item, parameters: { api_key_id: id }, body: wireOf(patch) } as const;
    return this.caller.call(operation, apiKey, options);
  }

  /** @throws NotFoundError */
  async delete(id: string, options?: CallOptions): Promise<void> {
    return this.caller.remove({ template: item, parameters: { api_key_id: id } }, options);
  }

  #noted(made: ApiKeyWithValue): ApiKeyWithValue {
    this.#made.add(made.key.id);
    return made;
  }

  /** Deletes the one candidate, if it is unmistakably the key whose value was lost. */
  async #undone(
    candidates: readonly ApiKey[],
    fields: NewApiKey,
    options: CreateApiKeyOptions,
  ): Promise<"nothing" | { unproven: string }> {
    const [candidate] = candidates;
    if (candidate === undefined || candidates.length > 1)
      return { unproven: `${candidates.length} keys bear the name` };
    if (options.knownIds === undefined && options.ownedProject !== true) {
      return {
        unproven: "one key bears the name, and Pinecone does not say when it was made. It may be somebody else's",
      };
    }
    if (!sameSet(candidate.roles, fields.roles ?? defaultRoles)) {
      return { unproven: "one new key bears the name, but with other roles than were sent" };
    }
    try {
      await this.delete(candidate.id, options);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
    return "nothing";
  }
}

/** Field by field: an object may carry more than its type says. */
function wireOf({ name, roles }: ApiKeyPatch): object {
  return given({ name, roles });
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((role) => right.has(role));
}
