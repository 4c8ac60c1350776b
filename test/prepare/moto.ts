import { startMoto } from "../../local/moto";

/** Before the first test: installs moto where it is not kept yet. No test's time limit has to pay for that. */
export async function setup(): Promise<void> {
  const moto = await startMoto({
    log: (line) => {
      process.stderr.write(`${line}\n`);
    },
  });
  await moto.stop();
}
