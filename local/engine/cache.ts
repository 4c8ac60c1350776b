import { rmSync } from "node:fs";
import { mkdir, mkdtemp, open, rm, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Where things that take long to get are kept: `${XDG_CACHE_HOME:-~/.cache}/pulumi-pinecone-security`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env["XDG_CACHE_HOME"];
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "pulumi-pinecone-security");
}

const HEARTBEAT_MS = 2_000;
/** A lock that nobody has touched for so long was left by a process that is gone. */
const STALE_MS = 20_000;
const POLL_MS = 200;

/**
 * Runs `work` while no other process runs work under the same lock file; `onWait` is called once if it has to wait.
 *
 * The holder touches the file while it works, so that the lock of a process that died is taken over. Two that take over
 * at the same moment may both work: callers publish by renaming, so that costs time only.
 * @throws Error that says what to do when the folder of the lock can't be written.
 */
export async function withLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true }).catch(refuseUnwritable(path));
  for (let waited = false; !(await acquire(path)); waited = true) {
    if (!waited) onWait();
    if (await isStale(path)) await rm(path, { force: true });
    else await sleep(POLL_MS);
  }
  const release = (): void => {
    rmSync(path, { force: true });
  };
  process.once("exit", release);
  const heartbeat = setInterval(() => {
    // Taken away in the meantime (a cleared cache): there is nothing left to keep alive.
    utimes(path, new Date(), new Date()).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off("exit", release);
    release();
  }
}

async function acquire(path: string): Promise<boolean> {
  try {
    await (await open(path, "wx")).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    return refuseUnwritable(path)(error);
  }
}

function refuseUnwritable(path: string): (error: unknown) => never {
  return (error) => {
    throw new Error(
      `The cache folder ${dirname(path)} can't be written (${error instanceof Error ? error.message : String(error)}). ` +
        "Set XDG_CACHE_HOME to a folder that can.",
    );
  };
}

async function isStale(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > STALE_MS;
  } catch (error) {
    // Released since we looked.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Runs `work` in a new folder that is removed afterwards, also when the process exits in the middle of it. */
export async function inTemporaryFolder<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(prefix);
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    return await work(folder);
  } finally {
    process.off("exit", remove);
    await rm(folder, { recursive: true, force: true });
  }
}
