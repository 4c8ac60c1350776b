import { credentials, Metadata } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { LogLine } from "./engineLog";

/** How long the engine may take for a line. It runs on the same machine: longer means that it is gone. */
const DEADLINE_MS = 5_000;

const SEVERITIES = {
  debug: LogSeverity.DEBUG,
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
};

/** A connection to the engine. Loaded with its stubs when there is something to say, not at the start of the plugin. */
export class EngineConnection {
  readonly #client: EngineClient;

  constructor(address: string) {
    // The engine is on this machine: HTTP_PROXY is not for it.
    this.#client = new EngineClient(address, credentials.createInsecure(), { "grpc.enable_http_proxy": 0 });
  }

  /** Resolves to whether the engine has taken the line. Never rejects. */
  send({ severity, message, urn, ephemeral }: LogLine): Promise<boolean> {
    const request = new LogRequest()
      .setSeverity(SEVERITIES[severity])
      .setMessage(message)
      .setUrn(urn)
      .setEphemeral(ephemeral);
    return new Promise((resolve) => {
      this.#client.log(request, new Metadata(), { deadline: Date.now() + DEADLINE_MS }, (error) => {
        resolve(error === null);
      });
    });
  }

  close(): void {
    this.#client.close();
  }
}
