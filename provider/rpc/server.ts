import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Session } from "./call";
import { EngineLog } from "./engineLog";
import type { Provider } from "./provider";
import { RunningCalls } from "./runningCalls";
import { resourceProviderService } from "./service";

/** A plugin that listens. */
export interface Listening {
  /** On 127.0.0.1. */
  readonly port: number;
  readonly session: Session;
  /** Aborts what runs and stops listening. */
  close(): Promise<void>;
}

/** The engine takes messages up to 400 MiB; what it sends is for us to take. */
const UNLIMITED = -1;

/**
 * Serves a provider on a free port of 127.0.0.1.
 *
 * @param engineAddress `host:port` of the engine's log; the engine's handshake may tell it later.
 */
export async function listen(provider: Provider, engineAddress?: string): Promise<Listening> {
  const session: Session = {
    provider,
    calls: new RunningCalls(),
    log: new EngineLog(engineAddress),
    configuration: {},
  };
  const server = new Server({
    "grpc.max_receive_message_length": UNLIMITED,
    "grpc.max_send_message_length": UNLIMITED,
    "grpc.enable_channelz": 0,
  });
  server.addService(ResourceProviderService, resourceProviderService(session));
  const port = await bind(server);
  return {
    port,
    session,
    close: async () => {
      session.calls.cancelAll();
      await session.calls.idle();
      await session.log.close();
      server.forceShutdown();
    },
  };
}

function bind(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
