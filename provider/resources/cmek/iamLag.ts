import { ProviderError, TimeoutReason } from "../../rpc/errors";
import type { Subject } from "../lifecycle";
import { mayBeIamLag } from "./awsRefusal";

/** How long a binding waits for IAM when `customTimeouts` says nothing. */
const DEFAULT_SECONDS = 300;

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 10_000;

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
