import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { CreateRequest, type CreateResponse } from "@pulumi/pulumi/proto/provider_pb";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { encodeProperties } from "../../../provider/rpc";
import { ask, connect, failureOf, fakeEngine, URN } from "./support";

const folder = mkdtempSync(join(tmpdir(), "rpc-"));
const main = join(folder, "plugin.js");

beforeAll(async () => {
  await build({ entryPoints: [join(__dirname, "fixture.ts")], outfile: main, bundle: true, platform: "node" });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Plugin {
  readonly process: ChildProcess;
  readonly client: ResourceProviderClient;
  readonly port: number;
  /** What it has written. */
  readonly output: { stdout: string; stderr: string };
}

async function start(args: readonly string[] = [], stdin: "pipe" | "ignore" = "pipe"): Promise<Plugin> {
  const stdio: StdioOptions = [stdin, "pipe", "pipe"];
  const child = spawn(process.execPath, [main, ...args], { stdio });
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (data: Buffer) => (output.stdout += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (output.stderr += data.toString()));
  await vi.waitFor(() => {
    expect(output.stdout, output.stderr).toContain("\n");
  }, 20_000);
  const port = Number(output.stdout);
  const client = connect(port);
  onTestFinished(() => {
    client.close();
    child.kill("SIGKILL");
  });
  return { process: child, client, port, output };
}

const create = ({ client }: Plugin, what: string): Promise<CreateResponse> =>
  ask(client, "create", new CreateRequest().setUrn(URN).setProperties(encodeProperties({ do: what })));

async function exitOf(plugin: Plugin): Promise<{ code: unknown; after: number }> {
  const began = performance.now();
  const [code] = (await once(plugin.process, "close")) as [unknown];
  return { code, after: performance.now() - began };
}

describe("the process of a plugin", () => {
  test("writes its port on stdout and nothing else, whatever its code prints", async () => {
    const plugin = await start();
    await create(plugin, "print");
    plugin.process.kill("SIGINT");
    await exitOf(plugin);
    expect(plugin.output.stdout).toMatch(/^\d+\n$/);
    expect(plugin.output.stderr).toBe("on console.log\non process.stdout\n");
  });

  test("finds the engine's address behind the engine's flags", async () => {
    const engine = await fakeEngine();
    const plugin = await start(["--logtostderr", "-v=9", "--tracing", "http://127.0.0.1:1/api", engine.address]);
    await create(plugin, "log");
    expect(engine.lines).toMatchObject([{ message: "to the engine" }]);
  });

  test("goes on after a defect beside a call, tells the engine, and prints no stack", async () => {
    const engine = await fakeEngine();
    const plugin = await start([engine.address]);
    expect((await create(plugin, "defect beside")).getId()).not.toBe("");
    await create(plugin, "");
    const warnings = engine.lines
      .filter(({ severity }) => severity === LogSeverity.WARNING)
      .map(({ message }) => message);
    expect(warnings.sort()).toEqual([
      "internal error in sample 1.2.3: rejected beside; please report",
      "internal error in sample 1.2.3: thrown beside; please report",
    ]);
    expect(plugin.output.stderr).toBe("");
  });
});

describe("a plugin that is sent away", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s goes at once when nothing runs", async (signal) => {
    const plugin = await start();
    await create(plugin, "");
    plugin.process.kill(signal);
    const { code, after } = await exitOf(plugin);
    expect(code).toBe(0);
    expect(after).toBeLessThan(3_000);
  });

  test("ends and answers the calls that run before it goes", async () => {
    const engine = await fakeEngine();
    const plugin = await start([engine.address]);
    const waiting = failureOf(create(plugin, "wait"));
    await create(plugin, "log");
    plugin.process.kill("SIGINT");
    const error = await waiting;
    expect([error.code, error.details]).toEqual([status.CANCELLED, "cancelled"]);
    expect((await exitOf(plugin)).code).toBe(0);
  });

  test("goes before the engine's patience ends, though a call does not end", async () => {
    const plugin = await start();
    create(plugin, "wait for ever").catch(() => undefined);
    await create(plugin, "");
    plugin.process.kill("SIGINT");
    const { after } = await exitOf(plugin);
    expect(after).toBeGreaterThan(3_000);
    expect(after).toBeLessThan(5_000);
  });
});

describe("a plugin whose engine is gone", () => {
  test("goes when the pipe to it ends", async () => {
    const plugin = await start(["127.0.0.1:1"]);
    await create(plugin, "");
    plugin.process.stdin?.end();
    expect((await exitOf(plugin)).code).toBe(0);
  });

  test("goes without a pipe, too, when its parent is gone", async () => {
    const script = `require("node:child_process").spawn(process.execPath, [${JSON.stringify(main)}], { stdio: ["ignore", "inherit", "ignore"] })`;
    const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const port = Number(line.toString());
    expect(await listens(port)).toBe(true);
    parent.kill("SIGKILL");
    await vi.waitFor(
      async () => {
        expect(await listens(port)).toBe(false);
      },
      { timeout: 10_000, interval: 200 },
    );
  });

  test("stays without a pipe while its parent lives", async () => {
    const plugin = await start([], "ignore");
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await create(plugin, "")).getId()).toBe(String(plugin.process.pid));
  });
});

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => {
      resolve(false);
    });
  });
}
