/** The Pulumi engine on this machine: the user's own, or one that is downloaded or built once and kept. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "./build";
import { cacheFolder, withLock } from "./cache";
import { download } from "./download";
import { EngineUnavailableError, type FailedAttempt } from "./errors";
import { engineOnPath, isExecutable } from "./path";
import type { EngineSource, Fill, Order } from "./types";
import { PULUMI_VERSION } from "./version";

export { EngineUnavailableError } from "./errors";
export type { EngineSource } from "./types";
export { PULUMI_VERSION } from "./version";

/** A language host that can be asked for. Inline programs of the automation API need none. */
export type Language = "nodejs" | "yaml";

/** A Pulumi engine that is ready to be used. */
export interface Engine {
  /** Absolute path of `pulumi`. */
  readonly command: string;
  /** The folder `pulumi` is in. Put it first on PATH, so that the language hosts are found. */
  readonly bin: string;
  /** Such as `3.248.0`. */
  readonly version: string;
  readonly source: EngineSource;
}

/** What an engine is wanted for. */
export interface EngineOptions {
  /** Progress and the source used, line by line. @default - silent */
  readonly log?: (line: string) => void;
  /** @default ["nodejs"] */
  readonly languages?: readonly Language[];
  /** PATH, cache folder and everything that commands see. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

/** Where an engine that isn't on PATH comes from, in this order. */
const origins: Readonly<Record<Exclude<EngineSource, "path">, Fill>> = { download, build };

/**
 * Finds or gets a Pulumi engine: from PATH, else the one kept from before, else by the official download, else by a
 * build from Go modules. What is got is kept in the user's cache folder; parallel callers get it once.
 * @throws EngineUnavailableError when none of the three works, with each one's reason.
 */
export async function ensureEngine(options: EngineOptions = {}, fills: typeof origins = origins): Promise<Engine> {
  const { log = () => undefined, env = process.env } = options;
  const hosts = (options.languages ?? ["nodejs"]).map((language) => `pulumi-language-${language}`);
  const failures: FailedAttempt[] = [];
  const found = await engineOnPath(hosts, env).catch((error: unknown) => void failures.push({ source: "path", error }));
  if (found) return told({ ...found, bin: dirname(found.command), source: "path" }, log);

  const folder = join(cacheFolder(env), "engine", PULUMI_VERSION);
  const executables = [...hosts, "pulumi"];
  const kept = await keptEngine(folder, executables);
  if (kept !== undefined) return told(kept, log);
  return withLock(
    `${folder}.lock`,
    () => {
      log("Waiting for another process that is getting Pulumi …");
    },
    async () => {
      // The one we waited for may have brought all there is to bring.
      const missing = await missingIn(folder, executables);
      if (missing.length > 0) await fill(folder, missing, { env, log }, fills, failures);
      const engine = await keptEngine(folder, executables);
      if (engine === undefined) throw new Error(`${folder} has lost its Pulumi while it was being filled.`);
      return told(engine, log);
    },
  );
}

async function fill(
  folder: string,
  executables: readonly string[],
  context: Pick<Order, "env" | "log">,
  fills: typeof origins,
  failures: FailedAttempt[],
): Promise<void> {
  await mkdir(join(folder, "bin"), { recursive: true });
  for (const source of ["download", "build"] as const) {
    const temporary = await mkdtemp(join(folder, `${source}-`));
    try {
      await fills[source]({ folder: temporary, executables, ...context });
      await publish(temporary, folder, source);
      return;
    } catch (error) {
      failures.push({ source, error });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }
  throw new EngineUnavailableError(failures);
}

/** By renaming, `pulumi` last: whoever sees it sees a whole file and its language hosts. */
async function publish(temporary: string, folder: string, source: EngineSource): Promise<void> {
  await writeFile(join(temporary, "source"), source);
  await rename(join(temporary, "source"), join(folder, "source"));
  const names = await readdir(join(temporary, "bin"));
  for (const name of names.sort((a, b) => Number(a === "pulumi") - Number(b === "pulumi"))) {
    await rename(join(temporary, "bin", name), join(folder, "bin", name));
  }
}

async function keptEngine(folder: string, executables: readonly string[]): Promise<Engine | undefined> {
  if ((await missingIn(folder, executables)).length > 0) return undefined;
  const source = (await readFile(join(folder, "source"), "utf8")) === "download" ? "download" : "build";
  const bin = join(folder, "bin");
  return { command: join(bin, "pulumi"), bin, version: PULUMI_VERSION, source };
}

async function missingIn(folder: string, executables: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const name of executables) if (!(await isExecutable(join(folder, "bin", name)))) missing.push(name);
  return missing;
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
