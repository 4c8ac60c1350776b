import { credentials, makeClientConstructor, status, type Client, type ServiceError } from "@grpc/grpc-js";
import type { CreateResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  ErrorResourceInitFailed,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { describe, expect, test } from "vitest";
import {
  decodeProperties,
  encodeProperties,
  HalfCreatedError,
  listen,
  ProviderError,
  Secret,
  UNKNOWN,
  type PropertyMap,
} from "../../../provider/rpc";
import { ask, clientOf, failureOf, fakeEngine, provider, URN, withResource } from "./support";

const create = (client: ResourceProviderClient, inputs: PropertyMap = {}): Promise<CreateResponse> =>
  ask(client, "create", new CreateRequest().setUrn(URN).setProperties(encodeProperties(inputs)));

const thrower = (thrown: unknown): (() => Promise<never>) => {
  return async () => {
    throw thrown;
  };
};

describe("a failure meant for the user", () => {
  test.each(["Name taken.", "two\nlines", "100 % of “quota” used – ü€🎉"])("arrives as it is: %j", async (message) => {
    const client = await clientOf(withResource({ create: thrower(new ProviderError(message)) }));
    const error = await failureOf(create(client));
    expect([error.code, error.details]).toEqual([status.INVALID_ARGUMENT, message]);
  });

  test.each(["x", "\n", "€", "🎉"])(
    "of 100,000 times %j is shortened to what fits into a header",
    async (character) => {
      const client = await clientOf(withResource({ create: thrower(new ProviderError(character.repeat(100_000))) }));
      const { details } = await failureOf(create(client));
      expect(details).toMatch(/… \(shortened\)$/);
    },
  );

  test("loses the secrets of the request and of the configuration", async () => {
    const client = await clientOf(
      withResource({ create: thrower(new ProviderError("pass s3cret, client c-s3cret-2")) }),
    );
    const configuration = encodeProperties({ clientSecret: new Secret("c-s3cret-2") });
    await ask(client, "configure", new ConfigureRequest().setArgs(configuration));
    const error = await failureOf(create(client, { list: [{ password: new Secret("s3cret") }] }));
    expect(error.details).toBe("pass [secret], client [secret]");
  });
});

describe("a defect", () => {
  const line = `internal error in sample 1.2.3 during Create of ${URN}: boom; please report`;

  test("is one line, with the stack in the debug log alone", async () => {
    const engine = await fakeEngine();
    const client = await clientOf(withResource({ create: thrower(new Error("boom")) }), engine.address);
    const error = await failureOf(create(client));
    expect([error.code, error.details]).toEqual([status.UNKNOWN, line]);
    expect(engine.lines).toMatchObject([{ severity: 0, urn: URN }]);
    expect(engine.lines[0]?.message).toMatch(/\n +at .*failure\.test\.ts/);
  });

  test("says nothing of the properties, neither in its line nor in the log", async () => {
    const engine = await fakeEngine();
    const thrown = new Error("no s3cret for\n  my-project");
    const client = await clientOf(withResource({ create: thrower(thrown) }), engine.address);
    const error = await failureOf(create(client, { key: new Secret("s3cret"), name: "my-project" }));
    expect(error.details).toBe(line.replace("boom", "no [secret] for [property]"));
    expect(JSON.stringify(engine.lines)).not.toMatch(/s3cret|my-project/);
  });

  test("of a text that can't be parsed does not quote the text", async () => {
    const client = await clientOf(
      withResource({ create: async ({ inputs }) => JSON.parse(inputs["text"] as string) as never }),
    );
    const error = await failureOf(create(client, { text: "a-long-s3cret-that-is-quoted-in-part" }));
    expect(error.details).toBe(line.replace("boom", "SyntaxError"));
  });

  test.each([
    ["text", "a value of type string was thrown"],
    [undefined, "a value of type undefined was thrown"],
    [new TypeError(), "TypeError"],
  ])("that throws %j is told as well", async (thrown, told) => {
    const client = await clientOf(withResource({ create: thrower(thrown) }));
    expect((await failureOf(create(client))).details).toBe(line.replace("boom", told));
  });

  test("in CheckConfig says nothing of the configuration, in which secrets come unmarked", async () => {
    const checkConfig = (): never => {
      throw new Error("bad c-s3cret");
    };
    const client = await clientOf(provider({ checkConfig }));
    const request = new CheckRequest().setNews(encodeProperties({ clientSecret: "c-s3cret" }));
    const response = await ask(client, "checkConfig", request);
    expect(response.getFailuresList().map((failure) => failure.getReason())).toEqual([
      "internal error in sample 1.2.3 during CheckConfig: bad [property]; please report",
    ]);
  });

  test("that answers what has no form on the wire names the property", async () => {
    const outputs = { a: 1n } as unknown as PropertyMap;
    const client = await clientOf(withResource({ create: async () => ({ id: "i", outputs }) }));
    expect((await failureOf(create(client))).details).toContain('property "a" is a bigint');
  });
});

describe("a half-created resource", () => {
  const half = new HalfCreatedError("id-1", { name: "n" }, { name: "n", key: new Secret("k"), later: UNKNOWN }, [
    "waits for you",
    "then run pulumi up",
  ]);
  const client = clientOf.bind(
    null,
    withResource({ create: thrower(half), update: thrower(half), read: thrower(half), delete: thrower(half) }),
  );

  test.each(["create", "update"] as const)("reaches the engine with id, outputs and reasons on %s", async (method) => {
    const served = await client();
    const call = method === "create" ? create(served) : ask(served, "update", new UpdateRequest().setUrn(URN));
    const detail = initFailed(await failureOf(call));
    const outputs = decodeProperties(detail.getProperties());
    expect(detail.getId()).toBe("id-1");
    expect(detail.getReasonsList()).toEqual(["waits for you", "then run pulumi up"]);
    expect(Object.keys(outputs).sort()).toEqual(["key", "name"]);
    expect((outputs["key"] as Secret).reveal()).toBe("k");
  });

  test("reaches the engine with its inputs on Read", async () => {
    const served = await client();
    const detail = initFailed(await failureOf(ask(served, "read", new ReadRequest().setUrn(URN))));
    expect(decodeProperties(detail.getInputs())).toEqual({ name: "n" });
  });

  test("is a plain failure on Delete, which the engine knows as done or failed only", async () => {
    const served = await client();
    const error = await failureOf(ask(served, "delete", new DeleteRequest().setUrn(URN)));
    expect([error.code, error.details]).toEqual([status.INVALID_ARGUMENT, "waits for you\nthen run pulumi up"]);
    expect(error.metadata.get("grpc-status-details-bin")).toEqual([]);
  });

  test("loses secrets in its reasons", async () => {
    const thrown = new HalfCreatedError("i", {}, {}, ["for s3cret"]);
    const served = await clientOf(withResource({ create: thrower(thrown) }));
    const error = await failureOf(create(served, { key: new Secret("s3cret") }));
    expect(initFailed(error).getReasonsList()).toEqual(["for [secret]"]);
  });

  test("too large for a header keeps its id, its reasons and the small properties, and names the others", async () => {
    const outputs = { policy: "p".repeat(60_000), name: "n", large: "€".repeat(15_000) };
    const thrown = new HalfCreatedError("id-1", outputs, outputs, ["r".repeat(20_000), "second"]);
    const served = await clientOf(withResource({ read: thrower(thrown) }));
    const detail = initFailed(await failureOf(ask(served, "read", new ReadRequest().setUrn(URN))));
    expect(detail.getId()).toBe("id-1");
    expect(decodeProperties(detail.getProperties())).toEqual({ name: "n" });
    expect(detail.hasInputs()).toBe(false);
    expect(detail.getReasonsList()).toHaveLength(2);
    expect(detail.getReasonsList()[0]).toMatch(/^r{16000} … \(shortened\)$/);
    expect(detail.getReasonsList()[1]).toBe("Too large to keep before the resource is finished: large, policy.");
  });
});

describe("a request that is no message", () => {
  test("is refused, and the next one is served", async () => {
    const listening = await listen(withResource({ create: async () => ({ id: "i", outputs: {} }) }));
    const raw = (bytes: Buffer): Promise<ServiceError | null> =>
      new Promise((resolve) => {
        const client = rawClient(listening.port);
        client.makeUnaryRequest(
          "/pulumirpc.ResourceProvider/Create",
          (b: Buffer) => b,
          (b: Buffer) => b,
          bytes,
          (error) => {
            client.close();
            resolve(error);
          },
        );
      });
    // Field 2 is the Struct: here it has a length that runs past the end.
    expect(await raw(Buffer.from([0x12, 0x7f, 0x0a]))).toMatchObject({ code: status.INTERNAL });
    expect(await raw(Buffer.from(new CreateRequest().setUrn(URN).serializeBinary()))).toBeNull();
    await listening.close();
  });
});

function rawClient(port: number): Client {
  const RawClient = makeClientConstructor({}, "raw");
  return new RawClient(`127.0.0.1:${port}`, credentials.createInsecure());
}

function initFailed(error: ServiceError): ErrorResourceInitFailed {
  expect(error.code).toBe(status.UNKNOWN);
  const [packed] = error.metadata.get("grpc-status-details-bin");
  const [detail] = Status.deserializeBinary(packed as Buffer).getDetailsList();
  expect(detail?.getTypeUrl()).toBe("type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
  return ErrorResourceInitFailed.deserializeBinary(detail!.getValue_asU8());
}
