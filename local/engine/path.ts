import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { run } from "./run";
import { isRecentEnough, PULUMI_VERSION } from "./version";

const VERSION_TIMEOUT_MS = 20_000;

/** A `pulumi` that was there already. */
export interface EngineOnPath {
  readonly command: string;
  readonly version: string;
}

/**
 * The first `pulumi` on PATH, if it is recent enough and every language host is beside it or on PATH as well.
 * @throws Error with the reason why there is none to use.
 */
export async function engineOnPath(hosts: readonly string[], env: NodeJS.ProcessEnv): Promise<EngineOnPath> {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const command = await firstExecutable("pulumi", folders);
  if (command === undefined) throw new Error("no folder on PATH has a `pulumi`");
  const printed = await run(command, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMs: VERSION_TIMEOUT_MS,
  });
  const version = printed.replace(/^v/, "");
  if (!isRecentEnough(version)) {
    throw new Error(
      `${command} is version ${version}, and this project is tested with ${PULUMI_VERSION} and newer 3.x`,
    );
  }
  for (const host of hosts) {
    if ((await firstExecutable(host, [dirname(command), ...folders])) === undefined) {
      throw new Error(`${command} (${version}) has no ${host}, neither beside it nor on PATH`);
    }
  }
  return { command, version };
}

async function firstExecutable(name: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const file = join(folder, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

/** Whether there is a file that may be run. */
export async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
