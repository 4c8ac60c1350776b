import { fstatSync, writeSync } from "node:fs";
import { frames, summary } from "./failure";
import type { Provider } from "./provider";
import { listen, type Listening } from "./server";

/** The engine kills a plugin five seconds after it told it to go (sdk/go/common/resource/plugin/plugin.go of pulumi/pulumi). */
const LONGEST_FAREWELL_MS = 3_500;

/** How often a plugin without a pipe to its parent looks whether it still has one. */
const PARENT_CHECK_MS = 2_000;

const STDIN = 0;
const STDOUT = 1;

/**
 * Serves a provider as the main of a plugin: prints the port on stdout, the one line the engine reads there, and serves until the
 * engine sends the plugin away or is gone.
 *
 * The engine ends a plugin by Cancel, closing the connection, and SIGINT to the plugin's process group, which is not the terminal's:
 * Ctrl-C reaches the engine alone. Where it does reach the plugin, it is a Cancel as well: the calls that run are told, and
 * answered, before the process ends.
 */
export async function serve(provider: Provider): Promise<void> {
  // At once: by the time the port is told, an engine that is killed may have left the plugin to another process.
  const engine = process.ppid;
  keepStdoutClean();
  const plugin = await listen(provider, engineAddress(process.argv.slice(2)));
  reportDefects(plugin, provider);
  const leave = once(() => void depart(plugin));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, leave);
  writeSync(STDOUT, `${plugin.port}\n`);
  setImmediate(() => {
    leaveWithEngine(engine, leave);
  });
}

/** The engine's address is the last argument, after flags such as `-v=9` and `--tracing <endpoint>`. */
function engineAddress(args: readonly string[]): string | undefined {
  return args.findLast((argument) => /^[^-].*:\d+$/.test(argument));
}

/** What is written to stdout by accident, by `console.log` for example, goes to stderr. */
function keepStdoutClean(): void {
  Object.defineProperty(process, "stdout", { configurable: true, get: () => process.stderr });
}

/** A defect outside of any call is told, and the calls that run go on. */
function reportDefects({ session }: Listening, { name, version }: Provider): void {
  const report = (thrown: unknown): void => {
    const message = `internal error in ${name} ${version}: ${summary(thrown)}; please report`;
    session.log.write({ severity: "debug", message: frames(thrown), urn: "", ephemeral: false });
    session.log.write({ severity: "warning", message, urn: "", ephemeral: false });
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
}

async function depart({ session }: Listening): Promise<void> {
  session.calls.cancelAll();
  setTimeout(() => process.exit(0), LONGEST_FAREWELL_MS).unref();
  await session.calls.idle();
  await session.log.flush();
  // An answer that was just given is still on its way to the socket.
  setImmediate(() => process.exit(0));
}

/**
 * An engine that was killed sends nothing, but the pipe to stdin, which it never writes to, ends with it. Started otherwise, without
 * a pipe, the plugin looks whether its parent has changed.
 */
function leaveWithEngine(engine: number, leave: () => void): void {
  const stdin = fstatSync(STDIN);
  if (stdin.isFIFO() || stdin.isSocket()) {
    process.stdin.on("end", leave).on("error", leave).resume();
    return;
  }
  if (stdin.isCharacterDevice() && process.stdin.isTTY) return;
  setInterval(() => {
    if (process.ppid !== engine) leave();
  }, PARENT_CHECK_MS).unref();
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) {
      done = true;
      action();
    }
  };
}
