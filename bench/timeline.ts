/** When plugins, program, requests and waits ran during a command of the engine, and what of its time is whose. */
import { readFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Milliseconds since the epoch. */
export type Interval = readonly [from: number, to: number];

/** A request, such as `POST /admin/projects`, and when it ran. */
export interface Request {
  readonly asked: string;
  readonly ran: Interval;
}

/** Milliseconds. */
export interface Split {
  readonly total: number;
  readonly http: number;
  /** For Pinecone, between two looks at a Private Endpoint. */
  readonly waiting: number;
  readonly plugins: number;
  readonly program: number;
  readonly engine: number;
}

/** Forwards to `target` and notes when each request ran. */
export async function meter(target: string, requests: Request[]): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const began = Date.now();
    const { method, headers, url } = incoming;
    const forwarded = request(`${target}${url ?? ""}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once("end", () => requests.push({ asked: `${method ?? ""} ${url ?? ""}`, ran: [began, Date.now()] }));
    });
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

export function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface Calls {
  readonly plugins: readonly Interval[];
  readonly program: readonly Interval[];
}

/**
 * The engine's calls of plugins, and the start of the program: from Run until it registers its first resource. From then on program and
 * engine work by turns, which counts as the engine's.
 */
export function callsOf(file: string): Calls {
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

/** Each moment belongs to the innermost that ran: HTTP before waiting before plugin before program before engine. */
export function split([from, to]: Interval, calls: Calls, requests: readonly Request[]): Split {
  const http = requests.map(({ ran }) => ran);
  const withWaiting = covered([...http, ...waits(requests)]);
  const withPlugins = covered([...http, ...waits(requests), ...calls.plugins]);
  const withProgram = covered([...http, ...waits(requests), ...calls.plugins, ...calls.program]);
  const total = to - from;
  return {
    total,
    http: covered(http),
    waiting: withWaiting - covered(http),
    plugins: withPlugins - withWaiting,
    program: withProgram - withPlugins,
    engine: total - withProgram,
  };
}

/** From the registration of a Private Endpoint to the last look at it. */
function waits(requests: readonly Request[]): Interval[] {
  const ends = (pattern: RegExp): number[] =>
    requests.filter(({ asked }) => pattern.test(asked)).map(({ ran: [, end] }) => end);
  const registered = ends(/^POST .*\/private-endpoints$/);
  const looked = ends(/^GET \/admin\/private-endpoints\//);
  return registered.length > 0 && looked.length > 0 ? [[Math.min(...registered), Math.max(...looked)]] : [];
}

/** How long at least one of the intervals ran. */
export function covered(intervals: readonly Interval[]): number {
  let sum = 0;
  let end = 0;
  for (const [from, to] of [...intervals].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}
