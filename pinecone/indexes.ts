import * as z from "zod";
import type { Caller } from "./caller";
import { NotFoundError } from "./errors";
import { given } from "./given";
import { indexSchema, wireSchemaOf } from "./indexSchema";
import type { IndexSchema, NewIndexSchema } from "./indexSchema";
import { createOnce } from "./lostAnswer";
import type { Creation } from "./lostAnswer";
import type { CallOptions } from "./options";
import { Turns } from "./turns";

/** An index. Its name is its identity: Pinecone's API shows neither an ID nor when it was made. */
export interface Index {
  readonly name: string;
  /** Its public host. */
  readonly host: string;
  /** Its host by way of a Private Endpoint. */
  readonly privateHost?: string;
  /** The CMEK key that encrypts it (since 2026-07). */
  readonly cmekId?: string;
  /**
   * `state`: `Initializing`, `InitializationFailed`, `Failed`, `ScalingUp`, `ScalingDown`, `ScalingUpPodSize`, `Terminating`, `Ready` or
   * `Disabled`, by Pinecone's list of 2026-07.
   */
  readonly status?: { readonly ready: boolean; readonly state: string };
  /** `aws`, `gcp` or `azure`. A pod index, or one in your own cloud, has neither this nor a region. */
  readonly cloud?: string;
  readonly region?: string;
  readonly schema?: IndexSchema;
  readonly tags?: Readonly<Record<string, string>>;
  /** While enabled, Pinecone refuses to delete the index. */
  readonly deletionProtection?: DeletionProtection;
}

export type DeletionProtection = "enabled" | "disabled";

/** A serverless index to be. What is left out takes Pinecone's default: no key of its own, no tags, not protected. */
export interface NewIndex {
  /** 1 to 45 lower-case letters, digits and hyphens. Unique in the project. */
  readonly name: string;
  readonly cloud: "aws" | "gcp" | "azure";
  readonly region: string;
  readonly schema: NewIndexSchema;
  readonly cmekId?: string;
  /** At most 20. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly deletionProtection?: DeletionProtection;
}

/** What is left out stays as it is. */
export interface IndexPatch {
  /** An empty value takes the tag away. A tag that is not named stays. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly deletionProtection?: DeletionProtection;
}

const index = z
  .object({
    name: z.string(),
    host: z.string(),
    private_host: z.string().nullish(),
    cmek_id: z.string().nullish(),
    status: z.object({ ready: z.boolean(), state: z.string() }).nullish(),
    deployment: z.object({ cloud: z.string().nullish(), region: z.string().nullish() }).nullish(),
    schema: indexSchema.nullish(),
    tags: z.record(z.string(), z.string()).nullish(),
    // A third value of some later day must not keep anybody from listing.
    deletion_protection: z.enum(["enabled", "disabled"]).nullish().catch(undefined),
  })
  .transform((wire): Index => ({
    name: wire.name,
    host: wire.host,
    ...given({
      privateHost: wire.private_host ?? undefined,
      cmekId: wire.cmek_id ?? undefined,
      status: wire.status ?? undefined,
      cloud: wire.deployment?.cloud ?? undefined,
      region: wire.deployment?.region ?? undefined,
      schema: wire.schema ?? undefined,
      tags: wire.tags ?? undefined,
      deletionProtection: wire.deletion_protection ?? undefined,
    }),
  }));

/**
 * The list must be there. Pinecone's own declaration has it optional, but what is deleted on the strength of "no indexes" does not come back, so a
 * missing list is not taken for an empty one.
 */
const indexes = z.object({ indexes: z.array(index) }).transform((wire) => wire.indexes);

const collection = "/indexes";
const item = "/indexes/{index_name}";

/** Indexes, by Pinecone's control plane: it takes an API key of the project, not the service account's token. */
export class Indexes {
  readonly #turns = new Turns();

  constructor(private readonly caller: Caller) {}

  /** All indexes of the project that the API key belongs to. */
  async list(apiKey: string, options?: CallOptions): Promise<readonly Index[]> {
    return this.caller.call({ method: "GET", template: collection, apiKey }, indexes, options);
  }

  /** @throws NotFoundError */
  async get(apiKey: string, name: string, options?: CallOptions): Promise<Index> {
    return this.caller.call(
      { method: "GET", template: item, parameters: { index_name: name }, apiKey },
      index,
      options,
    );
  }

  /**
   * Makes an index, exactly once. It answers at once; the index can be used when its `status` is ready.
   *
   * @throws ConflictError (the project has an index of the name), PreconditionFailedError (encryption), AnswerLostError
   */
  async create(apiKey: string, fields: NewIndex, options: CallOptions = {}): Promise<Index> {
    const operation = { method: "POST", template: collection, body: wireOf(fields), apiKey } as const;
    const signal = this.caller.signalOf(options);
    const send = (): Promise<Index> => this.caller.call(operation, index, options);
    const work = async (): Promise<Index> => {
      // Pinecone does not say when an index was made. One that is there already is no outcome of this.
      const wasThere = (await this.#look(apiKey, fields.name, options)) !== undefined;
      const creation: Creation<Index, Candidate> = {
        noun: "index",
        name: fields.name,
        place: "Pinecone console, Indexes of the API key's project",
        send,
        look: async () => {
          const found = wasThere ? undefined : await this.#look(apiKey, fields.name, options);
          return found === undefined ? [] : [{ id: found.name, index: found }];
        },
        settle: async (candidates) => settled(candidates, fields),
      };
      return createOnce(creation, this.caller.settings.clock, signal);
    };
    // By the name alone: two API keys may be of one project.
    return this.#turns.take(fields.name, signal, () => this.caller.cancelled(operation), work);
  }

  /**
   * Changes the given fields, and no others.
   *
   * @throws NotFoundError
   */
  async update(apiKey: string, name: string, patch: IndexPatch, options?: CallOptions): Promise<Index> {
    const { tags, deletionProtection } = patch;
    const body = given({ tags, deletion_protection: deletionProtection });
    const operation = { method: "PATCH", template: item, parameters: { index_name: name }, body, apiKey } as const;
    return this.caller.call(operation, index, options);
  }

  /**
   * Asks for the deletion. The index is `Terminating` until it is gone.
   *
   * @throws NotFoundError, and a refusal in Pinecone's words while `deletionProtection` is enabled
   */
  async delete(apiKey: string, name: string, options?: CallOptions): Promise<void> {
    return this.caller.remove({ template: item, parameters: { index_name: name }, apiKey }, options);
  }

  async #look(apiKey: string, name: string, options: CallOptions): Promise<Index | undefined> {
    try {
      return await this.get(apiKey, name, options);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }
}

/** What a look after a lost answer has found. */
interface Candidate {
  /** Its name, which is what it is known by. */
  readonly id: string;
  readonly index: Index;
}

function settled([candidate]: readonly Candidate[], fields: NewIndex): { made: Index } | { unproven: string } {
  if (candidate === undefined) return { unproven: "there is none of that name" };
  // Whether Pinecone names the key by what was sent is not documented, so it is not compared.
  const { cmekId: _, ...sent } = fields;
  if (isPartOf(sent, candidate.index)) return { made: candidate.index };
  return { unproven: "one of that name has been made since, but with other settings than were sent" };
}

/** Whether all that was sent is in what was made. There is more in that: defaults, and what Pinecone adds. */
function isPartOf(sent: unknown, made: unknown): boolean {
  if (typeof sent !== "object" || sent === null) return sent === undefined || sent === made;
  if (typeof made !== "object" || made === null) return false;
  return Object.entries(sent).every(([name, value]) => isPartOf(value, (made as Record<string, unknown>)[name]));
}

function wireOf({ name, cloud, region, schema, cmekId, tags, deletionProtection }: NewIndex): object {
  return given({
    name,
    deployment: { deployment_type: "managed", cloud, region },
    schema: wireSchemaOf(schema),
    cmek_id: cmekId,
    tags,
    deletion_protection: deletionProtection,
  });
}
