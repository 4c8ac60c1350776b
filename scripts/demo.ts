/**
 * The root program, from nothing to destroy, on the real engine and the local cloud. Every step is checked: the exit
 * code is 0 only when all of it behaved as it says. `--keep` leaves stack and cloud up.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureEngine } from "../local/engine";
import { cloudOfThisProcess, cloudThatStays, type DemoCloud } from "./demo/cloud";
import { messageOf, missingPrerequisites } from "./demo/prerequisites";
import { Session } from "./demo/session";

const STACK = "demo";
const INTERRUPTED = 130;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { keep: { type: "boolean", default: false } } });
  title("What this machine needs");
  const missing = await missingPrerequisites();
  if (missing.length > 0) throw new Error(`Not yet:\n\n${missing.join("\n\n")}`);
  const engine = await ensureEngine({ log });
  title("Build");
  execFileSync(process.execPath, ["--import", "tsx", join(__dirname, "build.ts")], { stdio: "inherit" });
  title("A cloud on this machine: moto for AWS, an emulator for Pinecone");
  const cloud = values.keep ? await cloudThatStays() : await cloudOfThisProcess(log);
  log(`AWS at ${cloud.env["AWS_ENDPOINT_URL"] ?? ""}, Pinecone at ${cloud.emulator.url}`);
  const session = new Session(engine, cloud.env);
  let kept = false;
  try {
    await bringUp(session, cloud);
    await showEncryption(session, cloud);
    await showRefusal(session);
    if (values.keep) {
      sayHowToLookAround(session, cloud);
      kept = true;
    } else await destroy(session, cloud);
  } finally {
    if (!kept) {
      await cloud.stop();
      session.remove();
    }
  }
  if (!kept) log("Nothing is left running.");
}

async function bringUp(session: Session, { pineconeAccountId }: DemoCloud): Promise<void> {
  title("pulumi up: role, KMS key, Pinecone project with forced encryption, and the key bound to it");
  await succeeds(session.quiet("stack", "init", STACK));
  const config = {
    pineconeAccountId,
    // A demo has to be able to destroy what it made.
    protect: "false",
    // The emulator has the routes that Pinecone itself only has in its console.
    "pinecone-security:binding": "api",
  };
  for (const [key, value] of Object.entries(config)) await succeeds(session.quiet("config", "set", key, value));
  await succeeds(session.show("up", "--yes"));
  title("A second preview has nothing to do");
  await succeeds(session.show("preview", "--expect-no-changes"));
}

async function showEncryption(session: Session, { emulator }: DemoCloud): Promise<void> {
  title("The bound key really encrypts");
  const projectId = await outputOf(session, "projectId");
  const keyArn = await outputOf(session, "keyArn");
  const plaintext = "what a vector says";
  const sealed = await emulator.encrypt(projectId, plaintext);
  log(`Pinecone assumes the role with the external ID and encrypts "${plaintext}" with ${sealed.keyArn}:`);
  log(`  ${sealed.ciphertext}`);
  log(`and decrypts it again: "${sealed.decrypted}".`);
  claim(sealed.keyArn === keyArn, `the key is the one of this stack, ${keyArn}`);
  claim(!Buffer.from(sealed.ciphertext, "base64").includes(plaintext), "the plaintext isn't in the ciphertext");
  claim(sealed.decrypted === plaintext, "what was decrypted is what was encrypted");
}

async function showRefusal(session: Session): Promise<void> {
  title("A key that is bound can't be changed: replacing it is refused in preview");
  const urn = (await succeeds(session.quiet("stack", "--show-urns"))).match(/urn:\S+kms\/key:Key::\S+/)?.[0];
  if (urn === undefined) throw new Error("The stack has no KMS key.");
  console.log(`\n$ pulumi preview --replace '${urn}'`);
  const { code, output } = await session.quiet("preview", "--replace", urn, "--non-interactive");
  console.log(output);
  claim(code !== 0, "the preview has failed");
  claim(/CmekBinding.*keyArn.*cannot change the key/s.test(output), "it names the key and Pinecone's rule");
}

async function destroy(session: Session, { emulator }: DemoCloud): Promise<void> {
  title("pulumi destroy");
  await succeeds(session.show("destroy", "--yes"));
  const { projects, cmekKeys } = await emulator.snapshot();
  claim(projects.length === 0 && cmekKeys.length === 0, "Pinecone has no project and no key any more");
}

function sayHowToLookAround(session: Session, { env, pid }: DemoCloud): void {
  const script = join(session.folder, "env.sh");
  const exports = { ...session.env, PATH: `${session.env["PATH"]?.split(":")[0] ?? ""}:$PATH` };
  writeFileSync(
    script,
    Object.entries(exports)
      .map(([name, value]) => `export ${name}="${value}"\n`)
      .join(""),
  );
  title("Left running. To look around:");
  log(`  cd ${session.project} && . ${script}`);
  log("  pulumi stack --show-urns                                  what there is");
  log("  pulumi stack output --show-secrets                        with the API keys");
  log("  pulumi config set --path 'regions[1]' us-west-2 && pulumi up  a change that is allowed");
  log(`  curl ${env["PINECONE_CONTROLLER_HOST"] ?? ""}/_emulator/snapshot       what Pinecone has`);
  log(`  curl ${env["PINECONE_CONTROLLER_HOST"] ?? ""}/_emulator/requests       what it was asked`);
  log("To stop it:");
  log(`  kill ${pid ?? ""} && rm -r ${session.folder}`);
}

async function outputOf(session: Session, name: string): Promise<string> {
  return (await succeeds(session.quiet("stack", "output", name))).trim();
}

async function succeeds(ending: ReturnType<Session["show"]>): Promise<string> {
  const { code, output } = await ending;
  if (code !== 0) throw new Error(`That should have worked, and ended with ${code ?? "a signal"}. ${output}`);
  return output;
}

function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Not so: ${what}.`);
  log(`✓ ${what}`);
}

function title(text: string): void {
  console.log(`\n━━ ${text}`);
}

function log(line: string): void {
  console.log(line);
}

// Ctrl-C reaches pulumi too, which winds down and fails; what follows then cleans up.
process.on("SIGINT", () => {
  process.exitCode = INTERRUPTED;
});
main().catch((error: unknown) => {
  if (process.exitCode === INTERRUPTED) console.error("\nInterrupted. Stack and cloud are gone.");
  else {
    console.error(`\n${messageOf(error)}`);
    process.exitCode = 1;
  }
});
