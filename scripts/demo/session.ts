import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Engine } from "../../local/engine";
import type { DemoCloud } from "./cloud";
import { Program } from "./program";

/** Two programs in a folder, a backend and a Pulumi home that are thrown away: nothing of the user's is touched. */
export class Session {
  readonly folder = mkdtempSync(join(tmpdir(), "pinecone-security-demo-"));
  /** Where `pulumi` is. */
  readonly engineFolder: string;
  /** What is different from the user's own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The root program: a project that is encrypted with a key of one's own. */
  readonly encrypted: Program;
  /** Another project, and the private way to it. */
  readonly link: Program;

  constructor(
    engine: Engine,
    readonly cloud: DemoCloud,
  ) {
    this.engineFolder = engine.bin;
    const home = join(this.folder, "home");
    const backend = join(this.folder, "backend");
    for (const folder of [home, backend]) mkdirSync(folder);
    this.env = {
      ...cloud.env,
      PATH: [engine.bin, process.env["PATH"] ?? ""].join(delimiter),
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: "demo",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    this.encrypted = new Program(join(this.folder, "cmek"), "Pulumi.yaml", this.env);
    this.link = new Program(join(this.folder, "privatelink"), "examples/privatelink/Pulumi.yaml", this.env);
  }

  /** Removes everything. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
