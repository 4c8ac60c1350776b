/**
 * Where the time of a first `pulumi up` goes: HTTP, waiting for Pinecone, plugins, program, engine. `cmek` is the root program, `region` is
 * examples/privatelink, where a Private Endpoint takes two seconds to become available. The engine's own log of its gRPC calls says when
 * plugins and program ran; a proxy before Pinecone and AWS says when requests did. Needs `npm run build` first.
 *
 *     npx tsx bench/upSplit.ts [cmek|region] [rounds]
 */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { EC2 } from "@aws-sdk/client-ec2";
import { type Cloud, startCloud } from "../local/cloud";
import { ensureEngine } from "../local/engine";
import { median } from "./statistics";
import { callsOf, meter, type Request, split, type Split, urlOf } from "./timeline";

const PENDING_SECONDS = 2;
const root = join(__dirname, "..");

/** A program, and how a stack of it is configured. */
interface Journey {
  /** Its folder, below the root. */
  readonly folder: string;
  /** Prepares the cloud. */
  configuration(cloud: Cloud): Promise<Readonly<Record<string, string>>>;
}

const journeys: Readonly<Record<string, Journey>> = {
  cmek: {
    folder: ".",
    configuration: ({ emulator }) => Promise.resolve({ pineconeAccountId: emulator.pineconeAccountId }),
  },
  region: { folder: "examples/privatelink", configuration: networkOf },
};

async function main(name = "cmek", rounds = "5"): Promise<void> {
  const journey = journeys[name];
  if (journey === undefined) throw new Error(`There is no "${name}"; there are ${Object.keys(journeys).join(", ")}.`);
  const engine = await ensureEngine({ log: console.error });
  const splits: Split[] = [];
  for (let round = -1; round < Number(rounds); round++) {
    const split = await measure(journey, engine.bin);
    if (round >= 0) splits.push(split); // The first round warms the disk cache.
  }
  for (const part of ["total", "engine", "program", "plugins", "http", "waiting"] as const) {
    const milliseconds = median(splits.map((split) => split[part]));
    const share = median(splits.map((split) => split[part] / split.total));
    console.log(
      `${part.padEnd(8)} ${milliseconds.toFixed(0).padStart(6)} ms ${(100 * share).toFixed(0).padStart(4)} %`,
    );
  }
}

async function measure(journey: Journey, bin: string): Promise<Split> {
  const cloud = await startCloud();
  const requests: Request[] = [];
  const pinecone = await meter(cloud.emulator.url, requests);
  const aws = await meter(cloud.awsEndpoint, requests);
  const folder = mkdtempSync(join(tmpdir(), "pinecone-security-bench-"));
  const log = join(folder, "grpc.json");
  const work = workFolder(journey, folder);
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
      cwd: work,
      env: { ...env, ...more },
    });
  };
  try {
    await promisify(execFile)("pulumi", ["stack", "init", "bench", "--non-interactive"], { cwd: work, env });
    const config = { ...(await journey.configuration(cloud)), "pinecone-security:binding": "api" };
    for (const [key, value] of Object.entries(config)) await pulumi(["config", "set", "--path", key, value]);
    const began = Date.now();
    await pulumi(["up", "--yes"], { PULUMI_DEBUG_GRPC: log });
    return split([began, Date.now()], callsOf(log), requests);
  } finally {
    pinecone.close();
    aws.close();
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(root, "Pulumi.bench.yaml"), { force: true });
  }
}

/** An example is run from a copy, which finds this package as a user's project does. */
function workFolder(journey: Journey, folder: string): string {
  if (journey.folder === ".") return root;
  const work = join(folder, "work");
  cpSync(join(root, journey.folder), work, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(work, "node_modules"), "dir");
  return work;
}

/** The clients' VPC with two subnets, and how long Pinecone takes. */
async function networkOf({ awsEndpoint, emulator }: Cloud): Promise<Record<string, string>> {
  await emulator.settings({ privateEndpointPendingSeconds: PENDING_SECONDS });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const ec2 = new EC2({ endpoint: awsEndpoint, region: "us-east-1", credentials });
  const { Vpc } = await ec2.createVpc({ CidrBlock: "10.0.0.0/16" });
  const VpcId = Vpc?.VpcId ?? "";
  await ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: true } });
  const subnets = ["a", "b"].map(async (zone, place) => {
    const range = { CidrBlock: `10.0.${place}.0/24`, AvailabilityZone: `us-east-1${zone}` };
    const { Subnet } = await ec2.createSubnet({ VpcId, ...range });
    return [`subnetIds[${place}]`, Subnet?.SubnetId ?? ""] as const;
  });
  return { vpcId: VpcId, "allowedCidrs[0]": "10.0.0.0/16", ...Object.fromEntries(await Promise.all(subnets)) };
}

main(...process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
