import type { Program } from "./program";
import { claim } from "./report";

/** Runs a command of Pulumi that has to be refused, and shows the refusal alone. @returns its words */
export async function refused(program: Program, ...args: readonly [string, ...string[]]): Promise<string> {
  console.log(`\n$ pulumi ${args.join(" ")}`);
  const { code, output } = await program.quiet(...args, "--non-interactive");
  const words = refusalIn(output) ?? output;
  console.log(`\n${words}\n`);
  claim(code !== 0, `\`pulumi ${args[0]}\` has failed`);
  return words;
}

/**
 * The error of a resource of ours in what Pulumi printed: its lines below `Diagnostics:` that start with the resource's type, up to an
 * empty one.
 */
export function refusalIn(output: string): string | undefined {
  const [, diagnostics = ""] = output.split(/^Diagnostics:$/m);
  const blocks = diagnostics.split(/\n\s*\n/).filter((block) => /^\s*pinecone-security:/.test(block));
  const words = blocks.map((block) => /^ {4}(error: [^]*)/m.exec(block)?.[1]);
  return words.find((one) => one !== undefined)?.replace(/^ {4}/gm, "");
}
