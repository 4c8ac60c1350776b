import { ensureEngine } from "../../local/engine";

/** Before the first engine test: downloads or builds Pulumi where it is not kept yet, which takes minutes. */
export async function setup(): Promise<void> {
  await ensureEngine({
    languages: ["nodejs", "yaml"],
    log: (line) => {
      process.stderr.write(`${line}\n`);
    },
  });
}
