import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run";
import type { Order, Origin } from "./types";
import { PULUMI_VERSION } from "./version";

const GO_TIMEOUT_MS = 30_000;
const BUILD_TIMEOUT_MS = 30 * 60_000;
const PROGRESS_EVERY_MS = 15_000;

/** Executable → its module below `modules/`, and a duration for orientation: on two cores, with nothing in Go's caches. */
const modules: Readonly<Record<string, { readonly folder: string; readonly takes: string }>> = {
  pulumi: { folder: "cli", takes: "three to six minutes the first time" },
  "pulumi-language-nodejs": { folder: "nodejs", takes: "half a minute the first time" },
  "pulumi-language-yaml": { folder: "yaml", takes: "a minute the first time" },
};

/** A build from Go modules, for machines that reach a module proxy but not Pulumi's downloads. */
export const build: Origin = {
  check: async (env) => {
    await goVersion(env);
  },
  fill: async (order) => {
    const go = await goVersion(order.env);
    await mkdir(join(order.folder, "bin"), { recursive: true });
    for (const executable of order.executables) await compile(executable, go, order);
  },
};

async function compile(executable: string, go: string, { folder, env, log }: Order): Promise<void> {
  const module = modules[executable];
  if (module === undefined) throw new Error(`there is no Go module for ${executable}`);
  log(`Building ${executable} with ${go} (${module.takes}) …`);
  const output = join(folder, "bin", executable);
  await run("go", ["build", "-v", "-o", output, "-ldflags", linkerFlags(executable), "tool"], {
    cwd: join(__dirname, "modules", module.folder),
    env: buildEnvironment(env),
    timeoutMs: BUILD_TIMEOUT_MS,
    onLine: reporter(executable, log),
  });
}

async function goVersion(env: NodeJS.ProcessEnv): Promise<string> {
  try {
    return await run("go", ["env", "GOVERSION"], { env, timeoutMs: GO_TIMEOUT_MS });
  } catch (error) {
    throw new Error(`Go can't be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** go.sum is complete, so nothing is looked up in the checksum database; a user's own flags must not get in the way. */
function buildEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off", GONOSUMDB: "github.com/pulumi/*" };
}

/** Without a version linked in, the automation API refuses the command. */
function linkerFlags(executable: string): string {
  const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${PULUMI_VERSION}`;
  return executable === "pulumi" ? `-s -w ${version}` : "-s -w";
}

/** `go build -v` names each package it compiles: enough to show that it moves. */
function reporter(executable: string, log: (line: string) => void): (line: string) => void {
  const start = Date.now();
  let told = start;
  let downloads = 0;
  let packages = 0;
  return (line) => {
    if (line.startsWith("go: downloading")) downloads += 1;
    else packages += 1;
    if (Date.now() - told < PROGRESS_EVERY_MS) return;
    told = Date.now();
    const seconds = Math.round((told - start) / 1000);
    log(`  ${executable}: ${downloads} modules downloaded, ${packages} packages compiled, ${seconds} s`);
  };
}
