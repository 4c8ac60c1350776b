import { CreateRequest, type CreateResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { describe, expect, test, vi } from "vitest";
import { encodeProperties, Secret, type CreateRequest as Create, type PropertyMap } from "../../../provider/rpc";
import { ask, clientOf, fakeEngine, URN, withResource } from "./support";

const speaker = (speak: (request: Create) => void) =>
  withResource({
    create: async (request) => {
      speak(request);
      return { id: "i", outputs: {} };
    },
  });

const create = (client: ResourceProviderClient, inputs: PropertyMap = {}): Promise<CreateResponse> =>
  ask(client, "create", new CreateRequest().setUrn(URN).setProperties(encodeProperties(inputs)));

describe("the engine's log", () => {
  test("has every line with its severity and its resource", async () => {
    const engine = await fakeEngine();
    const severities = ["debug", "info", "warning", "error"] as const;
    const client = await clientOf(
      speaker(({ log }) => {
        for (const severity of severities) log(severity, `a ${severity}`);
      }),
      engine.address,
    );
    await create(client);
    expect(engine.lines).toEqual(
      severities.map((name, severity) => ({ severity, message: `a ${name}`, urn: URN, streamid: 0, ephemeral: false })),
    );
  });

  test("shows a status line for the time being", async () => {
    const engine = await fakeEngine();
    const client = await clientOf(
      speaker(({ status }) => {
        status("waiting for the role");
      }),
      engine.address,
    );
    await create(client);
    expect(engine.lines).toEqual([
      { severity: 1, message: "waiting for the role", urn: URN, streamid: 0, ephemeral: true },
    ]);
  });

  test("has the lines in order and before the answer, also when the engine takes its time", async () => {
    const engine = await fakeEngine([80, 0, 40, 0]);
    const messages = ["1", "2", "3", "4"];
    const client = await clientOf(
      speaker(({ log }) => {
        for (const message of messages) log("info", message);
      }),
      engine.address,
    );
    await create(client);
    expect(engine.lines.map(({ message }) => message)).toEqual(messages);
  });

  test("has lines without the secrets of the request", async () => {
    const engine = await fakeEngine();
    const client = await clientOf(
      speaker(({ log, status }) => {
        log("info", "made s3cret");
        status("waiting for s3cret");
      }),
      engine.address,
    );
    await create(client, { value: new Secret("s3cret") });
    expect(engine.lines.map(({ message }) => message)).toEqual(["made [secret]", "waiting for [secret]"]);
  });

  test("is reached directly, whatever proxy the environment names", async () => {
    vi.stubEnv("http_proxy", "http://127.0.0.1:1");
    vi.stubEnv("grpc_proxy", "http://127.0.0.1:1");
    const engine = await fakeEngine();
    const client = await clientOf(
      speaker(({ log }) => {
        log("info", "hello");
      }),
      engine.address,
    );
    await create(client);
    vi.unstubAllEnvs();
    expect(engine.lines).toHaveLength(1);
  });

  test("that is gone fails no call and holds none up", async () => {
    const engine = await fakeEngine();
    const client = await clientOf(
      speaker(({ log }) => {
        for (let line = 0; line < 100; line += 1) log("info", "hello");
      }),
      engine.address,
    );
    engine.stop();
    const began = performance.now();
    expect((await create(client)).getId()).toBe("i");
    expect((await create(client)).getId()).toBe("i");
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
