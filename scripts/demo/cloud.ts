import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startCloud } from "../../local/cloud";
import { EmulatorControl } from "../../local/emulatorControl";
import { ensureMoto } from "../../local/moto";

/** The cloud of a demo. */
export interface DemoCloud {
  readonly env: Readonly<Record<string, string>>;
  readonly pineconeAccountId: string;
  readonly emulator: EmulatorControl;
  /** The process that has it, when that isn't this one. */
  readonly pid?: number;
  stop(): Promise<void>;
}

/** A cloud that ends with this process at the latest. */
export async function cloudOfThisProcess(log: (line: string) => void): Promise<DemoCloud> {
  const cloud = await startCloud({ log });
  const { emulator, env } = cloud;
  return { env, pineconeAccountId: emulator.pineconeAccountId, emulator, stop: () => cloud.stop() };
}

/** A cloud that outlives this process: scripts/cloud.ts on its own. */
export async function cloudThatStays(log: (line: string) => void): Promise<DemoCloud> {
  // Here, where its progress is seen.
  await ensureMoto({ log });
  const script = join(__dirname, "..", "cloud.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    child.once("exit", () => {
      reject(new Error("The local cloud did not start. `npx tsx scripts/cloud.ts` says why."));
    });
  });
  child.removeAllListeners();
  child.stdout.destroy();
  child.unref();
  const { pid, pineconeAccountId, env } = JSON.parse(line) as Pick<DemoCloud, "env" | "pineconeAccountId"> & {
    pid: number;
  };
  const emulator = new EmulatorControl(env["PINECONE_CONTROLLER_HOST"] ?? "");
  return {
    env,
    pineconeAccountId,
    emulator,
    pid,
    stop: async () => {
      end(pid);
    },
  };
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}
