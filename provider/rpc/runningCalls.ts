import { setMaxListeners } from "node:events";
import { CancelReason, TimeoutReason } from "./errors";

/** What a timer can hold: a longer timeout is none. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One call in flight. */
export interface RunningCall {
  readonly signal: AbortSignal;
  /** Aborts this call alone: nobody waits for its answer any more. */
  cancel(): void;
  /** To be called when it has answered. */
  end(): void;
}

/** The calls in flight, and whether the engine has cancelled them. */
export class RunningCalls {
  readonly #running = new Set<AbortController>();
  readonly #waiting: (() => void)[] = [];
  #cancelled = false;

  /** @param timeoutSeconds 0 for no limit. */
  begin(timeoutSeconds = 0): RunningCall {
    const controller = new AbortController();
    // Each request and each wait of a call listens, so many listeners are no leak.
    setMaxListeners(0, controller.signal);
    if (this.#cancelled) controller.abort(new CancelReason());
    const timer = startTimer(controller, timeoutSeconds);
    this.#running.add(controller);
    return {
      signal: controller.signal,
      cancel: () => {
        controller.abort(new CancelReason());
      },
      end: () => {
        clearTimeout(timer);
        this.#running.delete(controller);
        if (this.#running.size === 0) for (const resolve of this.#waiting.splice(0)) resolve();
      },
    };
  }

  /** Aborts every running call, and every later one from its start. */
  cancelAll(): void {
    this.#cancelled = true;
    for (const controller of this.#running) controller.abort(new CancelReason());
  }

  /** Lets calls run again: an engine that attaches to a running plugin comes after one that has cancelled. */
  reopen(): void {
    this.#cancelled = false;
  }

  /** Resolves when no call is running. */
  async idle(): Promise<void> {
    if (this.#running.size === 0) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

function startTimer(controller: AbortController, seconds: number): NodeJS.Timeout | undefined {
  if (seconds <= 0 || seconds * 1000 > LONGEST_TIMER_MS) return undefined;
  return setTimeout(() => {
    controller.abort(new TimeoutReason(seconds));
  }, seconds * 1000).unref();
}
