import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import { version } from "../../package.json";
import type { Policy } from "../definition";
import { settingsOf, type PackConfiguration } from "../settings";
import { HELP, readArguments, type Arguments } from "./arguments";
import { readDigest } from "./digest";
import { configurationOf, placeFrom, PreviewNotMadeError, previewText, stateOf, type Run } from "./input";
import { jsonOf } from "./json";
import { markdownOf } from "./markdown/page";
import { previewOf } from "./preview";
import { redactionBy } from "./redaction";
import { EXIT, exitCodeOf, reviewOf, type Review } from "./review";
import { sarifOf } from "./sarif";
import { UsageError } from "./usageError";

/** What the command needs of the world around it. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly run: Run;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Runs the command line. @returns its exit code */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { out, err, environment } = surroundings;
  try {
    const asked = readArguments(args);
    if (asked === "help") return (out(HELP), EXIT.fine);
    if (asked === "version") return (out(`${version}\n`), EXIT.fine);
    return await review(asked, surroundings);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    err(`pulumi-pinecone-security: ${redactionBy(environment)(message)}\n`);
    if (error instanceof PreviewNotMadeError) return EXIT.previewFailed;
    if (!(error instanceof UsageError)) throw error;
    err("Run `pulumi-pinecone-security --help` for all options.\n");
    return EXIT.usage;
  }
}

async function review(args: Arguments, { environment, run, out }: Surroundings): Promise<number> {
  // What is wrong with the configuration is told before a preview is run.
  const configuration = configurationOf(args);
  const { text, code } = await previewText(args, run);
  const told = previewOf(readDigest(text), placeFrom(args), await stateOf(args, run));
  const failedSilently = code !== 0 && told.errors.length === 0;
  const unsaid = { resource: undefined, text: `pulumi preview ended with exit code ${code}.` };
  const preview = failedSilently ? { ...told, errors: [unsaid] } : told;
  const result = reviewOf(preview, { configuration, title: args.title, redact: redactionBy(environment) });
  write(args.markdown, () => markdownOf(result), out);
  write(args.sarif, () => sarifText(result, args, configuration), out);
  write(args.json, () => jsonOf(result), out);
  return exitCodeOf(result);
}

function sarifText(result: Review, { cwd }: Arguments, configuration: PackConfiguration): string {
  const folder = relative(".", cwd ?? ".")
    .split(sep)
    .join("/");
  const levels = { mandatory: "error", advisory: "warning", disabled: "none" } as const;
  const levelOf = (policy: Policy) => levels[settingsOf(policy, configuration).level];
  return sarifOf(result, { folder: folder.startsWith("..") ? "" : folder, levelOf });
}

function write(file: string | undefined, text: () => string, out: (text: string) => void): void {
  if (file === undefined) return;
  if (file === "-") {
    out(text());
    return;
  }
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text());
  } catch (error) {
    throw new UsageError(`${file} can't be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
