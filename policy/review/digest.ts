import { z } from "zod";
import { UsageError } from "./usageError";

/** A resource as the engine writes it; what is not needed here is left as it is. */
const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  provider: z.string().optional(),
  dependencies: z.array(z.string()).nullish(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
  created: z.string().optional(),
  sourcePosition: z.string().optional(),
  stackTrace: z.array(z.looseObject({ sourcePosition: z.string().optional() })).nullish(),
});

const step = z.looseObject({
  op: z.string(),
  urn: z.string(),
  oldState: resource.optional(),
  newState: resource.optional(),
  detailedDiff: z.record(z.string(), z.looseObject({ kind: z.string() })).nullish(),
});

const digest = z.looseObject({
  steps: z.array(step).nullish(),
  diagnostics: z
    .array(z.looseObject({ urn: z.string().optional(), message: z.string(), severity: z.string() }))
    .nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

/** A resource in a digest. */
export type DigestResource = z.infer<typeof resource>;

/** What the engine does to a resource. */
export type DigestStep = z.infer<typeof step>;

/** What `pulumi preview --json` prints. */
export interface Digest {
  readonly steps: readonly DigestStep[];
  readonly diagnostics: readonly {
    readonly urn?: string | undefined;
    readonly message: string;
    readonly severity: string;
  }[];
  /** Operation → how many resources. */
  readonly changeSummary: Readonly<Record<string, number>>;
}

const HOW = "Give what `pulumi preview --json --show-sames` prints.";

/**
 * Reads what `pulumi preview --json --show-sames` printed.
 * @throws UsageError that says what is given instead
 */
export function readDigest(text: string): Digest {
  const { steps, diagnostics, changeSummary } = checked(parsed(text));
  const read = { steps: steps ?? [], diagnostics: diagnostics ?? [], changeSummary: changeSummary ?? {} };
  refuseOtherCommands(read);
  refuseLeftOut(read);
  return read;
}

function parsed(text: string): unknown {
  if (text.trim() === "") throw new UsageError(`The preview is empty. ${HOW}`);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold anything.
    const hint = /^\s*(?:Previewing|Updating|\{"sequence")/.test(text) ? " It looks like output without --json." : "";
    throw new UsageError(`The preview is not JSON.${hint} ${HOW}`);
  }
}

function checked(value: unknown): z.infer<typeof digest> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`The preview is JSON, but no object. ${HOW}`);
  }
  if ("deployment" in value) throw new UsageError(`This is what \`pulumi stack export\` prints, no preview. ${HOW}`);
  if (!["steps", "diagnostics", "changeSummary"].some((key) => key in value)) {
    throw new UsageError(`The preview has no \`steps\`: it is the JSON of another command. ${HOW}`);
  }
  const result = digest.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = (issue?.path ?? [])
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("");
  throw new UsageError(`The preview is not as Pulumi prints it: ${where.replace(/^\./, "")} is wrong. ${HOW}`);
}

function refuseOtherCommands({ steps }: Digest): void {
  if (steps.length > 0 && steps.every(({ op }) => op === "refresh")) {
    throw new UsageError(`The steps are those of \`pulumi refresh\`, no preview. ${HOW}`);
  }
}

/** Policies that compare resources would guess where some are left out. */
function refuseLeftOut({ steps, changeSummary }: Digest): void {
  const told = steps.filter(({ op }) => op === "same").length;
  const counted = changeSummary["same"] ?? 0;
  if (told >= counted) return;
  throw new UsageError(
    `The preview leaves out ${counted - told} of ${counted} unchanged resources, and policies that compare resources need them. ` +
      "Run `pulumi preview --json --show-sames`.",
  );
}
