import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formerResourceOf } from "../model/stateFile";
import type { FormerResource } from "../model/plan";
import { policies } from "../policies";
import { configurationProblems, type PackConfiguration } from "../settings";
import type { Arguments } from "./arguments";
import type { Place } from "./preview";
import { UsageError } from "./usageError";

/** What a command printed, and how it ended. */
export interface Printed {
  readonly text: string;
  readonly code: number;
}

/** Runs a command, its errors passed through. */
export type Run = (command: string, args: readonly string[], cwd: string | undefined) => Promise<Printed>;

/** The preview's text, and how the preview ended, where it was run here. */
export async function previewText({ preview, stack, cwd }: Arguments, run: Run): Promise<Printed> {
  if (preview !== undefined) return { text: readText(preview, "The preview"), code: 0 };
  const printed = await run("pulumi", [...PREVIEW, ...stackArgs(stack)], cwd);
  if (printed.text.trim() !== "") return printed;
  // Pulumi has said why on the standard error.
  throw new PreviewNotMadeError(`\`pulumi preview\` ended with exit code ${printed.code} and printed no preview.`);
}

const PREVIEW = ["preview", "--json", "--show-sames", "--non-interactive"];

function stackArgs(stack: string | undefined): string[] {
  return stack === undefined ? [] : ["--stack", stack];
}

/** There is no preview to report on. */
export class PreviewNotMadeError extends Error {
  override readonly name = "PreviewNotMadeError";
}

/** The resources of the state, from a file, or with `--run` from Pulumi; none where there is neither. */
export async function stateOf(args: Arguments, run: Run): Promise<readonly FormerResource[] | undefined> {
  if (args.state !== undefined) return resourcesIn(readText(args.state, "The state"), args.state);
  if (args.preview !== undefined) return undefined;
  const { text, code } = await run(
    "pulumi",
    ["stack", "export", "--non-interactive", ...stackArgs(args.stack)],
    args.cwd,
  );
  // Without it policies on age are undecided, and say so.
  return code === 0 ? resourcesIn(text, "`pulumi stack export`") : undefined;
}

function resourcesIn(text: string, where: string): readonly FormerResource[] {
  const { deployment } = readObject(text, `The state of ${where}`) as { deployment?: { resources?: unknown } };
  if (deployment === undefined)
    throw new UsageError(`The state of ${where} has no \`deployment\`. Give what \`pulumi stack export\` prints.`);
  const { resources } = deployment;
  return Array.isArray(resources) ? resources.flatMap(formerResourceOf) : [];
}

/** The configuration of the policies. @throws UsageError with all that is wrong with it */
export function configurationOf({ config }: Arguments): PackConfiguration {
  if (config === undefined) return {};
  const configuration = readObject(readText(config, "The configuration"), `The configuration ${config}`);
  const problems = configurationProblems(policies, configuration);
  if (problems.length > 0) throw new UsageError(`The configuration ${config} is wrong:\n${problems.join("\n")}`);
  return configuration;
}

function readObject(text: string, what: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${what} is not JSON.`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new UsageError(`${what} is no JSON object.`);
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${what} can't be read: ${why}.`);
  }
}

/** The names of project and stack for a preview that failed before it told any resource. */
export function placeFrom({ stack, cwd }: Arguments): Place {
  let project = "";
  try {
    const text = readFileSync(join(cwd ?? ".", "Pulumi.yaml"), "utf8");
    project = /^name:\s*["']?([^\s"'#]+)/m.exec(text)?.[1] ?? "";
  } catch {
    // There is none: the project stays unnamed.
  }
  return { project, stack: stack?.split("/").at(-1) ?? "" };
}

/** Runs a command for real. */
export const runCommand: Run = async (command, args, cwd) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", (error: NodeJS.ErrnoException) => {
      const hint = error.code === "ENOENT" ? " Is Pulumi installed, and is --cwd a folder?" : "";
      reject(new UsageError(`${command} can't be run: ${error.message}.${hint}`));
    });
    child.once("close", (code) => {
      resolve({ text: Buffer.concat(chunks).toString("utf8"), code: code ?? 1 });
    });
  });
