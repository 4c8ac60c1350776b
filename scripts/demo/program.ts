import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { runPulumi, type Ended } from "./pulumi";

const root = join(__dirname, "..", "..");
const STACK = "demo";

/** A program of `examples/` in a project folder of its own, with one stack. */
export class Program {
  /**
   * @param folder its project folder, which is made
   * @param manifest path of its Pulumi.yaml in the repository
   * @param env what is different from the user's own environment
   */
  constructor(
    readonly folder: string,
    manifest: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {
    mkdirSync(folder);
    for (const name of ["examples", "node_modules", "package.json"]) symlinkSync(join(root, name), join(folder, name));
    const written = readFileSync(join(root, manifest), "utf8");
    writeFileSync(join(folder, "Pulumi.yaml"), stringify(projectFile(written, manifest)));
  }

  /** Makes the stack. */
  async init(config: Readonly<Record<string, string | readonly string[]>>): Promise<void> {
    await succeeds(this.quiet("stack", "init", STACK));
    await this.configure(config);
  }

  /** Sets configuration. */
  async configure(config: Readonly<Record<string, string | readonly string[]>>): Promise<void> {
    for (const args of setCommands(config)) await succeeds(this.quiet(...args));
  }

  /** Runs Pulumi in front of the user. @throws Error when it fails */
  async show(...args: readonly string[]): Promise<void> {
    console.log(`\n$ pulumi ${args.join(" ")}\n`);
    await succeeds(runPulumi(args, { folder: this.folder, env: this.env, output: "inherit" }));
  }

  /** Runs Pulumi out of sight. */
  async quiet(...args: readonly string[]): Promise<Ended> {
    return runPulumi(args, { folder: this.folder, env: this.env, output: "pipe" });
  }

  /** The stack's outputs, secrets too. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const text = await succeeds(this.quiet("stack", "output", "--json", "--show-secrets"));
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** The URN of the one resource of a type. @throws Error when there is none */
  async urnOf(type: string): Promise<string> {
    const urns = (await succeeds(this.quiet("stack", "--show-urns"))).match(/urn:\S+/g) ?? [];
    const urn = urns.find((one) => one.includes(`${type}::`));
    if (urn === undefined) throw new Error(`The stack has no ${type}.`);
    return urn;
  }
}

interface ProjectFile {
  /** The program's folder. */
  readonly main: string;
  readonly plugins: typeof plugins;
}

/**
 * What a Pulumi.yaml of the repository is in a demo: its program is found from elsewhere, and our plugins are those just built.
 *
 * @param manifest path of that file: its folder has the program, unless it says another one
 */
export function projectFile(text: string, manifest: string): ProjectFile {
  const written = parse(text) as Partial<ProjectFile>;
  return { ...written, main: written.main ?? manifest.replace(/\/Pulumi\.yaml$/, ""), plugins };
}

const plugins = {
  providers: [
    { name: "pinecone-security", path: join(root, "dist", "plugin") },
    { name: "aws", path: join(root, "dist", "local") },
  ],
};

/** The commands that set configuration. A list is set by its items; `--path` would make numbers of other values. */
export function setCommands(config: Readonly<Record<string, string | readonly string[]>>): string[][] {
  const entries = Object.entries(config);
  const single = entries.flatMap(([key, value]) => (typeof value === "string" ? [`${key}=${value}`] : []));
  const items = entries.flatMap(([key, value]) =>
    typeof value === "string" ? [] : value.map((item, index) => `${key}[${index}]=${item}`),
  );
  const command = (pairs: readonly string[], ...flags: string[]): string[][] =>
    pairs.length === 0 ? [] : [["config", "set-all", ...flags, ...pairs.flatMap((pair) => ["--plaintext", pair])]];
  return [...command(single), ...command(items, "--path")];
}

async function succeeds(ending: Promise<Ended>): Promise<string> {
  const { code, output } = await ending;
  if (code !== 0) throw new Error(`That should have worked, and ended with ${code ?? "a signal"}. ${output}`);
  return output;
}
