import { type Clock, unlessAborted } from "../../pinecone/clock";

/** How old a list may be. A refresh of many resources asks within this; between two it is over. */
const MAX_AGE_MS = 10_000;

interface Entry {
  readonly list: Promise<unknown>;
  readonly began: number;
  readonly abort: AbortController;
  waiting: number;
  settled: boolean;
}

/**
 * Lists that many resources read from, each asked for once: concurrent readers share one request, and those that follow soon take
 * its answer.
 */
export class Collections {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  /**
   * @param key Names the collection, for example `projects`.
   * @param signal Ends this caller's wait; the request itself ends when nobody waits for it any more.
   */
  async read<T>(key: string, signal: AbortSignal, load: (signal: AbortSignal) => Promise<T>): Promise<T> {
    let entry = this.#entries.get(key);
    if (entry === undefined || entry.abort.signal.aborted || this.clock.now() - entry.began > MAX_AGE_MS) {
      entry = this.#begin(key, load);
    }
    entry.waiting += 1;
    try {
      return (await unlessAborted(entry.list, signal, () => signal.reason as Error)) as T;
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0 && !entry.settled) entry.abort.abort(signal.reason);
    }
  }

  /** What was read is not true any more: something was written. */
  forget(key: string): void {
    this.#entries.delete(key);
  }

  #begin<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Entry {
    const abort = new AbortController();
    const list = load(abort.signal);
    const entry: Entry = { list, began: this.clock.now(), abort, waiting: 0, settled: false };
    this.#entries.set(key, entry);
    list.then(
      () => (entry.settled = true),
      () => {
        entry.settled = true;
        // A failure is not kept: the next reader asks anew.
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry;
  }
}
