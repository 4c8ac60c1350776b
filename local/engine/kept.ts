import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, inTemporaryFolder } from "./cache";
import { isExecutable } from "./path";
import type { Engine, EngineSource, Order, Origin } from "./types";
import { PULUMI_VERSION } from "./version";

/** The folder of the user's cache that keeps the engine. */
export function keptFolder(env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), "engine", PULUMI_VERSION);
}

/** The engine in `folder`, if it has every executable. */
export async function keptEngine(folder: string, executables: readonly string[]): Promise<Engine | undefined> {
  if ((await missingIn(folder, executables)).length > 0) return undefined;
  const source = (await readFile(join(folder, "source"), "utf8")) === "download" ? "download" : "build";
  const bin = join(folder, "bin");
  return { command: join(bin, "pulumi"), bin, version: PULUMI_VERSION, source };
}

/** Those of the executables that `folder` doesn't have. */
export async function missingIn(folder: string, executables: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const name of executables) if (!(await isExecutable(join(folder, "bin", name)))) missing.push(name);
  return missing;
}

/** Gets executables by way of an origin into a temporary folder, and puts them into `folder` when all are there. */
export async function keep(
  folder: string,
  source: EngineSource,
  origin: Origin,
  order: Omit<Order, "folder">,
): Promise<void> {
  await origin.check(order.env);
  await mkdir(join(folder, "bin"), { recursive: true });
  await inTemporaryFolder(join(folder, `${source}-`), async (temporary) => {
    await origin.fill({ folder: temporary, ...order });
    await publish(temporary, folder, source);
  });
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
