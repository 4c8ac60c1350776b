/**
 * A local cloud until Ctrl-C or SIGTERM: moto and the Pinecone emulator. Prints one JSON line on stdout when both are
 * up: `{"pid": …, "env": {…}}`, the environment that makes `pulumi` and the plugins use them.
 */
import { startCloud } from "../local/cloud";

async function main(): Promise<void> {
  const cloud = await startCloud({
    log: (line) => {
      console.error(line);
    },
  });
  const stop = (): void => {
    cloud.stop().then(() => process.exit(), fail);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const { pineconeAccountId } = cloud.emulator;
  console.log(JSON.stringify({ pid: process.pid, pineconeAccountId, env: cloud.env }));
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

main().catch(fail);
