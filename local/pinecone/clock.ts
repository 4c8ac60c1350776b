/** The emulator's time. It runs with the machine's and can be put forward, so that tests need not wait. */
export class Clock {
  private offsetMs = 0;

  constructor(private readonly machine: () => number = Date.now) {}

  /** Milliseconds since 1970. */
  now(): number {
    return this.machine() + this.offsetMs;
  }

  /** The time as Pinecone writes it. */
  timestamp(): string {
    return new Date(this.now()).toISOString();
  }

  /** Puts the clock this far before the machine's (or behind, when negative). */
  set offsetSeconds(seconds: number) {
    this.offsetMs = seconds * 1000;
  }
}
