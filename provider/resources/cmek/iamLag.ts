import { ProviderError } from "../../rpc/errors";
import type { Subject } from "../lifecycle";
import { Patience } from "../patience";
import { mayBeIamLag } from "./awsRefusal";

/** How long a binding waits for IAM when `customTimeouts` says nothing. */
const DEFAULT_SECONDS = 300;

/**
 * Tries until IAM has caught up, with growing, jittered pauses, for as long as `customTimeouts` allows. Ends at once with whatever is
 * not IAM's lag, and on time-out with the vendor's message.
 */
export async function waitingForIam<T>(
  subject: Subject,
  timeoutSeconds: number,
  attempt: () => Promise<T>,
): Promise<T> {
  const { name } = subject.call;
  const patience = new Patience(subject, timeoutSeconds, DEFAULT_SECONDS);
  let refusal: Error | undefined;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (refusal !== undefined && patience.ended() === "out of time") throw timedOut(name, patience.seconds, refusal);
      if (!mayBeIamLag(error)) throw error;
      refusal = error;
    }
    const { message } = refusal;
    const end = await patience.pause((left) => `waiting for IAM, ${left} s left: ${message}`);
    // After a Cancel the next attempt ends at once, with words of its own.
    if (end === "out of time") throw timedOut(name, patience.seconds, refusal);
  }
}

function timedOut(name: string, seconds: number, refusal: Error): ProviderError {
  return new ProviderError(
    `CmekBinding "${name}": Pinecone could not use the role and the key within ${seconds} s: ${refusal.message} Nothing is bound. ` +
      `A new role takes seconds to be known everywhere in AWS, not minutes: check its trust policy (Pinecone's principals, the external ID) and the key policy, then run \`pulumi up\` again. ` +
      `\`customTimeouts.create\` makes the wait longer.`,
  );
}
