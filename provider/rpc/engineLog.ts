import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
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

/** How long the engine may take for a line. It runs on the same machine: longer means that it is gone. */
const DEADLINE_MS = 5_000;

/**
 * The log of the engine that started the plugin. Lines arrive in the order they were written. An engine that does not take a line
 * is gone, and what is left to say to it is dropped: a log must not fail an operation.
 */
export class EngineLog {
  #address: string | undefined;
  #client: Promise<EngineClient> | undefined;
  #written: Promise<void> = Promise.resolve();

  /** @param address `host:port` of the engine; without one, lines are dropped. */
  constructor(address?: string) {
    this.#address = address;
  }

  /** Goes on with another engine. Lines already written go to the one they were written for. */
  connectTo(address: string): void {
    if (address === "" || address === this.#address) return;
    this.#forget();
    this.#address = address;
  }

  write(line: LogLine): void {
    const address = this.#address;
    if (address === undefined) return;
    this.#client ??= connect(address);
    const client = this.#client;
    // One after the other: calls that run side by side may overtake each other.
    this.#written = this.#written.then(async () => {
      if (client === this.#client) await this.#send(await client, line);
    });
  }

  /** Waits until the engine has every line written so far. Never rejects. */
  async flush(): Promise<void> {
    await this.#written;
  }

  /** Sends what is left and closes the connection. */
  async close(): Promise<void> {
    await this.flush();
    this.#forget();
  }

  async #send(client: EngineClient, line: LogLine): Promise<void> {
    const { Metadata } = await import("./engineStubs.js");
    const request = await logRequest(line);
    const taken = await new Promise<boolean>((resolve) => {
      client.log(request, new Metadata(), { deadline: Date.now() + DEADLINE_MS }, (error) => {
        resolve(error === null);
      });
    });
    if (!taken) this.#forget();
  }

  #forget(): void {
    void this.#client?.then((client) => {
      client.close();
    });
    this.#client = undefined;
    this.#address = undefined;
  }
}

async function connect(address: string): Promise<EngineClient> {
  const { credentials, EngineClient } = await import("./engineStubs.js");
  // The engine is on this machine: HTTP_PROXY is not for it.
  return new EngineClient(address, credentials.createInsecure(), { "grpc.enable_http_proxy": 0 });
}

async function logRequest({ severity, message, urn, ephemeral }: LogLine): Promise<LogRequest> {
  const { LogRequest, LogSeverity } = await import("./engineStubs.js");
  const severities = {
    debug: LogSeverity.DEBUG,
    info: LogSeverity.INFO,
    warning: LogSeverity.WARNING,
    error: LogSeverity.ERROR,
  };
  return new LogRequest().setSeverity(severities[severity]).setMessage(message).setUrn(urn).setEphemeral(ephemeral);
}
