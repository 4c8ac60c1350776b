import { setTimeout } from "node:timers/promises";
import { ProviderError } from "../../provider/rpc";
import type { Call } from "./call";

/** Waits. Rejects at once with the signal's reason when it is aborted. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const systemSleep: Sleep = async (milliseconds, signal) => {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
};

/** How long `@pulumi/aws` waits for a VPC endpoint where `customTimeouts` say nothing. */
const LIMIT_SECONDS = 600;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;

/**
 * Looks again and again until there is nothing to wait for. `customTimeouts` and Ctrl-C end it through the call's signal.
 *
 * @param what - what is waited for, for example `the VPC endpoint "vpce-1" to be available`.
 * @param look - answers the state it is in, or `undefined` at the end. What it throws ends the wait.
 * @throws ProviderError after ten minutes without `customTimeouts`
 */
export async function waitFor(call: Call, what: string, look: () => Promise<string | undefined>): Promise<void> {
  let pause = FIRST_PAUSE_MS;
  let waited = 0;
  for (let state = await look(); state !== undefined; state = await look()) {
    if (call.timeoutSeconds === 0 && waited >= LIMIT_SECONDS * 1000) {
      throw new ProviderError(
        `Waited ${LIMIT_SECONDS} s for ${what}, and its state is "${state}". Run "pulumi up" again to go on waiting, or set customTimeouts to wait longer.`,
      );
    }
    call.status(`waiting for ${what}: ${state}`);
    await call.sleep(pause);
    waited += pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
  }
}
