import { parseArgs } from "node:util";
import { UsageError } from "./usageError";

/** What the command was asked for. */
export interface Arguments {
  /** A file, or `-` for the standard input; `undefined`: run the preview. */
  readonly preview: string | undefined;
  readonly state: string | undefined;
  readonly stack: string | undefined;
  readonly cwd: string | undefined;
  readonly config: string | undefined;
  readonly title: string | undefined;
  /** Files, or `-` for the standard output. */
  readonly markdown: string | undefined;
  readonly sarif: string | undefined;
  readonly json: string | undefined;
}

export const HELP = `Usage: pulumi-pinecone-security review (--preview FILE | --run) [options]

Says what a deployment does to keys, roles and network, and what is wrong with it, from a preview of Pulumi's.

The preview, one of:
  --preview FILE   what \`pulumi preview --json --show-sames\` printed; - reads the standard input
  --run            run that command in this folder

Options:
  --stack NAME     the stack, for --run
  --cwd DIR        the project's folder, for --run and for the files named in SARIF
  --state FILE     what \`pulumi stack export\` printed: tells how old resources are, which a preview does not; --run gets it itself
  --config FILE    the configuration of the policies, as for \`pulumi preview --policy-pack-config\`
  --title TEXT     the heading
  --markdown FILE  the report for a pull request; - is the standard output, and the default when no other output is asked for
  --sarif FILE     the findings as SARIF 2.1.0
  --json FILE      all of it as JSON
  --help           this text
  --version        the version

Exit codes:
  0  no policy that is mandatory is violated
  1  a policy that is mandatory is violated, or can't be decided where undecided is mandatory
  2  wrong use: arguments, a file that can't be read, a configuration that is wrong
  3  the preview itself failed; the reports are written all the same
`;

const OPTIONS = {
  preview: { type: "string" },
  run: { type: "boolean", default: false },
  state: { type: "string" },
  stack: { type: "string" },
  cwd: { type: "string" },
  config: { type: "string" },
  title: { type: "string" },
  markdown: { type: "string" },
  sarif: { type: "string" },
  json: { type: "string" },
  help: { type: "boolean", default: false },
  version: { type: "boolean", default: false },
} as const;

/**
 * Reads the command line.
 * @throws UsageError that says what is wrong with it
 */
export function readArguments(args: readonly string[]): Arguments | "help" | "version" {
  const { values, positionals } = parsed(args);
  if (values.help) return "help";
  if (values.version) return "version";
  const [command, ...more] = positionals;
  if (command !== "review") {
    const what = command === undefined ? "No command is given" : `"${command}" is no command`;
    throw new UsageError(`${what}; there is one: review.`);
  }
  if (more.length > 0) throw new UsageError(`"${more.join(" ")}" is not understood. Options begin with --.`);
  if (values.run === (values.preview !== undefined)) {
    throw new UsageError("Give either --preview FILE, or --run.");
  }
  const { preview, state, stack, cwd, config, title, sarif, json } = values;
  const markdown = values.markdown ?? (sarif === undefined && json === undefined ? "-" : undefined);
  if ([markdown, sarif, json].filter((file) => file === "-").length > 1) {
    throw new UsageError("Only one of --markdown, --sarif and --json can go to the standard output.");
  }
  return { preview, state, stack, cwd, config, title, markdown, sarif, json };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's hint at `--` is of no use here.
    throw new UsageError(error.message.split(". ")[0] ?? error.message);
  }
}
