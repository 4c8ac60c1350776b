import { HELP, readOptions, UsageError } from "./options";
import { start } from "./start";

async function main(): Promise<void> {
  // The SDK's notice on Node versions is for its users, not for ours.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === "help") {
    process.stdout.write(HELP);
    return;
  }
  const emulator = await start(options);
  const stop = (): void => {
    void emulator.close().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  if (options.exitWithParent) process.stdin.once("close", stop).resume();
  process.stdout.write(`${JSON.stringify(emulator.announcement)}\n`);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof UsageError ? "\nRun with --help for the flags." : "";
  process.stderr.write(`pinecone-security-emulator: ${message}${hint}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
