import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkEngine } from "../../local/engine";
import { isRecentEnough } from "../../local/engine/version";
import { checkPython } from "../../local/moto";

const manifest = join(__dirname, "..", "..", "package.json");

/**
 * What the demo needs and this machine lacks, each with its remedy. Seconds at most: nothing is got yet.
 */
export async function missingPrerequisites(): Promise<string[]> {
  const checks = [checkPlatform(), checkNode(), checkPython(), checkEngine()];
  const results = await Promise.allSettled(checks);
  return results.flatMap((result) => (result.status === "fulfilled" ? [] : [messageOf(result.reason)]));
}

async function checkPlatform(): Promise<void> {
  if (process.platform !== "win32") return;
  throw new Error("The local cloud runs on Linux and macOS. On Windows, run the demo in WSL.");
}

async function checkNode(): Promise<void> {
  const { engines } = JSON.parse(readFileSync(manifest, "utf8")) as { engines: { node: string } };
  const least = engines.node.replace(">=", "");
  const newerMajor = Number(process.versions.node.split(".")[0]) > Number(least.split(".")[0]);
  if (newerMajor || isRecentEnough(process.versions.node, least)) return;
  throw new Error(`Node.js ${least} or newer is needed, and this is ${process.versions.node}: https://nodejs.org/`);
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
