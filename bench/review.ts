/**
 * What reviewing a preview costs beside the preview itself, for a program of 500 resources, ours and AWS's: whole-process wall time of
 * `pulumi preview --json --show-sames` and of `pulumi-pinecone-security review`, in turn, and the ratio. Needs `npm run build` first.
 *
 *     npx tsx bench/review.ts [rounds]
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Cloud, startCloud } from "../local/cloud";
import { ensureEngine } from "../local/engine";
import { pairedRatio, spread } from "./statistics";

const rounds = Number(process.argv[2] ?? 5);
const root = join(__dirname, "..");
const MOST_BYTES = 1024 * 1024 * 1024;

/** 50 times: a project with its binding, role, key and alias, and five API keys. */
const program = `
const aws = require("@pulumi/aws");
const pinecone = require("pulumi-pinecone-security");
const { cmekTrustPolicy } = require("pulumi-pinecone-security/iam");
const trust = { variant: "explicitRegions", pineconeAccountId: "777788889999", regions: ["us-east-1"] };
const assumeRolePolicy = JSON.stringify(cmekTrustPolicy(trust));
for (let number = 0; number < 50; number++) {
  const name = "team-" + number;
  const project = new pinecone.Project(name, { name, forceEncryptionWithCmek: true });
  const role = new aws.iam.Role(name + "-role", { assumeRolePolicy });
  const key = new aws.kms.Key(name + "-key", { enableKeyRotation: true });
  new aws.kms.Alias(name + "-alias", { name: "alias/" + name, targetKeyId: key.keyId });
  new pinecone.CmekBinding(name + "-binding", { projectId: project.id, name, roleArn: role.arn, keyArn: key.arn });
  for (let user = 0; user < 5; user++) new pinecone.ApiKey(name + "-" + user, { projectId: project.id, name: "user-" + user });
}`;

async function main(): Promise<void> {
  const engine = await ensureEngine({ log: console.error });
  const cloud = await startCloud();
  const folder = mkdtempSync(join(tmpdir(), "pinecone-security-bench-"));
  const previews: number[] = [];
  const reviews: number[] = [];
  try {
    const timed = await prepare(folder, engine.bin, cloud);
    for (let round = -1; round < rounds; round++) {
      const preview = await timed("pulumi preview --json --show-sames --non-interactive > preview.json");
      const outputs = "--markdown review.md --sarif review.sarif --json review.json";
      const review = await timed(
        `'${join(root, "dist/cli/pulumi-pinecone-security")}' review --preview preview.json ${outputs}`,
      );
      if (round < 0) continue; // The first round warms the disk cache.
      previews.push(preview);
      reviews.push(review);
    }
    const megabytes = statSync(join(folder, "preview.json")).size / 1024 / 1024;
    console.log(`preview, s: ${spread(previews, 2)} (${megabytes.toFixed(1)} MB of JSON)`);
    console.log(`review, s:  ${spread(reviews, 2)}`);
    console.log(`review / preview: ${pairedRatio(reviews, previews).toFixed(3)}`);
  } finally {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A new stack of the program, and a way to run a command line beside it. @returns seconds */
async function prepare(folder: string, bin: string, cloud: Cloud): Promise<(line: string) => Promise<number>> {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  const providers = [
    { name: "pinecone-security", path: join(root, "dist", "plugin") },
    { name: "aws", path: join(root, "dist", "local") },
  ];
  const settings = { name: "bench", runtime: "nodejs", main: "index.js", plugins: { providers } };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(settings));
  writeFileSync(join(folder, "index.js"), program);
  const env = {
    ...process.env,
    ...cloud.env,
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "1",
  };
  const timed = async (line: string): Promise<number> => {
    const began = performance.now();
    await promisify(execFile)("bash", ["-c", line], { cwd: folder, env, maxBuffer: MOST_BYTES });
    return (performance.now() - began) / 1000;
  };
  await timed("pulumi stack init bench && pulumi config set pinecone-security:binding api");
  return timed;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
