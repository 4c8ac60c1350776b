import * as z from "zod";
import type { Caller } from "./caller";
import { UnauthorizedError } from "./errors";
import type { CallOptions } from "./options";

/** Whether an index answers from where this runs. `closed`: it says Unauthorized to everybody, whatever the API key. */
export type Door = "open" | "closed";

const STATISTICS = { method: "POST", template: "/describe_index_stats", reads: true, body: {} } as const;

/** No field is needed, and an index without vectors may leave out its zeros. */
const stats = z.object({});

/** The data plane of indexes, as far as to see who gets in: it answers at the index's own host, and takes an API key of the project. */
export class DataPlane {
  constructor(private readonly caller: Caller) {}

  /**
   * Knocks at an index: asks for its statistics, which is a POST and changes nothing. That it is `closed` is how Pinecone answers from outside at the
   * private host, and at the public one while the project is restricted to its Private Endpoints.
   *
   * @param host an index's `host` or `privateHost`
   * @throws UnauthorizedError (the API key is refused, not the way it came), ForbiddenError (its roles don't include reading), and
   * whatever else is neither
   */
  async door(host: string, apiKey: string, options?: CallOptions): Promise<Door> {
    try {
      await this.caller.call({ ...STATISTICS, host, apiKey }, stats, options);
      return "open";
    } catch (error) {
      if (isTurnedAway(error)) return "closed";
      throw error;
    }
  }
}

/** A 401 for the API key has other words than a 401 for the way. */
function isTurnedAway(error: unknown): boolean {
  return error instanceof UnauthorizedError && /^unauthorized\.?$/i.test(error.said ?? "");
}
