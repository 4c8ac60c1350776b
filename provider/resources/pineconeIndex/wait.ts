/** Waits for what Pinecone does with an index after it has taken the request. */
import type { Index } from "../../../pinecone";
import { NotFoundError, PineconeError } from "../../../pinecone/errors";
import { ProviderError } from "../../rpc/errors";
import { type Subject, Unfinished } from "../lifecycle";
import { orGone } from "../lookups";
import { Patience } from "../patience";
import { idOf, type IndexInHand, type IndexInputs, outputsOf, stateOf } from "./values";

/** How long an index may take to become ready, or to go, when `customTimeouts` says nothing. */
const DEFAULT_SECONDS = 600;

/** States in Pinecone's words that an index does not leave by itself. */
const ENDS: ReadonlySet<string> = new Set(["InitializationFailed", "Failed", "Disabled", "Terminating"]);

/** Whether the index can't be used and will not be without somebody's doing. */
export function hasFailed(state: string): boolean {
  return ENDS.has(state);
}

/** An index that is waited for. */
interface Awaited extends Subject {
  readonly inputs: IndexInputs;
  readonly timeoutSeconds: number;
}

/**
 * The index once it is ready. It is in the state from now on, whatever becomes of it.
 *
 * @throws Unfinished when it has failed, the time is over, the engine cancels, or nobody can look
 */
export async function untilReady(subject: Awaited, { index: first, apiKey }: IndexInHand): Promise<Index> {
  const patience = new Patience(subject, subject.timeoutSeconds, DEFAULT_SECONDS);
  let index = first;
  const unfinished = (reason: string): Unfinished =>
    new Unfinished(idOf(subject.inputs), { ...outputsOf(index, subject.inputs) }, [reason]);
  while (index.status?.ready === false || hasFailed(stateOf(index))) {
    const state = stateOf(index);
    if (hasFailed(state)) throw unfinished(failed(index.name, state));
    const ended = await patience.pause((left) => `waiting for Pinecone, ${left} s left: the index is ${state}`);
    if (ended !== undefined) throw unfinished(notReady(index.name, state, ended, patience.seconds));
    try {
      const client = await subject.session.client();
      index = await client.indexes.get(apiKey, index.name, { signal: subject.call.signal });
    } catch (error) {
      if (!(error instanceof PineconeError)) throw error;
      if (error instanceof NotFoundError) throw deletedMeanwhile(subject, index.name);
      const reason = patience.ended();
      throw unfinished(
        reason === undefined ? cantLook(index.name, error) : notReady(index.name, state, reason, patience.seconds),
      );
    }
  }
  return index;
}

/** Comes back once the index is gone. */
export async function untilGone(
  subject: Subject & { readonly timeoutSeconds: number },
  { index, apiKey }: IndexInHand,
): Promise<void> {
  const { session, call, timeoutSeconds } = subject;
  const patience = new Patience(subject, timeoutSeconds, DEFAULT_SECONDS);
  const client = await session.client();
  for (;;) {
    const found = await orGone(client.indexes.get(apiKey, index.name, { signal: call.signal }));
    // Of the same name, but another one: somebody has made it in the meantime.
    if (found === undefined || found.host !== index.host) return;
    const ended = await patience.pause(
      (left) => `waiting for Pinecone, ${left} s left: the index is ${stateOf(found)}`,
    );
    if (ended === undefined) continue;
    throw new ProviderError(
      `Index "${call.name}": Pinecone has taken the deletion of the index "${index.name}", and was not done with it when the wait ${ended === "cancelled" ? "was cancelled" : `of ${patience.seconds} s was over`}. ` +
        `Run the command again: it goes on from here. \`customTimeouts.delete\` makes the wait longer.`,
    );
  }
}

function failed(name: string, state: string): string {
  return (
    `Pinecone says that the index "${name}" is ${state}: it does not become ready by itself. It stays in the state. ` +
    `Look at it in the Pinecone console, or ask Pinecone's support. If it holds nothing, delete it there (deletion protection off), run \`pulumi refresh\`, then \`pulumi up\` makes it anew.`
  );
}

function notReady(name: string, state: string, ended: "out of time" | "cancelled", seconds: number): string {
  const why = ended === "cancelled" ? "when the wait was cancelled" : `after ${seconds} s`;
  return (
    `The index "${name}" was made and is not ready ${why}: Pinecone says that it is ${state}. ` +
    `The next \`pulumi up\` goes on waiting. \`customTimeouts.create\` makes the wait longer.`
  );
}

function cantLook(name: string, { message }: PineconeError): string {
  return `The index "${name}" was made, but whether it is ready can't be seen: ${message} The next \`pulumi up\` looks again.`;
}

function deletedMeanwhile({ call }: Subject, name: string): ProviderError {
  return new ProviderError(
    `Index "${call.name}": the index "${name}" was deleted outside Pulumi before it was ready. Run \`pulumi refresh\`, then \`pulumi up\` makes it anew.`,
  );
}
