/** Prints where the Pulumi engine is, getting it first if need be. `--yaml` asks for the host of YAML programs too. */
import { parseArgs } from "node:util";
import { ensureEngine } from "../local/engine";

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { yaml: { type: "boolean", default: false } } });
  const engine = await ensureEngine({
    languages: values.yaml ? ["nodejs", "yaml"] : ["nodejs"],
    // Progress is not the answer: `$(npm run -s engine)` is the path alone.
    log: (line) => {
      console.error(line);
    },
  });
  console.log(engine.command);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
