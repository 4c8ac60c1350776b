import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import {
  LocalWorkspace,
  PulumiCommand,
  type EngineEvent,
  type ImportResource,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import { ensureEngine, type Engine } from "../../../local/engine";
import { configure, type Configuration } from "./configuration";
import { foldersFor, PROJECT, type Folders, type Program } from "./folder";
import { changesOf, diagnosticsOf, OperationFailedError, stepsOf, type Outcome } from "./outcome";

/** Options of every operation, passed on to the automation API. */
export interface OperationOptions {
  readonly target?: string[];
  readonly replace?: string[];
  readonly policyPacks?: string[];
  readonly policyPackConfigs?: string[];
  /** Where a preview saves its plan, and from where an up takes it. */
  readonly plan?: string;
  /** `refresh` and `destroy` run the program, so that they see its providers and the stack's configuration. */
  readonly runProgram?: boolean;
  /** Aborting it is Ctrl-C. */
  readonly signal?: AbortSignal;
  readonly debug?: boolean;
  /** `-v` and `--logtostderr`. */
  readonly logVerbosity?: number;
  /** Plugins get the verbosity as well. */
  readonly logFlow?: boolean;
  readonly onOutput?: (text: string) => void;
  /** What goes to standard error. */
  readonly onError?: (text: string) => void;
}

/** How a stack is set up. */
export interface StackOptions extends Configuration {
  readonly env?: Readonly<Record<string, string>>;
  /** @default "dev" */
  readonly name?: string;
  /** A stack whose backend this one shares, so that either can refer to the other. @default - a backend of its own */
  readonly beside?: TestStack;
}

/** A stack of the real engine, in folders of its own that are gone when the test ends. */
export class TestStack {
  private constructor(
    private readonly stack: Stack,
    private readonly engine: Engine,
    readonly folders: Folders,
    /** What every command sees, besides the test's own environment. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async create(program: Program, options: StackOptions = {}): Promise<TestStack> {
    const engine = await ensureEngine({ languages: "yaml" in program ? ["yaml"] : ["nodejs"] });
    const own = foldersFor(program);
    const folders = { ...own, backend: options.beside?.folders.backend ?? own.backend };
    const env = { ...environment(folders), ...options.env };
    const settings = {
      workDir: folders.work,
      pulumiHome: folders.home,
      envVars: env,
      pulumiCommand: await commandOf(engine),
    };
    const stackName = options.name ?? "dev";
    const stack =
      typeof program === "function"
        ? await LocalWorkspace.createStack({ stackName, projectName: PROJECT, program }, settings)
        : await LocalWorkspace.createStack({ stackName, workDir: folders.work }, settings);
    const made = new TestStack(stack, engine, folders, env);
    await configure(stack, options);
    return made;
  }

  /** Runs another function from now on: the user has edited the program. */
  set program(program: PulumiFn) {
    this.stack.workspace.program = program;
  }

  async up(options: OperationOptions = {}): Promise<Outcome> {
    return this.operation(options, (all) => this.stack.up(all));
  }

  async preview(options: OperationOptions = {}): Promise<Outcome> {
    return this.operation(options, (all) => this.stack.preview(all));
  }

  async refresh(options: OperationOptions = {}): Promise<Outcome> {
    return this.operation(options, (all) => this.stack.refresh(all));
  }

  async destroy(options: OperationOptions = {}): Promise<Outcome> {
    return this.operation(options, (all) => this.stack.destroy(all));
  }

  /** `pulumi import` of one resource: it is in the state then, and the program has to have it too. */
  async importResource(resource: ImportResource): Promise<void> {
    await this.operation({}, async ({ onOutput }) => {
      return this.stack.import({ resources: [resource], protect: false, generateCode: false, onOutput });
    });
  }

  /** `pulumi config set`; `path` as with `--path`. */
  async setConfig(
    key: string,
    value: string,
    options: { readonly secret?: boolean; readonly path?: boolean } = {},
  ): Promise<void> {
    await this.stack.setConfig(key, { value, secret: options.secret ?? false }, options.path ?? false);
  }

  async removeConfig(key: string, options: { readonly path?: boolean } = {}): Promise<void> {
    await this.stack.removeConfig(key, options.path ?? false);
  }

  /** The resources in the state, secrets still encrypted. */
  resources(): StateResource[] {
    const state = JSON.parse(this.stateFile()) as { checkpoint: { latest?: { resources?: StateResource[] } } };
    return state.checkpoint.latest?.resources ?? [];
  }

  /** The state as the backend keeps it, byte for byte. */
  stateFile(): string {
    const project =
      (readFileSync(join(this.folders.work, "Pulumi.yaml"), "utf8").match(/^name: *(\S+)/m) ?? [])[1] ?? PROJECT;
    return readFileSync(join(this.folders.backend, ".pulumi", "stacks", project, `${this.stack.name}.json`), "utf8");
  }

  /** Any other command of Pulumi, on this stack. Resolves whatever its exit code is. */
  async pulumi(...args: readonly string[]): Promise<CommandOutcome> {
    return this.run(this.engine.command, args);
  }

  /** A command line as a user pastes it, in the project's folder, with the pinned `pulumi` on PATH. */
  async shell(commandLine: string): Promise<CommandOutcome> {
    return this.run("sh", ["-c", commandLine]);
  }

  private async run(command: string, args: readonly string[]): Promise<CommandOutcome> {
    const child = spawn(command, args, {
      cwd: this.folders.work,
      env: {
        ...process.env,
        ...this.env,
        PATH: `${this.engine.bin}:${process.env["PATH"] ?? ""}`,
        PULUMI_HOME: this.folders.home,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  }

  private async operation(
    options: OperationOptions,
    run: (options: Operation) => Promise<{ stdout: string; outputs?: Outcome["outputs"] }>,
  ): Promise<Outcome> {
    const events: EngineEvent[] = [];
    const { debug, logVerbosity, onOutput = () => undefined, ...rest } = options;
    const logging = {
      ...(debug === undefined ? {} : { debug }),
      ...(logVerbosity === undefined ? {} : { logVerbosity, logToStdErr: true }),
    };
    try {
      const { stdout, outputs = {} } = await run({
        ...rest,
        ...logging,
        color: "never",
        onOutput,
        onEvent: (event) => events.push(event),
      });
      return {
        changes: changesOf(events),
        steps: stepsOf(events),
        diagnostics: diagnosticsOf(events),
        events,
        stdout,
        outputs,
      };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new OperationFailedError(events, error.message);
    }
  }
}

/** A resource as the state has it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
  readonly protect?: boolean;
}

/** How a command ended. */
export interface CommandOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Operation extends Omit<OperationOptions, "debug" | "logVerbosity"> {
  readonly color: "never";
  readonly onOutput: (text: string) => void;
  readonly onEvent: (event: EngineEvent) => void;
}

/** A `pulumi` outside a folder named `bin` can only be named by PATH. */
async function commandOf(engine: Engine): Promise<PulumiCommand> {
  return basename(engine.bin) === "bin" ? PulumiCommand.get({ root: dirname(engine.bin) }) : PulumiCommand.get();
}

function environment(folders: Folders): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: `file://${folders.backend}`,
    PULUMI_CONFIG_PASSPHRASE: "of a test",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}
