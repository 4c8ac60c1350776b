import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { ensureEngine } from "../../local/engine";
import type { TestStack } from "./harness";

/** A command of Pulumi as it runs in a terminal: in the foreground, with a process group of its own. */
export interface ForegroundCommand {
  /** Both streams so far. */
  output(): string;
  /** The processes that descend from it now: its plugins among them. */
  descendants(): Process[];
  /** Ctrl-C: a terminal sends SIGINT to the whole group in the foreground. Resolves when `pulumi` has ended. */
  ctrlC(): Promise<{ readonly milliseconds: number; readonly code: number | null }>;
}

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Starts a command of Pulumi on a stack of a YAML program. */
export async function inTerminal(stack: TestStack, ...args: readonly string[]): Promise<ForegroundCommand> {
  const engine = await ensureEngine({ languages: ["yaml"] });
  const child = spawn(engine.command, args, {
    cwd: stack.folders.work,
    env: {
      ...process.env,
      ...stack.env,
      PATH: `${engine.bin}:${process.env["PATH"] ?? ""}`,
      PULUMI_HOME: stack.folders.home,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, "SIGKILL");
  });
  return {
    output: () => output,
    descendants: () => descendantsOf(pid, allProcesses()),
    ctrlC: async () => {
      const ended = once(child, "exit") as Promise<[number | null]>;
      const began = performance.now();
      process.kill(-pid, "SIGINT");
      const [code] = await ended;
      return { milliseconds: performance.now() - began, code };
    },
  };
}

/** Whether a process is there still. */
export function isAlive({ pid, command }: Process): boolean {
  return allProcesses().some((other) => other.pid === pid && other.command === command);
}

function descendantsOf(pid: number, all: readonly (Process & { readonly parent: number })[]): Process[] {
  const children = all.filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child, ...descendantsOf(child.pid, all)]);
}

function allProcesses(): (Process & { readonly parent: number })[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,command="], { encoding: "utf8" });
  return table.split("\n").flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
