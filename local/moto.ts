/** moto: EC2, IAM, KMS, Route 53 and STS of AWS on this machine. */
import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, inTemporaryFolder, withLock } from "./engine/cache";
import { isExecutable } from "./engine/path";
import { eachLine, run } from "./engine/run";

/** A moto server that is running. */
export interface Moto {
  /** Such as `http://127.0.0.1:46345`: the endpoint of every AWS service. */
  readonly endpoint: string;
  /** Forgets everything that was made in it. */
  reset(): Promise<void>;
  /** Ends the server. Calling it again does nothing. */
  stop(): Promise<void>;
}

/** How moto is got. */
export interface MotoOptions {
  /** Progress, line by line. @default - silent */
  readonly log?: (line: string) => void;
  /** PATH and cache folder. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

const MINIMUM_PYTHON = [3, 11] as const;
const PYTHON_TIMEOUT_MS = 20_000;
const INSTALL_TIMEOUT_MS = 10 * 60_000;
const START_TIMEOUT_MS = 60_000;
const PROGRESS_EVERY_MS = 15_000;

/**
 * Starts moto on a free port; the first time on a machine it is installed into a Python environment of its own, kept in
 * the user's cache folder. The server ends with this process at the latest.
 * @throws Error that says what is missing (Python, its venv module, a package index) and what to do.
 */
export async function startMoto(options: MotoOptions = {}): Promise<Moto> {
  const { env = process.env } = options;
  const python = await ensureMoto(options);
  const server = spawn(python, ["-I", join(__dirname, "moto-server.py")], {
    env,
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
  const endpoint = await listening(server);
  return {
    endpoint,
    reset: async () => {
      const answer = await fetch(`${endpoint}/moto-api/reset`, { method: "POST" });
      if (!answer.ok) throw new Error(`moto could not be reset: ${answer.status} ${await answer.text()}`);
    },
    stop: async () => stopped(server),
  };
}

/**
 * The version of `python3` on PATH.
 * @throws Error when there is none, it is too old, or it can't make environments.
 */
export async function checkPython(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const wanted = MINIMUM_PYTHON.join(".");
  const script = "import sys, venv, ensurepip; print('.'.join(map(str, sys.version_info[:3])))";
  const version = await run("python3", ["-c", script], { env, timeoutMs: PYTHON_TIMEOUT_MS }).catch(
    (error: unknown) => {
      throw new Error(
        `moto needs Python ${wanted} or newer as \`python3\`, with its venv module (on Debian: apt install python3-venv). ${text(error)}`,
      );
    },
  );
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major !== MINIMUM_PYTHON[0] || minor < MINIMUM_PYTHON[1]) {
    throw new Error(
      `moto needs Python ${wanted} or newer, and \`python3\` on PATH is ${version}. Put a newer one first on PATH.`,
    );
  }
  return version;
}

/**
 * Installs moto unless that is done already.
 * @returns the interpreter of the environment that has exactly the packages of requirements.txt
 * @throws Error as {@link startMoto} does
 */
export async function ensureMoto(options: MotoOptions = {}): Promise<string> {
  const { log = () => undefined, env = process.env } = options;
  const version = await checkPython(env);
  const requirements = join(__dirname, "requirements.txt");
  const pins = createHash("sha256")
    .update(version)
    .update(await readFile(requirements))
    .digest("hex")
    .slice(0, 12);
  const folder = join(cacheFolder(env), "moto", pins);
  const python = join(folder, "bin", "python");
  if (await isExecutable(python)) return python;
  await withLock(
    `${folder}.lock`,
    () => {
      log("Waiting for another process that is installing moto …");
    },
    async () => {
      if (!(await isExecutable(python))) await install(folder, requirements, env, log);
    },
  );
  return python;
}

async function install(
  folder: string,
  requirements: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<void> {
  log("Installing moto into a Python environment of its own (once, about a minute) …");
  const parent = join(folder, "..");
  await mkdir(parent, { recursive: true });
  const options = { env, timeoutMs: INSTALL_TIMEOUT_MS };
  // Through `python -m`, never a script of the environment: scripts have its path in them, and it moves.
  const pip = [
    "-m",
    "pip",
    "install",
    "--no-user",
    "--no-input",
    "--disable-pip-version-check",
    "--progress-bar",
    "off",
  ];
  try {
    await inTemporaryFolder(join(parent, "install-"), async (temporary) => {
      await run("python3", ["-m", "venv", temporary], options);
      const python = join(temporary, "bin", "python");
      await run(python, [...pip, "--requirement", requirements], { ...options, onLine: reporter(log) });
      // One is there when its interpreter has gone since.
      await rm(folder, { recursive: true, force: true });
      await rename(temporary, folder);
    });
  } catch (error) {
    throw new Error(
      `moto could not be installed from local/requirements.txt. Let pip reach a package index (\`pip config list\`). ${text(error)}`,
    );
  }
}

/** pip names each package before it gets it: enough to show that it moves. */
function reporter(log: (line: string) => void): (line: string) => void {
  const start = Date.now();
  let told = start;
  let packages = 0;
  return (line) => {
    if (line.startsWith("Collecting ")) packages += 1;
    if (Date.now() - told < PROGRESS_EVERY_MS) return;
    told = Date.now();
    log(`  moto: ${packages} packages, ${Math.round((told - start) / 1000)} s`);
  };
}

/** Resolves with the endpoint as soon as the server takes connections. */
async function listening(server: ChildProcess): Promise<string> {
  const lines: string[] = [];
  const endpoint = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`it said nothing for ${START_TIMEOUT_MS / 1000} seconds`));
    }, START_TIMEOUT_MS);
    const settle = (action: () => void): void => {
      clearTimeout(timer);
      action();
    };
    // Its requests are logged to the same stream, so it is read to the end.
    if (server.stderr)
      eachLine(server.stderr, (line) => {
        const match = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line);
        const found = match?.[1];
        if (found !== undefined)
          settle(() => {
            resolve(found);
          });
        else if (lines.length < 20) lines.push(line);
      });
    server.once("error", (error) => {
      settle(() => {
        reject(error);
      });
    });
    server.once("exit", (code) => {
      settle(() => {
        reject(new Error(`it exited with ${code ?? "a signal"}:\n${lines.join("\n")}`));
      });
    });
  });
  try {
    return await endpoint;
  } catch (error) {
    server.kill("SIGKILL");
    throw new Error(`moto did not start: ${text(error)}`);
  }
}

async function stopped(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const end = once(server, "exit");
  server.kill("SIGKILL");
  await end;
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
