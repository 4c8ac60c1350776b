import * as z from "zod";
import type { Caller } from "./caller";
import { given } from "./given";
import type { CallOptions } from "./options";

/** What this project needs to know of an index. */
export interface Index {
  readonly name: string;
  /** Its public host. */
  readonly host: string;
  /** Its host by way of a Private Endpoint. */
  readonly privateHost?: string;
  /** The CMEK key that encrypts it (since 2026-07). */
  readonly cmekId?: string;
  readonly status?: { readonly ready: boolean; readonly state: string };
}

const index = z
  .object({
    name: z.string(),
    host: z.string(),
    private_host: z.string().nullish(),
    cmek_id: z.string().nullish(),
    status: z.object({ ready: z.boolean(), state: z.string() }).nullish(),
  })
  .transform((wire): Index => ({
    name: wire.name,
    host: wire.host,
    ...given({
      privateHost: wire.private_host ?? undefined,
      cmekId: wire.cmek_id ?? undefined,
      status: wire.status ?? undefined,
    }),
  }));

/**
 * The list must be there. Pinecone's own declaration has it optional, but what is deleted on the strength of "no indexes" does not come back, so a
 * missing list is not taken for an empty one.
 */
const indexes = z.object({ indexes: z.array(index) }).transform((wire) => wire.indexes);

/** Indexes, by Pinecone's control plane: it takes an API key of the project, not the service account's token. */
export class Indexes {
  constructor(private readonly caller: Caller) {}

  /** All indexes of the project that the API key belongs to. */
  async list(apiKey: string, options?: CallOptions): Promise<readonly Index[]> {
    return this.caller.call({ method: "GET", template: "/indexes", apiKey }, indexes, options);
  }
}
