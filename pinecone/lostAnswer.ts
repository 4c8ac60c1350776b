import type { Clock } from "./clock";
import {
  AbortedError,
  AnswerLostError,
  ConflictError,
  PineconeError,
  RequestTimeoutError,
  ServerError,
} from "./errors";

/** A create that is settled by looking when its answer is lost. `Found` is what a look can see of the outcome. */
export interface Creation<Made, Found extends { readonly id: string }> {
  /** For messages: `project`. */
  readonly noun: string;
  readonly name: string;
  /** Where a person finds it, for messages: `Pinecone console, Projects`. */
  readonly place: string;
  /** Sends the request once. */
  send(): Promise<Made>;
  /** What bears the name and may be the outcome of a request that was first sent at `began` (our clock). */
  look(began: number): Promise<readonly Found[]>;
  /**
   * What was made, if the candidates (at least one) prove it. Or `nothing`, when the outcome has been undone; or why they prove nothing, as half
   * a sentence.
   */
  settle(candidates: readonly Found[]): Promise<{ made: Made } | "nothing" | { unproven: string }>;
}

/** Seconds before each look. The request may still be at work, the longer so when it ran into its time limit. */
const lookDelays = [0, 1, 2, 4];
const lookDelaysAfterTimeout = [...lookDelays, 8, 15];

/**
 * Creates something exactly once. A request whose answer was lost is never just sent again: what it made is looked for first. Only when it made
 * nothing it is sent a second time, and never a third.
 *
 * @throws AnswerLostError when looking does not settle it, and what `send` throws when certainly nothing was made
 */
export async function createOnce<Made, Found extends { readonly id: string }>(
  creation: Creation<Made, Found>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Made> {
  const began = clock.now();
  for (let sent = 1; ; sent += 1) {
    try {
      return await creation.send();
    } catch (error) {
      if (!isLost(error) && !isOwnWork(error, sent)) throw error;
      const outcome = await settled(creation, error, began, clock, signal);
      if (outcome !== "nothing") return outcome.made;
      if (sent === 2) throw error instanceof ServerError || !isLost(error) ? error : lostTwice(creation, error);
    }
  }
}

function isLost(error: unknown): error is PineconeError {
  return error instanceof PineconeError && error.maybeExecuted && !(error instanceof AbortedError);
}

/** What the second request finds in its way may be what the first one has made, too late for the looks. */
function isOwnWork(error: unknown, sent: number): error is ConflictError {
  return error instanceof ConflictError && sent === 2;
}

async function settled<Made, Found extends { readonly id: string }>(
  creation: Creation<Made, Found>,
  error: PineconeError,
  began: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ made: Made } | "nothing"> {
  for (const delay of error instanceof RequestTimeoutError ? lookDelaysAfterTimeout : lookDelays) {
    if (delay > 0) await clock.sleep(delay * 1000, signal);
    let candidates: readonly Found[] = [];
    try {
      candidates = await creation.look(began);
      if (candidates.length === 0) continue;
      const outcome = await creation.settle(candidates);
      if (outcome === "nothing" || "made" in outcome) return outcome;
      throw unsettled(creation, error, candidates, outcome.unproven);
    } catch (failure) {
      if (!(failure instanceof PineconeError) || failure instanceof AbortedError || failure instanceof AnswerLostError)
        throw failure;
      throw unsettled(creation, failure, candidates, `looking for it failed: ${failure.message.replace(/\.$/, "")}`);
    }
  }
  return "nothing";
}

function unsettled(
  creation: Creation<unknown, { readonly id: string }>,
  error: PineconeError,
  candidates: readonly { readonly id: string }[],
  why: string,
): AnswerLostError {
  const { noun, name, place } = creation;
  const ids = candidates.map(({ id }) => id);
  const remedy =
    ids.length === 0
      ? `Look for the ${noun} "${name}" (${place}) before you run again, or a second one may be made.`
      : `Look at ${ids.join(", ")} (${place}): if it is yours, delete it or import it, then run again.`;
  return new AnswerLostError(
    `The answer to creating the ${noun} "${name}" was lost, and it is not certain what became of it: ${why}. ${remedy}`,
    ids,
    { ...detailsOf(error), cause: error },
  );
}

function lostTwice(
  { noun, name, place }: Creation<unknown, { readonly id: string }>,
  error: PineconeError,
): AnswerLostError {
  return new AnswerLostError(
    `The answer to creating the ${noun} "${name}" was lost twice (${error.message}), and no such ${noun} has been left by it so far. ` +
      `Look for one (${place}) before you run again: it may still appear.`,
    [],
    { ...detailsOf(error), cause: error },
  );
}

function detailsOf({ status, code, requestId, method, path }: PineconeError): Partial<PineconeError> {
  return { status, code, requestId, method, path };
}
