/**
 * Where the time of the root program's first `pulumi up` goes: HTTP, plugins, program, engine. The engine's own log of its gRPC calls
 * says when plugins and program ran; a proxy before Pinecone and AWS says when requests did. Needs `npm run build` first.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startCloud } from "../local/cloud";
import { ensureEngine } from "../local/engine";
import { median } from "./statistics";
import { callsOf, type Interval, meter, split, type Split, urlOf } from "./timeline";

const rounds = Number(process.argv[2] ?? 5);
const root = join(__dirname, "..");

async function main(): Promise<void> {
  const engine = await ensureEngine({ log: console.error });
  const splits: Split[] = [];
  for (let round = -1; round < rounds; round++) {
    const split = await measure(engine.bin);
    if (round >= 0) splits.push(split); // The first round warms the disk cache.
  }
  for (const part of ["total", "engine", "program", "plugins", "http"] as const) {
    const milliseconds = median(splits.map((split) => split[part]));
    const share = median(splits.map((split) => split[part] / split.total));
    console.log(
      `${part.padEnd(8)} ${milliseconds.toFixed(0).padStart(6)} ms ${(100 * share).toFixed(0).padStart(4)} %`,
    );
  }
}

async function measure(bin: string): Promise<Split> {
  const cloud = await startCloud();
  const http: Interval[] = [];
  const pinecone = await meter(cloud.emulator.url, http);
  const aws = await meter(cloud.awsEndpoint, http);
  const folder = mkdtempSync(join(tmpdir(), "pinecone-security-bench-"));
  const log = join(folder, "grpc.json");
  const env = {
    ...process.env,
    ...cloud.env,
    PINECONE_CONTROLLER_HOST: urlOf(pinecone),
    PINECONE_TOKEN_URL: cloud.emulator.tokenUrl.replace(cloud.emulator.url, urlOf(pinecone)),
    AWS_ENDPOINT_URL: urlOf(aws),
    PATH: [bin, join(root, "dist/plugin"), join(root, "dist/local"), process.env["PATH"]].join(":"),
    PULUMI_HOME: folder,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "1",
  };
  const pulumi = async (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<void> => {
    const config = ["--config-file", join(folder, "Pulumi.bench.yaml")];
    await promisify(execFile)("pulumi", [...args, ...config, "--stack", "bench", "--non-interactive"], {
      cwd: root,
      env: { ...env, ...more },
    });
  };
  try {
    await promisify(execFile)("pulumi", ["stack", "init", "bench", "--non-interactive"], { cwd: root, env });
    await pulumi(["config", "set", "pineconeAccountId", cloud.emulator.pineconeAccountId]);
    await pulumi(["config", "set", "pinecone-security:binding", "api"]);
    const began = Date.now();
    await pulumi(["up", "--yes"], { PULUMI_DEBUG_GRPC: log });
    return split([began, Date.now()], callsOf(log), http);
  } finally {
    pinecone.close();
    aws.close();
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(root, "Pulumi.bench.yaml"), { force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
