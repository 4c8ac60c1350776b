/**
 * The root program, from nothing to destroy, on the real engine and the local cloud. Every step is checked: the exit
 * code is 0 only when all of it behaved as it says. `--keep` leaves stack and cloud up.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureEngine } from "../local/engine";
import { cloudOfThisProcess, cloudThatStays } from "./demo/cloud";
import { sayHowToLookAround } from "./demo/lookAround";
import { messageOf, missingPrerequisites } from "./demo/prerequisites";
import { claim, interrupt, isInterrupted, log, step } from "./demo/report";
import { Session } from "./demo/session";

const STACK = "demo";
const INTERRUPTED = 130;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { keep: { type: "boolean", default: false } } });
  const began = performance.now();
  const exitAtOnce = (): never => process.exit(INTERRUPTED);
  process.once("SIGINT", exitAtOnce);
  const session = await prepare(values.keep);
  // From here on there is something to clean up.
  process.off("SIGINT", exitAtOnce).on("SIGINT", interrupt);
  let kept = false;
  try {
    await bringUp(session);
    await showEncryption(session);
    await showRefusal(session);
    kept = values.keep;
    if (kept) sayHowToLookAround(session);
    else await destroy(session);
  } finally {
    if (!kept) {
      await session.cloud.stop();
      session.remove();
    }
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  if (!kept) console.log(`\nAll of it worked, in ${seconds} s. Nothing is left running.`);
}

async function prepare(keep: boolean): Promise<Session> {
  step("What this machine needs");
  const missing = await missingPrerequisites();
  if (missing.length > 0) throw new Error(`Something is missing:\n\n${missing.join("\n\n")}`);
  const engine = await ensureEngine({ log });
  step("Build the provider");
  execFileSync(process.execPath, ["--import", "tsx", join(__dirname, "build.ts")], { stdio: "inherit" });
  step("A cloud on this machine: moto for AWS, an emulator for Pinecone");
  const cloud = await (keep ? cloudThatStays(log) : cloudOfThisProcess(log));
  log(`AWS at ${cloud.env["AWS_ENDPOINT_URL"] ?? ""}, Pinecone at ${cloud.emulator.url}`);
  return new Session(engine, cloud);
}

async function bringUp(session: Session): Promise<void> {
  step("One `pulumi up`: IAM role, KMS key, Pinecone project with forced encryption, and the key bound to it");
  await succeeds(session.quiet("stack", "init", STACK));
  const config = {
    pineconeAccountId: session.cloud.pineconeAccountId,
    // A demo has to be able to destroy what it made.
    protect: "false",
    // The emulator has the routes that Pinecone itself only has in its console.
    "pinecone-security:binding": "api",
  };
  for (const [key, value] of Object.entries(config)) await succeeds(session.quiet("config", "set", key, value));
  await succeeds(session.show("up", "--yes", "--skip-preview", "--suppress-progress"));
  step("A second preview has nothing to do");
  await succeeds(session.show("preview", "--expect-no-changes", "--suppress-progress"));
}

async function showEncryption(session: Session): Promise<void> {
  step("The bound key really encrypts");
  const projectId = await outputOf(session, "projectId");
  const keyArn = await outputOf(session, "keyArn");
  const plaintext = "what a vector says";
  const sealed = await session.cloud.emulator.encrypt(projectId, plaintext);
  log(`Pinecone assumes the role with the external ID and encrypts "${plaintext}":`);
  log(`  ${sealed.ciphertext}`);
  claim(sealed.keyArn === keyArn, "the key is the one of this stack");
  claim(!Buffer.from(sealed.ciphertext, "base64").includes(plaintext), "the plaintext isn't in the ciphertext");
  claim(sealed.decrypted === plaintext, `it decrypts to "${sealed.decrypted}"`);
}

async function showRefusal(session: Session): Promise<void> {
  step("A bound key can't be changed: a preview that would replace it is refused, before anything moves");
  const urn = (await succeeds(session.quiet("stack", "--show-urns"))).match(/urn:\S+kms\/key:Key::\S+/)?.[0];
  if (urn === undefined) throw new Error("The stack has no KMS key.");
  console.log(`\n$ pulumi preview --replace '${urn}'`);
  const { code, output } = await session.quiet("preview", "--replace", urn, "--non-interactive");
  const refusal = /^ +(error: .*CmekBinding.*)$/m.exec(output)?.[1] ?? output;
  console.log(`\n${refusal}\n`);
  claim(code !== 0, "the preview has failed");
  claim(/keyArn.*cannot change the key/s.test(refusal), "it names the key and Pinecone's rule");
}

async function destroy(session: Session): Promise<void> {
  step("`pulumi destroy`");
  await succeeds(session.show("destroy", "--yes", "--skip-preview", "--suppress-progress", "--remove"));
  const { projects, cmekKeys } = await session.cloud.emulator.snapshot();
  claim(projects.length === 0 && cmekKeys.length === 0, "Pinecone has no project and no key any more");
}

async function outputOf(session: Session, name: string): Promise<string> {
  return (await succeeds(session.quiet("stack", "output", name))).trim();
}

async function succeeds(ending: ReturnType<Session["show"]>): Promise<string> {
  const { code, output } = await ending;
  if (code !== 0) throw new Error(`That should have worked, and ended with ${code ?? "a signal"}. ${output}`);
  return output;
}

main().catch((error: unknown) => {
  console.error(isInterrupted() ? "\nInterrupted. Stack and cloud are gone." : `\n${messageOf(error)}`);
  process.exitCode = isInterrupted() ? INTERRUPTED : 1;
});
