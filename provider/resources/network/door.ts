/** What the internet sees of a project: the public host of an index answers, or says Unauthorized. */
import type { Index } from "../../../pinecone";
import { AbortedError, PineconeError } from "../../../pinecone/errors";
import { lookAtIndexes } from "../indexes";
import { certainlyOf } from "../keyOwner";
import type { Subject } from "../lifecycle";

/** What the public host of an index has answered. */
export interface Knock {
  /** `closed`: the project is VPC-only. */
  readonly door: "open" | "closed";
  /** The same in half a sentence: which host has said what. */
  readonly seen: string;
}

/** At how many indexes' hosts somebody knocks before it is given up. */
const TRIES = 3;

interface KnockOptions {
  /** Which indexes will do. @default all of the project */
  readonly isOf?: (index: Index) => boolean;
  /**
   * Something is believed, or left undone, on the strength of the answer. Then it has to come from an index that certainly is the
   * project's, for which a temporary key may be made. @default false
   */
  readonly decides?: boolean;
}

/**
 * Knocks at the public host of an index that is ready, with an API key of the project that is known already: one made for this would
 * have to read data.
 *
 * @returns `undefined` when no host has answered, because there is no key, no such index, or no answer that says either
 */
export async function knock(
  subject: Subject,
  projectId: string,
  { isOf = () => true, decides = false }: KnockOptions = {},
): Promise<Knock | undefined> {
  const look = await orUnknown(lookAtIndexes(subject, projectId, { temporaryKey: false }));
  if (look?.apiKey === undefined) return undefined;
  const indexes = decides ? await orUnknown(certainlyOf(subject, projectId, look)) : look.indexes;
  const isReady = ({ status, host }: Index): boolean => status?.ready !== false && host !== "";
  const ready = (indexes ?? []).filter((index) => isReady(index) && isOf(index));
  const client = await subject.session.client();
  for (const { name, host } of ready.slice(0, TRIES)) {
    const door = await orUnknown(client.dataPlane.door(host, look.apiKey, { signal: subject.call.signal }));
    if (door === undefined) continue;
    const answer = door === "open" ? "answers over the internet" : "answers Unauthorized over the internet";
    return { door, seen: `the public host of the index "${name}" (${host}) ${answer}` };
  }
  return undefined;
}

/** `undefined` for an answer that says nothing of the switch: who can't see is not kept from going on. */
async function orUnknown<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    // A RangeError: what Pinecone gave as the host is none, so nothing was sent there.
    const isNoAnswer = error instanceof PineconeError || error instanceof RangeError;
    if (isNoAnswer && !(error instanceof AbortedError)) return undefined;
    throw error;
  }
}
