import { join } from "node:path";
import { isExecutable } from "./path";
import { run } from "./run";
import type { Origin } from "./types";

const INSTALLER = "https://get.pulumi.com/install.sh";
const REACHABLE_TIMEOUT_MS = 10_000;
const INSTALL_TIMEOUT_MS = 10 * 60_000;

/** Its version is the SDK's own, which is PULUMI_VERSION. */
const INSTALL = `require("@pulumi/pulumi/automation").PulumiCommand.install({ root: process.argv[1] })
  .catch((error) => { console.error(error.message); process.exitCode = 1; });`;

/**
 * The official release, by the automation API's own installer. It has no time limit that covers the whole, so it runs
 * in a process that can be ended, and only when its server answers.
 */
export const download: Origin = {
  check: async () => reach(INSTALLER),
  fill: async ({ folder, executables, env, log }) => {
    log("Downloading Pulumi's official release (about 150 MB) …");
    const cwd = join(__dirname, "..", "..");
    await run(process.execPath, ["-e", INSTALL, folder], { cwd, env, timeoutMs: INSTALL_TIMEOUT_MS });
    for (const executable of executables) {
      if (!(await isExecutable(join(folder, "bin", executable)))) throw new Error(`the release has no ${executable}`);
    }
  },
};

async function reach(url: string): Promise<void> {
  try {
    const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(REACHABLE_TIMEOUT_MS) });
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
  } catch (error) {
    throw new Error(`${url} can't be reached (${rootMessage(error)})`);
  }
}

/** `fetch` itself only says "fetch failed". */
function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? rootMessage(error.cause) : error.message;
}
