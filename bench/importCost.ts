/** What importing the package adds to a program's start: `node -e` with and without it, in turn. Needs `npm run build` first. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { median, spread } from "./statistics";

const runs = 15;
const programs = {
  "@pulumi/pulumi": `require("@pulumi/pulumi")`,
  "and this package": `require("@pulumi/pulumi"); require("pulumi-pinecone-security")`,
  "and @pulumi/aws whole": `require("@pulumi/pulumi"); const aws = require("@pulumi/aws"); aws.iam.Role; aws.kms.Key`,
} as const;
type Program = keyof typeof programs;

function measure(program: Program): number {
  const began = performance.now();
  execFileSync(process.execPath, ["-e", programs[program]], { cwd: join(__dirname, "..") });
  return performance.now() - began;
}

const times = Object.fromEntries(Object.keys(programs).map((name) => [name, [] as number[]])) as Record<
  Program,
  number[]
>;
for (let run = -1; run < runs; run++) {
  for (const program of Object.keys(programs) as Program[]) {
    const time = measure(program);
    if (run >= 0) times[program].push(time); // The first round warms the disk cache.
  }
}
const base = times["@pulumi/pulumi"];
for (const program of Object.keys(programs) as Program[]) {
  const added = median(times[program].map((time, run) => time - (base[run] ?? Number.NaN)));
  console.log(`${program.padEnd(22)} ${spread(times[program])} ms, adds ${added.toFixed(0)} ms`);
}
