import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { formerResourceOf } from "../model/stateFile";
import type { FormerState } from "../model/plan";
import { givenPath, projectFolder } from "./projectFolder";

/** Path of a file with what `pulumi stack export` printed; for engines and machines where the pack can't run it itself. */
export const STATE_VARIABLE = "PINECONE_SECURITY_STATE";

/** Pulumi's Node language host tells the organization by the first, the engine itself by the other. */
const ORGANIZATION_VARIABLES = ["PULUMI_NODEJS_ORGANIZATION", "PULUMI_ORGANIZATION"];

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
    const text =
      file === undefined || file === "" ? await exported(project, stack) : readFileSync(givenPath(file), "utf8");
    const { deployment } = JSON.parse(text) as ExportedStack;
    return { known: true, resources: (deployment?.resources ?? []).flatMap(formerResourceOf) };
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).trim().split("\n").at(-1) ?? "";
    const what = file === undefined || file === "" ? "`pulumi stack export`" : `the file ${file} of ${STATE_VARIABLE}`;
    return { known: false, why: `${what} can't be read (${why})` };
  }
}

async function exported(project: string, stack: string): Promise<string> {
  // The whole name needs no project file. The oldest engines that can do without one leave the organization out.
  const organization = ORGANIZATION_VARIABLES.map((name) => process.env[name] ?? "").find((value) => value !== "");
  const name = organization === undefined ? stack : `${organization}/${project}/${stack}`;
  const args = ["stack", "export", "--stack", name, "--non-interactive", "--cwd", projectFolder()];
  return new Promise((resolve, reject) => {
    const settings = { timeout: TIMEOUT_MS, maxBuffer: MOST_BYTES, encoding: "utf8" } as const;
    execFile("pulumi", args, settings, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() === "" ? error.message : stderr));
    });
  });
}
