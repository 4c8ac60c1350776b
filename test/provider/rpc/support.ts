import { credentials, Server, ServerCredentials, type MethodDefinition, type ServiceError } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { onTestFinished } from "vitest";
import { listen, type Provider, type ResourceHandler } from "../../../provider/rpc";
import { handler, provider, TYPE } from "./samples";

export { provider, TYPE, URN } from "./samples";

/** A provider with one resource type, {@link TYPE}. */
export function withResource(parts: Partial<ResourceHandler>): Provider {
  return provider({ resources: { [TYPE]: handler(parts) } });
}

/** A client of the provider, served in this process on a port of its own until the test is finished. */
export async function clientOf(served: Provider, engineAddress?: string): Promise<ResourceProviderClient> {
  const listening = await listen(served, engineAddress);
  const client = connect(listening.port);
  onTestFinished(async () => {
    client.close();
    await listening.close();
  });
  return client;
}

export function connect(port: number): ResourceProviderClient {
  return new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.enable_http_proxy": 0,
  });
}

type Service = typeof ResourceProviderService;
type Name = Exclude<keyof { [N in keyof Service as string extends N ? never : N]: N }, "list" | number>;
type RequestOf<N extends Name> = Parameters<Service[N]["requestSerialize"]>[0];
type ResponseOf<N extends Name> = ReturnType<Service[N]["responseDeserialize"]>;

/** Calls a method of the provider. Rejects with gRPC's error. */
export function ask<N extends Name>(
  client: ResourceProviderClient,
  name: N,
  request: RequestOf<N>,
): Promise<ResponseOf<N>> {
  const method = ResourceProviderService[name] as unknown as MethodDefinition<RequestOf<N>, ResponseOf<N>>;
  return new Promise((resolve, reject) => {
    const { path, requestSerialize, responseDeserialize } = method;
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, response) => {
      if (response !== undefined) resolve(response);
      else reject(error ?? new Error("neither an error nor a response"));
    });
  });
}

/** The error a call ends in. */
export async function failureOf(call: Promise<unknown>): Promise<ServiceError> {
  const outcome: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome === undefined) throw new Error("the call did not fail");
  return outcome as ServiceError;
}

export interface FakeEngine {
  readonly address: string;
  /** The lines it has taken, in order. */
  readonly lines: LogRequest.AsObject[];
  stop(): void;
}

/** An engine that takes log lines. @param delays Milliseconds before the first, second, … line is taken. */
export async function fakeEngine(delays: readonly number[] = []): Promise<FakeEngine> {
  const lines: LogRequest.AsObject[] = [];
  const server = new Server();
  let received = 0;
  server.addService(EngineService, {
    log: (call: { request: LogRequest }, callback: (error: null, response: Empty) => void) => {
      setTimeout(() => {
        lines.push(call.request.toObject());
        callback(null, new Empty());
      }, delays[received++] ?? 0);
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  const stop = (): void => {
    server.forceShutdown();
  };
  onTestFinished(stop);
  return { address: `127.0.0.1:${port}`, lines, stop };
}
