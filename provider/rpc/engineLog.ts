import type { EngineConnection } from "./engineConnection";
import type { Severity } from "./provider";

/** One line for the engine's log. */
export interface LogLine {
  readonly severity: Severity;
  readonly message: string;
  /** The resource it is shown with; empty for none. */
  readonly urn: string;
  /** Shown while the operation runs, and not kept. */
  readonly ephemeral: boolean;
}

/**
 * The log of the engine that started the plugin. Lines arrive in the order they were written. An engine that does not take a line
 * is gone, and what is left to say to it is dropped: a log must not fail an operation.
 */
export class EngineLog {
  #address: string | undefined;
  #connection: Promise<EngineConnection> | undefined;
  #written: Promise<void> = Promise.resolve();

  /** @param address `host:port` of the engine; without one, lines are dropped. */
  constructor(address?: string) {
    this.#address = address;
  }

  /** Goes on with another engine. What the one before has not taken yet is dropped. */
  connectTo(address: string): void {
    if (address === "" || address === this.#address) return;
    this.#disconnect();
    this.#address = address;
  }

  write(line: LogLine): void {
    if (this.#address === undefined) return;
    const connection = (this.#connection ??= connect(this.#address));
    // One after the other: calls that run side by side may overtake each other.
    this.#written = this.#written.then(() => this.#send(connection, line));
  }

  /** Waits until the engine has every line written so far. Never rejects. */
  async flush(): Promise<void> {
    await this.#written;
  }

  /** Sends what is left and closes the connection. */
  async close(): Promise<void> {
    await this.flush();
    this.#disconnect();
  }

  async #send(connection: Promise<EngineConnection>, line: LogLine): Promise<void> {
    if (connection !== this.#connection) return;
    const taken = await (await connection).send(line);
    if (!taken && connection === this.#connection) this.#disconnect();
  }

  #disconnect(): void {
    void this.#connection?.then((connection) => {
      connection.close();
    });
    this.#connection = undefined;
    this.#address = undefined;
  }
}

async function connect(address: string): Promise<EngineConnection> {
  const { EngineConnection } = await import("./engineConnection.js");
  return new EngineConnection(address);
}
