import { spawn } from "node:child_process";

/** How to run a command. */
export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** After this many milliseconds the command and its children are killed. */
  readonly timeoutMs: number;
  /** Called with each line of either stream. */
  readonly onLine?: (line: string) => void;
}

/** A command that failed, with the end of what it printed. */
export class CommandFailedError extends Error {
  override readonly name = "CommandFailedError";

  constructor(
    command: string,
    readonly reason: string,
    /** The last lines of both streams. */
    readonly output: string,
  ) {
    super(output === "" ? `\`${command}\` ${reason}` : `\`${command}\` ${reason}:\n${output}`);
  }
}

const LINES_KEPT = 12;

/**
 * Runs a command to its end and resolves with what it printed on stdout, trimmed.
 * @throws CommandFailedError when it can't be started, exits with another code than 0, or takes too long.
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    // In a process group of its own, so that a time-out also ends what the command has started.
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const last: string[] = [];
    let stdout = "";
    let timedOut = false;
    const kill = (): void => {
      killGroup(child.pid);
    };
    // Before other farewells, which may remove the folder it works in.
    process.prependOnceListener("exit", kill);
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, options.timeoutMs);
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    for (const stream of [child.stdout, child.stderr]) {
      eachLine(stream, (line) => {
        last.push(line);
        if (last.length > LINES_KEPT) last.shift();
        options.onLine?.(line);
      });
    }
    const settle = (reason: string | undefined): void => {
      clearTimeout(timer);
      process.off("exit", kill);
      if (reason === undefined) resolve(stdout.trim());
      else reject(new CommandFailedError([command, ...args].join(" "), reason, last.join("\n")));
    };
    child.once("error", (error) => {
      settle(`can't be started (${error.message})`);
    });
    child.once("close", (code, signal) => {
      if (timedOut) settle(`took more than ${options.timeoutMs / 1000} seconds`);
      else
        settle(code === 0 ? undefined : code === null ? `was ended by ${signal ?? "a signal"}` : `exited with ${code}`);
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Calls `onLine` for each line of a stream that isn't empty. */
export function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") onLine(line.trimEnd());
  });
  stream.on("end", () => {
    if (rest.trim() !== "") onLine(rest.trimEnd());
  });
}
