import { spawn } from "node:child_process";

/** How a command of Pulumi ended, and what it printed if it was not shown. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs `pulumi`. @param where `env` is what is different from the user's own environment */
export async function runPulumi(
  args: readonly string[],
  where: {
    readonly folder: string;
    readonly env: Readonly<Record<string, string>>;
    readonly output: "inherit" | "pipe";
  },
): Promise<Ended> {
  const { folder, env, output } = where;
  const child = spawn("pulumi", args, {
    cwd: folder,
    env: { ...withoutCredentials(process.env), ...env },
    // With a terminal on both sides Pulumi shows its live table.
    stdio: [output === "inherit" ? "inherit" : "ignore", output, output],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, output: text });
    });
  });
}

/** The user's accounts are no part of a demo. */
export function withoutCredentials(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isOfAnAccount(name)));
}

/** Whether a variable may lead to an account, or to settings, of the user's own. */
export function isOfAnAccount(name: string): boolean {
  return /^(AWS|PINECONE|PULUMI)_/.test(name);
}
