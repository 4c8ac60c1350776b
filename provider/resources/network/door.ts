/** What the internet sees of a project: the public host of an index answers, or says Unauthorized. */
import type { Index } from "../../../pinecone";
import { AbortedError, PineconeError } from "../../../pinecone/errors";
import { lookAtIndexes } from "../indexes";
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

/**
 * Knocks at the public host of an index that is ready, with an API key of the project that is known already: one made for this would
 * have to read data.
 *
 * @param isOf Which indexes will do. @default all of the project
 * @returns `undefined` when no host has answered, because there is no key, no such index, or no answer that says either
 */
export async function knock(
  subject: Subject,
  projectId: string,
  isOf: (index: Index) => boolean = () => true,
): Promise<Knock | undefined> {
  const look = await orUnknown(lookAtIndexes(subject, projectId, { temporaryKey: false }));
  if (look?.apiKey === undefined) return undefined;
  const ready = look.indexes.filter((index) => index.status?.ready !== false && index.host !== "" && isOf(index));
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
    if (error instanceof PineconeError && !(error instanceof AbortedError)) return undefined;
    throw error;
  }
}
