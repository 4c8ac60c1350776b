import { TimeoutReason } from "../rpc/errors";
import type { Subject } from "./lifecycle";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 10_000;

/** Waits for something that Pinecone or AWS does, with growing, jittered pauses, for as long as `customTimeouts` allows. */
export class Patience {
  /** How long it lasts in all. */
  readonly seconds: number;
  readonly #deadline: number;
  #tries = 0;

  /** @param timeoutSeconds What the user gave; 0 stands for `defaultSeconds`. */
  constructor(
    private readonly subject: Subject,
    timeoutSeconds: number,
    defaultSeconds: number,
  ) {
    this.seconds = timeoutSeconds > 0 ? timeoutSeconds : defaultSeconds;
    this.#deadline = subject.session.clock.now() + this.seconds * 1000;
  }

  /**
   * Waits a while before the next look.
   *
   * @param line What is shown meanwhile, given the seconds that are left.
   * @returns why there is to be no further look; `undefined` when there is
   */
  async pause(line: (secondsLeft: number) => string): Promise<"out of time" | "cancelled" | undefined> {
    const { session, call } = this.subject;
    const left = this.#deadline - session.clock.now();
    if (left <= 0) return "out of time";
    call.status(line(Math.ceil(left / 1000)));
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#tries++) * (0.5 + session.clock.random() / 2);
    try {
      await session.clock.sleep(Math.min(delay, left), call.signal);
    } catch (error) {
      if (!call.signal.aborted) throw error;
    }
    return this.ended();
  }

  /** Whether the call was ended from outside: the time that `customTimeouts` gives it is over, or the engine has cancelled it. */
  ended(): "out of time" | "cancelled" | undefined {
    const { signal } = this.subject.call;
    if (!signal.aborted) return undefined;
    return signal.reason instanceof TimeoutReason ? "out of time" : "cancelled";
  }
}
