import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formerResourceOf } from "../model/stateFile";
import type { FormerState } from "../model/plan";

/** Path of a file with what `pulumi stack export` printed; for engines and machines where the pack can't run it itself. */
export const STATE_VARIABLE = "PINECONE_SECURITY_STATE";

const TIMEOUT_MS = 60_000;
const MOST_BYTES = 1024 * 1024 * 1024;

/** What `pulumi stack export` prints, as far as it matters here. */
interface ExportedStack {
  readonly deployment?: { readonly resources?: readonly unknown[] };
}

/**
 * The state of the stack from before the deployment. The engine tells policy packs what a stack will be, but not what it was, so the
 * stack is exported by `pulumi` itself: it reads the state and changes nothing. Secrets stay encrypted.
 */
export async function formerState(project: string, stack: string): Promise<FormerState> {
  const file = process.env[STATE_VARIABLE];
  try {
    const text = file === undefined || file === "" ? await exported(project, stack) : readFileSync(file, "utf8");
    const { deployment } = JSON.parse(text) as ExportedStack;
    return { known: true, resources: (deployment?.resources ?? []).flatMap(formerResourceOf) };
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).trim().split("\n").at(-1) ?? "";
    const what = file === undefined || file === "" ? "`pulumi stack export`" : `the file ${file} of ${STATE_VARIABLE}`;
    return { known: false, why: `${what} can't be read (${why})` };
  }
}

async function exported(project: string, stack: string): Promise<string> {
  const organization = process.env["PULUMI_ORGANIZATION"];
  // The whole name needs no project file. Only newer engines leave the organization out, and those run the pack in the project's folder.
  const name = organization === undefined || organization === "" ? stack : `${organization}/${project}/${stack}`;
  const args = ["stack", "export", "--stack", name, "--non-interactive", "--cwd", projectFolder()];
  return new Promise((resolve, reject) => {
    const settings = { timeout: TIMEOUT_MS, maxBuffer: MOST_BYTES, encoding: "utf8" } as const;
    execFile("pulumi", args, settings, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() === "" ? error.message : stderr));
    });
  });
}

/** Where the user's Pulumi.yaml is, which may name the backend. */
function projectFolder(): string {
  const folders = [process.cwd(), process.env["PWD"] ?? ""];
  return folders.find((folder) => existsSync(join(folder, "Pulumi.yaml"))) ?? process.cwd();
}
