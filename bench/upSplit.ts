/**
 * Where the time of the root program's first `pulumi up` goes: HTTP, plugins, program, engine. The engine's own log of its gRPC calls
 * says when plugins and program ran; a proxy before Pinecone and AWS says when requests did. Needs `npm run build` first.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startCloud } from "../local/cloud";
import { ensureEngine } from "../local/engine";
import { median } from "./statistics";

const rounds = Number(process.argv[2] ?? 5);
const root = join(__dirname, "..");

/** Milliseconds since the epoch. */
type Interval = readonly [from: number, to: number];

interface Split {
  readonly total: number;
  readonly http: number;
  readonly plugins: number;
  readonly program: number;
  readonly engine: number;
}

async function main(): Promise<void> {
  const engine = await ensureEngine({ log: console.error });
  const splits: Split[] = [];
  for (let round = -1; round < rounds; round++) {
    const split = await measure(engine.bin);
    if (round >= 0) splits.push(split); // The first round warms the disk cache.
  }
  for (const part of ["total", "engine", "program", "plugins", "http"] as const) {
    const milliseconds = median(splits.map((split) => split[part]));
    const share = median(splits.map((split) => split[part] / split.total));
    console.log(
      `${part.padEnd(8)} ${milliseconds.toFixed(0).padStart(6)} ms ${(100 * share).toFixed(0).padStart(4)} %`,
    );
  }
}

async function measure(bin: string): Promise<Split> {
  const cloud = await startCloud();
  const http: Interval[] = [];
  const pinecone = await meter(cloud.emulator.url, http);
  const aws = await meter(cloud.awsEndpoint, http);
  const folder = mkdtempSync(join(tmpdir(), "pinecone-security-bench-"));
  const log = join(folder, "grpc.json");
  const env = {
    ...process.env,
    ...cloud.env,
    PINECONE_CONTROLLER_HOST: urlOf(pinecone),
    PINECONE_TOKEN_URL: cloud.emulator.tokenUrl.replace(cloud.emulator.url, urlOf(pinecone)),
    AWS_ENDPOINT_URL: urlOf(aws),
    PATH: [bin, join(root, "dist/plugin"), join(root, "dist/local"), process.env["PATH"]].join(":"),
    PULUMI_HOME: folder,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "1",
  };
  const pulumi = async (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<void> => {
    const config = ["--config-file", join(folder, "Pulumi.bench.yaml")];
    await promisify(execFile)("pulumi", [...args, ...config, "--stack", "bench", "--non-interactive"], {
      cwd: root,
      env: { ...env, ...more },
    });
  };
  try {
    await promisify(execFile)("pulumi", ["stack", "init", "bench", "--non-interactive"], { cwd: root, env });
    await pulumi(["config", "set", "pineconeAccountId", cloud.emulator.pineconeAccountId]);
    await pulumi(["config", "set", "pinecone-security:binding", "api"]);
    const began = Date.now();
    await pulumi(["up", "--yes"], { PULUMI_DEBUG_GRPC: log });
    return split([began, Date.now()], callsOf(log), http);
  } finally {
    pinecone.close();
    aws.close();
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(root, "Pulumi.bench.yaml"), { force: true });
  }
}

/** Forwards to `target` and notes when each request ran. */
async function meter(target: string, intervals: Interval[]): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const began = Date.now();
    const { method, headers, url } = incoming;
    const forwarded = request(`${target}${url ?? ""}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once("end", () => intervals.push([began, Date.now()]));
    });
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Calls {
  readonly plugins: readonly Interval[];
  readonly program: readonly Interval[];
}

/**
 * The engine's calls of plugins, and the start of the program: from Run until it registers its first resource. From then on program and
 * engine work by turns, which counts as the engine's.
 */
function callsOf(file: string): Calls {
  const plugins: Interval[] = [];
  const program: Interval[] = [];
  let started: number | undefined;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line === "") continue;
    const { method, progress, timestamp, duration = 0 } = JSON.parse(line) as LogEntry;
    const at = Date.parse(timestamp);
    const isAnswer = progress === "response_completed";
    if (isAnswer && method.startsWith("/pulumirpc.ResourceProvider/")) plugins.push([at - duration / 1e6, at]);
    if (!isAnswer && method === "/pulumirpc.LanguageRuntime/Run") started = at;
    if (started !== undefined && isAnswer && method === "/pulumirpc.ResourceMonitor/RegisterResource") {
      program.push([started, at]);
      started = undefined;
    }
  }
  return { plugins, program };
}

/** A line of the engine's gRPC log. */
interface LogEntry {
  readonly method: string;
  readonly progress: "request_started" | "response_completed";
  /** Of an answer: when it was there. */
  readonly timestamp: string;
  /** Nanoseconds, of an answer. */
  readonly duration?: number;
}

/** Each moment belongs to the innermost that ran: HTTP before plugin before program before engine. */
function split([from, to]: Interval, calls: Calls, http: readonly Interval[]): Split {
  const withPlugins = covered([...http, ...calls.plugins]);
  const withProgram = covered([...http, ...calls.plugins, ...calls.program]);
  const total = to - from;
  return {
    total,
    http: covered(http),
    plugins: withPlugins - covered(http),
    program: withProgram - withPlugins,
    engine: total - withProgram,
  };
}

/** How long at least one of the intervals ran. */
function covered(intervals: readonly Interval[]): number {
  let sum = 0;
  let end = 0;
  for (const [from, to] of [...intervals].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
