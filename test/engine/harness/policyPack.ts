import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { onTestFinished } from "vitest";
import { ensureEngine } from "../../../local/engine";
import { OperationFailedError, violationsOf, type PolicyViolation } from "./outcome";
import type { TestStack } from "./stack";

const root = join(__dirname, "..", "..", "..");

/** A runtime that no language host claims, so that the engine looks for an executable of that name. */
const STAND_IN = "localnode";

/** Our policy pack for one test: what `--policy-pack` and `--policy-pack-config` are given, and the environment that commands need for it. */
export interface TestPolicyPack {
  readonly policyPacks: string[];
  readonly policyPackConfigs: string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The policy pack in `dist/`. Pulumi's own Node language host runs it where the engine is a release of Pulumi's. The host that can be
 * built from Go modules can't run packs: with it a stand-in starts the SDK's `run-policy-pack` as Pulumi's own would.
 */
export async function policyPack(configuration: Readonly<Record<string, unknown>> = {}): Promise<TestPolicyPack> {
  const { bin, source } = await ensureEngine();
  const base = mkdtempSync(join(tmpdir(), "pinecone-security-pack-"));
  onTestFinished(() => {
    rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  });
  const [pack, executables, config] = [join(base, "pack"), join(base, "bin"), join(base, "config.json")];
  mkdirSync(pack);
  mkdirSync(executables);
  writeFileSync(join(pack, "PulumiPolicy.yaml"), `runtime: ${source === "build" ? STAND_IN : "nodejs"}\n`);
  symlinkSync(join(root, "node_modules"), join(pack, "node_modules"));
  writeFileSync(
    join(pack, "package.json"),
    JSON.stringify({ version: "0.0.0", main: join(root, "dist", "policy", "pack", "index.js") }),
  );
  copyFileSync(join(__dirname, "run-policy-pack.sh"), join(executables, `pulumi-analyzer-policy-${STAND_IN}`));
  chmodSync(join(executables, `pulumi-analyzer-policy-${STAND_IN}`), 0o755);
  writeFileSync(config, JSON.stringify(configuration));
  return {
    policyPacks: [pack],
    policyPackConfigs: [config],
    env: {
      PATH: [executables, bin, process.env["PATH"]].join(delimiter),
      RUN_POLICY_PACK: join(root, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack"),
    },
  };
}

/** What a preview with the policy pack came to. */
export interface Judged {
  /** Whether the engine ended it as failed. */
  readonly failed: boolean;
  /** Errors of the program and of plugins: a violation is none. */
  readonly errors: string;
  /** What policies said, those that could not decide left out. */
  readonly violations: readonly PolicyViolation[];
  readonly undecided: readonly PolicyViolation[];
}

/** Previews a stack with the policy pack. */
export async function judgedBy({ policyPacks, policyPackConfigs }: TestPolicyPack, stack: TestStack): Promise<Judged> {
  const { failed, events, errors } = await previewed(stack, { policyPacks, policyPackConfigs });
  const said = violationsOf(events);
  const isUndecided = ({ message }: PolicyViolation): boolean => message.includes("Undecided:");
  return {
    failed,
    errors,
    violations: said.filter((each) => !isUndecided(each)),
    undecided: said.filter(isUndecided),
  };
}

async function previewed(stack: TestStack, pack: { policyPacks: string[]; policyPackConfigs: string[] }) {
  try {
    const { events } = await stack.preview(pack);
    return { failed: false, events, errors: "" };
  } catch (error) {
    if (!(error instanceof OperationFailedError)) throw error;
    return { failed: true, events: error.events, errors: error.message };
  }
}
