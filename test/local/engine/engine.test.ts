import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkEngine, ensureEngine, EngineUnavailableError, PULUMI_VERSION } from "../../../local/engine";
import { build } from "../../../local/engine/build";
import type { Order, Origin } from "../../../local/engine/types";
import { executable, Machine } from "./machine";

const unreachable: Origin = {
  check: async () => {
    throw new Error("get.pulumi.com can't be reached");
  },
  fill: async () => {
    throw new Error("this must not be tried");
  },
};
/** Writes every executable asked for, and notes what it is asked for. */
class Filling implements Origin {
  readonly orders: string[][] = [];

  async check(): Promise<void> {
    // It always has what it needs.
  }

  async fill({ folder, executables }: Order): Promise<void> {
    this.orders.push([...executables]);
    await new Promise((resolve) => setImmediate(resolve));
    for (const name of executables) executable(join(folder, "bin", name), "");
  }
}

/** Stands for Go: notes where it runs, its flags and its arguments, and writes what `-o` names. */
const GO = `if [ "$1" = env ]; then echo go1.26.0; exit; fi
echo "$(basename "$PWD") $GOFLAGS $*" >> "$HOME/go.log"
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\\n' > "$2"; chmod 755 "$2"`;

describe("a pulumi on PATH", () => {
  test("is taken when it is recent enough and has its language host", async () => {
    const machine = new Machine();
    const command = machine.install("pulumi", "echo v3.260.1");
    machine.install("pulumi-language-nodejs", "");
    const engine = await ensureEngine(machine.options, { download: unreachable, build: unreachable });
    expect(engine).toEqual({ command, bin: dirname(command), version: "3.260.1", source: "path" });
    expect(machine.log).toEqual([`Pulumi 3.260.1 (from PATH): ${command}`]);
  });

  test.each([
    ["too old", "echo v3.100.0", "is version 3.100.0, and this project is tested with"],
    ["of another major version", "echo v4.0.0", "is version 4.0.0"],
    ["broken", "echo 'no such library' >&2; exit 127", "exited with 127:\n     no such library"],
    ["without its language host", `echo v${PULUMI_VERSION}`, "has no pulumi-language-nodejs"],
  ])("is passed over when it is %s", async (_how, script, reason) => {
    const machine = new Machine();
    machine.install("pulumi", script);
    const attempt = ensureEngine(machine.options, { download: unreachable, build: unreachable });
    await expect(attempt).rejects.toThrow(reason);
    const filling = new Filling();
    expect((await ensureEngine(machine.options, { download: filling, build: unreachable })).source).toBe("download");
  });
});

describe("an engine that is got", () => {
  test("is downloaded once and kept", async () => {
    const machine = new Machine();
    const filling = new Filling();
    const first = await ensureEngine(machine.options, { download: filling, build: unreachable });
    expect(first.command).toBe(
      join(machine.folder, "cache", "pulumi-pinecone-security", "engine", PULUMI_VERSION, "bin", "pulumi"),
    );
    expect(await ensureEngine(machine.options, { download: filling, build: unreachable })).toEqual(first);
    expect(filling.orders).toHaveLength(1);
    expect(machine.log.at(-1)).toContain("the official release, kept");
  });

  test("is got once by parallel callers", async () => {
    const machine = new Machine();
    const filling = new Filling();
    const fills = { download: filling, build: unreachable };
    const engines = await Promise.all([1, 2, 3].map(() => ensureEngine(machine.options, fills)));
    expect(new Set(engines.map(({ command }) => command)).size).toBe(1);
    expect(filling.orders).toHaveLength(1);
    expect(machine.log).toContain("Waiting for another process that is getting Pulumi …");
  });

  test("is built when the download fails, without touching the checksum database", async () => {
    const machine = new Machine();
    machine.install("go", GO);
    const engine = await ensureEngine(machine.options, { download: unreachable, build });
    expect(engine.source).toBe("build");
    const [host, cli] = machine.lines("go.log");
    expect(host).toMatch(/^nodejs -mod=readonly -buildvcs=false build -v -o \S+\/pulumi-language-nodejs .* tool$/);
    expect(cli).toMatch(/^cli -mod=readonly -buildvcs=false build -v -o \S+\/pulumi .* tool$/);
    expect(cli).toContain(`version.Version=v${PULUMI_VERSION}`);
  });

  test("gains only the language host that is missing", async () => {
    const machine = new Machine();
    const filling = new Filling();
    const fills = { download: unreachable, build: filling };
    await ensureEngine(machine.options, fills);
    await ensureEngine({ ...machine.options, languages: ["nodejs", "yaml"] }, fills);
    expect(filling.orders).toEqual([["pulumi-language-nodejs", "pulumi"], ["pulumi-language-yaml"]]);
  });

  test("leaves nothing half-made behind when it fails", async () => {
    const machine = new Machine();
    const half: Origin = {
      check: async () => undefined,
      fill: async ({ folder }) => {
        executable(join(folder, "bin", "pulumi"), "");
        throw new Error("the connection broke");
      },
    };
    await expect(ensureEngine(machine.options, { download: half, build: unreachable })).rejects.toThrow(
      "the connection broke",
    );
    const folder = join(machine.folder, "cache", "pulumi-pinecone-security", "engine");
    expect(readdirSync(join(folder, PULUMI_VERSION))).toEqual(["bin"]);
    expect(existsSync(join(folder, PULUMI_VERSION, "bin", "pulumi"))).toBe(false);
    expect(existsSync(join(folder, `${PULUMI_VERSION}.lock`))).toBe(false);
  });
});

describe("when nothing works", () => {
  const explanation = [
    `There is no Pulumi engine ${PULUMI_VERSION} or newer 3.x. Tried, each with what makes it work:`,
    "  1. `pulumi` on PATH: no folder on PATH has a `pulumi`",
    `     Install Pulumi ${PULUMI_VERSION} or newer: https://www.pulumi.com/docs/install/`,
    "  2. the official download: get.pulumi.com can't be reached",
    "     Let this machine reach get.pulumi.com and github.com.",
    "  3. a build from Go modules: Go can't be used: `go env GOVERSION` can't be started (spawn go ENOENT)",
    "     Install Go 1.26 or newer (https://go.dev/dl/) and let it reach a module proxy (`go env GOPROXY`).",
  ].join("\n");

  test.each([
    ["getting one", ensureEngine],
    ["a quick check", checkEngine],
  ])("%s fails with each attempt, its reason and its remedy", async (_what, attempt) => {
    const error = await attempt(new Machine().options, { download: unreachable, build }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect((error as Error).message).toBe(explanation);
  });
});

test("a quick check is content with what could be got, and gets nothing", async () => {
  const machine = new Machine();
  const filling = new Filling();
  await checkEngine(machine.options, { download: unreachable, build: filling });
  expect(filling.orders).toEqual([]);
  expect(existsSync(join(machine.folder, "cache"))).toBe(false);
});
