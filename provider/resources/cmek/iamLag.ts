import { InvalidRequestError, PreconditionFailedError } from "../../../pinecone/errors";
import { ProviderError, TimeoutReason } from "../../rpc/errors";
import type { Subject } from "../lifecycle";

/** How long a binding waits for IAM when `customTimeouts` says nothing. */
const DEFAULT_SECONDS = 300;

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 10_000;

/**
 * How AWS, quoted by Pinecone, says that a role can't be assumed or may not use a key. IAM says the same of a role or policy that
 * was just made and is not known everywhere yet.
 */
const LAG = [
  /sts:AssumeRole/i,
  /(can't|cannot|can not|could not|unable to|failed to) assume/i,
  /(access ?denied|not authorized)[^]*kms:/i,
  /kms[^]*access ?denied/i,
  /access denied on key/i,
];

/** A reason besides "not authorized": somebody has looked at the policies, so that waiting changes nothing. */
const WITH_REASON = /on resource: \S+ \(.+\)/;

/** Whether a refusal may be IAM's lag. Everything else is refused for good. */
export function mayBeIamLag(error: unknown): error is PreconditionFailedError | InvalidRequestError {
  if (!(error instanceof PreconditionFailedError || error instanceof InvalidRequestError)) return false;
  return !WITH_REASON.test(error.message) && LAG.some((pattern) => pattern.test(error.message));
}

/**
 * Tries until IAM has caught up, with growing, jittered pauses, for as long as `customTimeouts` allows. Ends at once with whatever is
 * not IAM's lag, and on time-out with the vendor's message.
 */
export async function waitingForIam<T>(
  subject: Subject,
  timeoutSeconds: number,
  attempt: () => Promise<T>,
): Promise<T> {
  const { call, session } = subject;
  const seconds = timeoutSeconds > 0 ? timeoutSeconds : DEFAULT_SECONDS;
  const deadline = session.clock.now() + seconds * 1000;
  let refusal: Error | undefined;
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (refusal !== undefined && ranOut(call.signal)) throw timedOut(call.name, seconds, refusal);
      if (!mayBeIamLag(error)) throw error;
      refusal = error;
    }
    const left = deadline - session.clock.now();
    if (left <= 0) throw timedOut(call.name, seconds, refusal);
    call.status(`waiting for IAM, ${Math.ceil(left / 1000)} s left: ${refusal.message}`);
    const pause = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** tries) * (0.5 + session.clock.random() / 2);
    try {
      await session.clock.sleep(Math.min(pause, left), call.signal);
    } catch (error) {
      throw ranOut(call.signal) ? timedOut(call.name, seconds, refusal) : error;
    }
  }
}

function ranOut(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof TimeoutReason;
}

function timedOut(name: string, seconds: number, refusal: Error): ProviderError {
  return new ProviderError(
    `CmekBinding "${name}": Pinecone could not use the role and the key within ${seconds} s: ${refusal.message} Nothing is bound. ` +
      `A new role takes seconds to be known everywhere in AWS, not minutes: check its trust policy (Pinecone's principals, the external ID) and the key policy, then run \`pulumi up\` again. ` +
      `\`customTimeouts.create\` makes the wait longer.`,
  );
}
