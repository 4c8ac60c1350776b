import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse, stringify } from "yaml";
import type { Engine } from "../../local/engine";
import type { DemoCloud } from "./cloud";

const root = join(__dirname, "..", "..");

/** How a command of Pulumi ended, and what it printed if it was not shown. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** The root program in a folder, a backend and a Pulumi home that are thrown away: nothing of the user's is touched. */
export class Session {
  readonly folder = mkdtempSync(join(tmpdir(), "pinecone-security-demo-"));
  readonly project = join(this.folder, "project");
  /** Where `pulumi` is. */
  readonly engineFolder: string;
  /** What is different from the user's own environment. */
  readonly env: Readonly<Record<string, string>>;

  constructor(
    engine: Engine,
    readonly cloud: DemoCloud,
  ) {
    this.engineFolder = engine.bin;
    const home = join(this.folder, "home");
    const backend = join(this.folder, "backend");
    for (const folder of [this.project, home, backend]) mkdirSync(folder);
    for (const name of ["examples", "node_modules", "package.json"])
      symlinkSync(join(root, name), join(this.project, name));
    const program = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as object;
    writeFileSync(join(this.project, "Pulumi.yaml"), stringify({ ...program, plugins }));
    this.env = {
      ...cloud.env,
      PATH: [engine.bin, process.env["PATH"] ?? ""].join(delimiter),
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: "demo",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
  }

  /** Runs Pulumi in front of the user. */
  async show(...args: readonly string[]): Promise<Ended> {
    console.log(`\n$ pulumi ${args.join(" ")}\n`);
    return this.pulumi(args, "inherit");
  }

  /** Runs Pulumi out of sight. */
  async quiet(...args: readonly string[]): Promise<Ended> {
    return this.pulumi(args, "pipe");
  }

  /** Removes everything. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  private async pulumi(args: readonly string[], output: "inherit" | "pipe"): Promise<Ended> {
    const child = spawn("pulumi", args, {
      cwd: this.project,
      env: { ...withoutCredentials(process.env), ...this.env },
      // With a terminal on both sides Pulumi shows its live table.
      stdio: [output === "inherit" ? "inherit" : "ignore", output, output],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        resolve({ code, output: text });
      });
    });
  }
}

const plugins = {
  providers: [
    { name: "pinecone-security", path: join(root, "dist", "plugin") },
    { name: "aws", path: join(root, "dist", "local") },
  ],
};

/** The user's accounts are no part of a demo. */
function withoutCredentials(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isOfAnAccount(name)));
}

/** Whether a variable may lead to an account, or to settings, of the user's own. */
export function isOfAnAccount(name: string): boolean {
  return /^(AWS|PINECONE|PULUMI)_/.test(name);
}
