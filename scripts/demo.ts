/**
 * The journeys, from nothing to destroy, on the real engine and the local cloud: the root program, the one with a private way, and
 * the review of a change to it. Every step is checked: the exit code is 0 only when all of it behaved as it says. `--keep` leaves stacks and cloud up.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureEngine } from "../local/engine";
import { cloudOfThisProcess, cloudThatStays } from "./demo/cloud";
import { destroyEncrypted, showEncryption } from "./demo/encryption";
import { sayHowToLookAround } from "./demo/lookAround";
import { messageOf, missingPrerequisites } from "./demo/prerequisites";
import { destroyPrivateWay, showPrivateWay } from "./demo/privateWay";
import { interrupt, isInterrupted, log, step } from "./demo/report";
import { showReview } from "./demo/review";
import { Session } from "./demo/session";

const INTERRUPTED = 130;

// The AWS SDK's notice on Node versions is for its users.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

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
    await showEncryption(session);
    const place = await showPrivateWay(session);
    await showReview(session);
    kept = values.keep;
    if (kept) sayHowToLookAround(session, place);
    else {
      await destroyPrivateWay(session, place);
      await destroyEncrypted(session);
    }
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

main().catch((error: unknown) => {
  console.error(isInterrupted() ? "\nInterrupted. Stacks and cloud are gone." : `\n${messageOf(error)}`);
  process.exitCode = isInterrupted() ? INTERRUPTED : 1;
});
