import { existsSync, readlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/**
 * Where the user's project is: its file may name the backend. Pulumi runs packs in the folder of the pack and does not tell that of the
 * project, so it is sought where the engine was started, and above.
 */
export function projectFolder(): string {
  return [...engineFolder(), ...shellFolder()].flatMap(withParents).find(hasProject) ?? process.cwd();
}

/** A path that the user gave, which is meant from where they were when they gave it. */
export function givenPath(path: string): string {
  const candidates = [...shellFolder(), ...engineFolder(), process.cwd()].map((folder) => resolve(folder, path));
  return candidates.find((candidate) => existsSync(candidate)) ?? candidates[0] ?? path;
}

/** The language host runs where the engine does, also with `pulumi --cwd`. Only Linux tells it. */
function engineFolder(): string[] {
  try {
    return [readlinkSync(`/proc/${process.ppid}/cwd`)];
  } catch {
    return [];
  }
}

function shellFolder(): string[] {
  const { PWD: shell } = process.env;
  return shell === undefined ? [] : [shell];
}

function withParents(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...withParents(parent)];
}

function hasProject(folder: string): boolean {
  return PROJECT_FILES.some((name) => existsSync(join(folder, name)));
}
