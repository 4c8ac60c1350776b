/** The Pulumi engine on this machine: the user's own, or one that is downloaded or built once and kept. */
import { dirname } from "node:path";
import { build } from "./build";
import { withLock } from "./cache";
import { download } from "./download";
import { EngineUnavailableError, type FailedAttempt } from "./errors";
import { keep, keptEngine, keptFolder, missingIn } from "./kept";
import { engineOnPath } from "./path";
import type { Engine, EngineSource, Order, Origin } from "./types";

export { EngineUnavailableError } from "./errors";
export type { Engine, EngineSource } from "./types";
export { PULUMI_VERSION } from "./version";

/** A language host that can be asked for. Inline programs of the automation API need none. */
export type Language = "nodejs" | "yaml";

/** What an engine is wanted for. */
export interface EngineOptions {
  /** Progress and the source used, line by line. @default - silent */
  readonly log?: (line: string) => void;
  /** @default ["nodejs"] */
  readonly languages?: readonly Language[];
  /** PATH, cache folder and everything that commands see. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

/** Where an engine comes from that is neither on PATH nor kept. */
type Origins = Readonly<Record<Exclude<EngineSource, "path">, Origin>>;

const inThisOrder = ["download", "build"] as const;

/**
 * Finds or gets a Pulumi engine: from PATH, else the one kept from before, else by the official download, else by a
 * build from Go modules. What is got is kept in the user's cache folder; parallel callers get it once.
 * @throws EngineUnavailableError when none of the three works, with each one's reason.
 */
export async function ensureEngine(
  options: EngineOptions = {},
  origins: Origins = { download, build },
): Promise<Engine> {
  const { log = () => undefined, env = process.env } = options;
  const folder = keptFolder(env);
  const there = await engineThere(options, env);
  if ("command" in there) return told(there, log);
  const { executables, failures } = there;
  return withLock(
    `${folder}.lock`,
    () => {
      log("Waiting for another process that is getting Pulumi …");
    },
    async () => {
      // The one we waited for may have brought all there is to bring.
      const missing = await missingIn(folder, executables);
      if (missing.length > 0) await get(folder, { executables: missing, env, log }, origins, failures);
      const engine = await keptEngine(folder, executables);
      if (engine === undefined) throw new Error(`${folder} has lost its Pulumi while it was being filled.`);
      return told(engine, log);
    },
  );
}

/**
 * Whether an engine is there, or can most likely be got: seconds at most, and nothing is downloaded or built.
 * @throws EngineUnavailableError as {@link ensureEngine} would.
 */
export async function checkEngine(options: EngineOptions = {}, origins: Origins = { download, build }): Promise<void> {
  const { env = process.env } = options;
  const there = await engineThere(options, env);
  if ("command" in there) return;
  for (const source of inThisOrder) {
    try {
      await origins[source].check(env);
      return;
    } catch (error) {
      there.failures.push({ source, error });
    }
  }
  throw new EngineUnavailableError(there.failures);
}

/** The engine on PATH or the kept one; else what is needed, and why PATH did not do. */
async function engineThere(
  { languages = ["nodejs"] }: EngineOptions,
  env: NodeJS.ProcessEnv,
): Promise<Engine | { readonly executables: readonly string[]; readonly failures: FailedAttempt[] }> {
  const hosts = languages.map((language) => `pulumi-language-${language}`);
  const executables = [...hosts, "pulumi"];
  try {
    const found = await engineOnPath(hosts, env);
    return { ...found, bin: dirname(found.command), source: "path" };
  } catch (error) {
    const kept = await keptEngine(keptFolder(env), executables);
    return kept ?? { executables, failures: [{ source: "path", error }] };
  }
}

async function get(
  folder: string,
  order: Omit<Order, "folder">,
  origins: Origins,
  failures: FailedAttempt[],
): Promise<void> {
  for (const source of inThisOrder) {
    try {
      await keep(folder, source, origins[source], order);
      return;
    } catch (error) {
      failures.push({ source, error });
    }
  }
  throw new EngineUnavailableError(failures);
}

const origin: Readonly<Record<EngineSource, string>> = {
  path: "from PATH",
  download: "the official release, kept",
  build: "built from Go modules, kept",
};

function told(engine: Engine, log: (line: string) => void): Engine {
  log(`Pulumi ${engine.version} (${origin[engine.source]}): ${engine.command}`);
  return engine;
}
