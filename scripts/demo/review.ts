/** The third journey: what the reviewer of a pull request sees, before anybody runs `pulumi up`. */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withoutCredentials } from "./pulumi";
import { claim, log, step } from "./report";
import type { Session } from "./session";

const COMMAND = join(__dirname, "..", "..", "dist", "cli", "pulumi-pinecone-security");

/** What the demo shows of the report that is for tools. */
interface Report {
  readonly changes: readonly { readonly name: string; readonly meanings: readonly { readonly text: string }[] }[];
  readonly findings: readonly {
    readonly policy: string;
    readonly kind: string;
    readonly level: string;
    readonly resource: string;
    readonly message: string;
    readonly remedy: string;
  }[];
}

/** A change that would let the internet in again is reviewed; nothing is deployed. */
export async function showReview(session: Session): Promise<void> {
  step("A pull request takes the switch out of the program. Its review says what that means, and a policy stops it");
  const { link } = session;
  await link.configure({ privateEndpointsOnly: "false" });
  const { code, report } = await reviewed(session);
  await link.configure({ privateEndpointsOnly: "true" });
  for (const { name, meanings } of report.changes) for (const { text } of meanings) log(`  ${name}: ${text}`);
  const stopping = report.findings.filter(({ kind, level }) => kind === "violation" && level === "mandatory");
  for (const { policy, resource, message, remedy } of stopping) {
    log(`\n✗ ${policy}\n  ${resource}: ${message}\n  What to do: ${remedy}\n`);
  }
  claim(code === 1, "the review has failed the pull request");
  claim(
    stopping.length === 1 && stopping[0]?.policy === "pinecone-deletion-annotated",
    "by the policy that nothing which guards data goes unannounced, and by no other",
  );
}

async function reviewed({ folder, env, link }: Session): Promise<{ code: number | null; report: Report }> {
  const [config, json] = [join(folder, "policy.json"), join(folder, "review.json")];
  writeFileSync(config, JSON.stringify({ "pinecone-deletion-annotated": "mandatory" }));
  const args = ["review", "--run", "--cwd", link.folder, "--config", config, "--json", json];
  console.log(`\n$ npx pulumi-pinecone-security review --run --config policy.json --json review.json\n`);
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...withoutCredentials(process.env), ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, report: JSON.parse(readFileSync(json, "utf8")) as Report };
}
