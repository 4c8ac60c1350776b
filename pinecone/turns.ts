import { unlessAborted } from "./clock";

/**
 * One after the other per key. Two creates of the same name must not run at once: when the answer of one is lost, what the other made would
 * look like its outcome.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs the work when everything before it under this key is done. The signal ends the wait with the given error. */
  async take<T>(key: string, signal: AbortSignal, cancelled: () => Error, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = unlessAborted(before, signal, cancelled).then(work);
    // Also when this one left early, the next still waits for the one before.
    const tail = Promise.allSettled([before, mine]);
    this.#last.set(key, tail);
    try {
      return await mine;
    } finally {
      void tail.then(() => {
        if (this.#last.get(key) === tail) this.#last.delete(key);
      });
    }
  }
}
