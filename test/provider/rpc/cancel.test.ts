import { status } from "@grpc/grpc-js";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CreateRequest,
  DeleteRequest,
  ProviderHandshakeRequest,
  ReadRequest,
  UpdateRequest,
  type CreateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { describe, expect, test, vi } from "vitest";
import { CancelReason, HalfCreatedError, ProviderError, TimeoutReason, type CallContext } from "../../../provider/rpc";
import { ask, clientOf, failureOf, fakeEngine, URN, withResource } from "./support";

/** Ends when the call is aborted, and in no other way. */
const aborted = ({ signal }: CallContext): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });

const create = (client: ResourceProviderClient, timeout = 0): Promise<CreateResponse> =>
  ask(client, "create", new CreateRequest().setUrn(URN).setTimeout(timeout));

/** Creates that have begun, and end when aborted. */
async function waiting(
  count: number,
  end: (context: CallContext) => Promise<never> = aborted,
): Promise<{ client: ResourceProviderClient; calls: Promise<CreateResponse>[]; begun: () => number }> {
  const begin = vi.fn(end);
  const client = await clientOf(withResource({ create: begin }));
  const calls = Array.from({ length: count }, () => create(client));
  for (const call of calls) call.catch(() => undefined);
  await vi.waitFor(() => {
    expect(begin).toHaveBeenCalledTimes(count);
  });
  return { client, calls, begun: () => begin.mock.calls.length };
}

describe("Cancel", () => {
  test("ends every waiting call at once, with one word", async () => {
    const { client, calls } = await waiting(12);
    const began = performance.now();
    await ask(client, "cancel", new Empty());
    const errors = await Promise.all(calls.map(failureOf));
    expect(performance.now() - began).toBeLessThan(1_000);
    for (const error of errors) expect([error.code, error.details]).toEqual([status.CANCELLED, "cancelled"]);
  });

  test("begins nothing any more", async () => {
    const { client, begun } = await waiting(0);
    await ask(client, "cancel", new Empty());
    expect((await failureOf(create(client))).details).toBe("cancelled");
    expect(begun()).toBe(0);
  });

  test("holds until another engine says hello", async () => {
    const { client } = await waiting(0, async () => Promise.reject(new ProviderError("begun")));
    await ask(client, "cancel", new Empty());
    await ask(client, "handshake", new ProviderHandshakeRequest());
    expect((await failureOf(create(client))).details).toBe("begun");
  });

  test("tells handlers that it was the engine's wish", async () => {
    let reason: unknown;
    const { client, calls } = await waiting(1, async (context) => {
      reason = await aborted(context).catch((error: unknown) => error);
      throw reason as Error;
    });
    await ask(client, "cancel", new Empty());
    await Promise.allSettled(calls);
    expect(reason).toBeInstanceOf(CancelReason);
  });

  test.each<[string, Error]>([
    ["a failure for the user", new ProviderError("the key was made, its name is k")],
    ["a half-created resource", new HalfCreatedError("i", {}, {}, ["made, not ready"])],
  ])("leaves %s as it is", async (_what, thrown) => {
    const { client, calls } = await waiting(1, async (context) => {
      await aborted(context).catch(() => undefined);
      throw thrown;
    });
    await ask(client, "cancel", new Empty());
    const error = await failureOf(calls[0]!);
    if (thrown instanceof ProviderError) expect(error.details).toBe(thrown.message);
    else expect(error.metadata.get("grpc-status-details-bin")).toHaveLength(1);
  });

  test("makes one word of whatever an aborted request ends in, and keeps where in the debug log", async () => {
    const engine = await fakeEngine();
    const fails = async (context: CallContext): Promise<never> => {
      await aborted(context).catch(() => undefined);
      throw new Error("socket hang up");
    };
    const begin = vi.fn(fails);
    const client = await clientOf(withResource({ create: begin }), engine.address);
    const call = failureOf(create(client));
    await vi.waitFor(() => {
      expect(begin).toHaveBeenCalled();
    });
    await ask(client, "cancel", new Empty());
    expect((await call).details).toBe("cancelled");
    expect(engine.lines).toMatchObject([{ severity: 0, urn: URN }]);
    expect(engine.lines[0]?.message).not.toContain("socket hang up");
  });
});

describe("a call whose engine does not wait any more", () => {
  test("is aborted", async () => {
    let reason: unknown;
    const begin = vi.fn(async (context: CallContext): Promise<never> => {
      reason = await aborted(context).catch((error: unknown) => error);
      throw reason as Error;
    });
    const client = await clientOf(withResource({ create: begin }));
    const call = client.create(new CreateRequest().setUrn(URN), () => undefined);
    await vi.waitFor(() => {
      expect(begin).toHaveBeenCalled();
    });
    call.cancel();
    await vi.waitFor(() => {
      expect(reason).toBeInstanceOf(CancelReason);
    });
  });
});

describe("customTimeouts", () => {
  test.each(["create", "read", "update", "delete"] as const)("end a %s, and say so", async (method) => {
    let reason: unknown;
    const wait = async (context: CallContext): Promise<never> => {
      reason = await aborted(context).catch((error: unknown) => error);
      throw reason as Error;
    };
    const client = await clientOf(withResource({ [method]: wait }));
    const seconds = 0.05;
    const calls = {
      create: () => create(client, seconds),
      read: () => ask(client, "read", new ReadRequest().setUrn(URN).setTimeout(seconds)),
      update: () => ask(client, "update", new UpdateRequest().setUrn(URN).setTimeout(seconds)),
      delete: () => ask(client, "delete", new DeleteRequest().setUrn(URN).setTimeout(seconds)),
    };
    const error = await failureOf(calls[method]());
    expect(reason).toBeInstanceOf(TimeoutReason);
    expect([error.code, error.details]).toEqual([
      status.DEADLINE_EXCEEDED,
      "not finished within the 0.05 s that `customTimeouts` gives it",
    ]);
  });

  test("longer than a timer can hold are none", async () => {
    const seen = vi.fn(async ({ signal }: CallContext) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { id: String(signal.aborted), outputs: {} };
    });
    const client = await clientOf(withResource({ create: seen }));
    expect((await create(client, 1e9)).getId()).toBe("false");
  });
});
