import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { onTestFinished } from "vitest";
import { listen, type Provider, type ResourceHandler } from "../../../provider/rpc";

export const TYPE = "sample:index:Thing";
export const URN = `urn:pulumi:dev::shop::parent:index:Parent$${TYPE}::first`;

/** A resource whose every operation fails; tests give the ones they use. */
export function handler(parts: Partial<ResourceHandler> = {}): ResourceHandler {
  const unused = async (): Promise<never> => {
    throw new Error("not part of this test");
  };
  return { check: unused, diff: unused, create: unused, read: unused, update: unused, delete: unused, ...parts };
}

export function provider(parts: Partial<Provider> = {}): Provider {
  return {
    name: "sample",
    version: "1.2.3",
    schema: () => `{"name":"sample"}`,
    checkConfig: ({ news }) => ({ inputs: news, failures: [] }),
    configure: () => undefined,
    resources: {},
    functions: {},
    ...parts,
  };
}

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

type Method<Request, Response> = (
  request: Request,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** Calls a method of a client. Rejects with gRPC's error. */
export function ask<Request, Response>(
  client: ResourceProviderClient,
  method: Method<Request, Response>,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    method.call(client, request, (error, response) => {
      if (error === null) resolve(response);
      else reject(error);
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
