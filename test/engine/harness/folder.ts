import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { onTestFinished } from "vitest";
import { parse, stringify } from "yaml";

const root = join(__dirname, "..", "..", "..");

/**
 * What a stack runs: a function of the test, a folder of a Pulumi project below the repository (it is copied), or the
 * `resources`, `outputs` … of a YAML program.
 */
export type Program = PulumiFn | { readonly folder: string } | { readonly yaml: Readonly<Record<string, unknown>> };

/** Folders of one test, gone when it ends. */
export interface Folders {
  /** Where Pulumi.yaml is. */
  readonly work: string;
  /** Pulumi's own files and its backend: nothing of the user's is read or written. */
  readonly home: string;
  readonly backend: string;
}

/** The name of every project that isn't an example's. */
export const PROJECT = "claims";

/** Our plugins in `dist/`, as a project finds them without downloading anything. */
const plugins = {
  providers: [
    { name: "pinecone-security", path: join(root, "dist", "plugin") },
    { name: "aws", path: join(root, "dist", "local") },
  ],
};

/** Makes the folders of a program and its Pulumi.yaml. */
export function foldersFor(program: Program): Folders {
  const base = mkdtempSync(join(tmpdir(), "pinecone-security-engine-"));
  onTestFinished(() => {
    rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  });
  const folders = { work: join(base, "work"), home: join(base, "home"), backend: join(base, "backend") };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  if ("folder" in program) cpSync(join(root, program.folder), folders.work, { recursive: true, filter: isSource });
  symlinkSync(join(root, "node_modules"), join(folders.work, "node_modules"), "dir");
  writeFileSync(join(folders.work, "Pulumi.yaml"), stringify({ ...settings(program, folders.work), plugins }));
  return folders;
}

function settings(program: Program, work: string): object {
  if (typeof program === "function") return { name: PROJECT, runtime: "nodejs" };
  if ("yaml" in program) return { name: PROJECT, runtime: "yaml", ...program.yaml };
  return parse(readFileSync(join(work, "Pulumi.yaml"), "utf8")) as object;
}

function isSource(path: string): boolean {
  return !path.includes("node_modules") && !/Pulumi\.[^/]+\.yaml$/.test(path);
}
