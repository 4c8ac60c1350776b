/**
 * What one project and two API keys add to preview, up, a second up, refresh and destroy, over an empty program on the same engine:
 * whole-process wall time, in turn, and the HTTP requests of each operation. Needs `npm run build` first.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Cloud, startCloud } from "../local/cloud";
import { ensureEngine } from "../local/engine";
import { median, spread } from "./statistics";

const rounds = Number(process.argv[2] ?? 7);
const root = join(__dirname, "..");

const programs = {
  empty: `require("@pulumi/pulumi");`,
  project: `
const pinecone = require("pulumi-pinecone-security");
const project = new pinecone.Project("bench", { name: "bench", forceEncryptionWithCmek: true });
for (const name of ["reader", "writer"]) new pinecone.ApiKey(name, { projectId: project.id, name });`,
} as const;
type Program = keyof typeof programs;

const operations = {
  preview: ["preview"],
  up: ["up", "--yes"],
  "up again": ["up", "--yes"],
  refresh: ["refresh", "--yes"],
  destroy: ["destroy", "--yes"],
} as const;
type Operation = keyof typeof operations;

async function main(): Promise<void> {
  const engine = await ensureEngine({ log: console.error });
  const cloud = await startCloud();
  const folder = mkdtempSync(join(tmpdir(), "pinecone-security-bench-"));
  const seconds = new Map<string, number[]>();
  const requests = new Map<Operation, number>();
  try {
    for (let round = -1; round < rounds; round++) {
      for (const program of Object.keys(programs) as Program[]) {
        const run = await prepare(join(folder, `${program}${round}`), program, engine.bin, cloud);
        for (const operation of Object.keys(operations) as Operation[]) {
          const before = (await cloud.emulator.requests()).length;
          const began = performance.now();
          await run(operations[operation]);
          const took = (performance.now() - began) / 1000;
          if (round < 0) continue; // The first round warms the disk cache.
          const key = `${program} ${operation}`;
          seconds.set(key, [...(seconds.get(key) ?? []), took]);
          if (program === "project") requests.set(operation, (await cloud.emulator.requests()).length - before);
        }
      }
    }
  } finally {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  report(seconds, requests);
}

/** A new stack of a program, and a way to run commands on it. */
async function prepare(
  folder: string,
  program: Program,
  bin: string,
  cloud: Cloud,
): Promise<(command: readonly string[]) => Promise<void>> {
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  const plugins = { providers: [{ name: "pinecone-security", path: join(root, "dist", "plugin") }] };
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    JSON.stringify({ name: "bench", runtime: "nodejs", main: "index.js", plugins }),
  );
  writeFileSync(join(folder, "index.js"), programs[program]);
  const env = {
    ...process.env,
    ...cloud.env,
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${home}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "1",
  };
  const run = async (command: readonly string[]): Promise<void> => {
    await promisify(execFile)("pulumi", [...command, "--non-interactive"], { cwd: folder, env });
  };
  await run(["stack", "init", "bench"]);
  return run;
}

function report(seconds: ReadonlyMap<string, number[]>, requests: ReadonlyMap<Operation, number>): void {
  console.log("operation  empty program, s      with project and keys, s  adds, s  requests");
  for (const operation of Object.keys(operations) as Operation[]) {
    const empty = seconds.get(`empty ${operation}`) ?? [];
    const full = seconds.get(`project ${operation}`) ?? [];
    const added = median(full.map((value, round) => value - (empty[round] ?? Number.NaN)));
    console.log(
      [
        operation.padEnd(10),
        spread(empty, 2).padEnd(21),
        spread(full, 2).padEnd(24),
        added.toFixed(2).padEnd(8),
        requests.get(operation) ?? 0,
      ].join(" "),
    );
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
