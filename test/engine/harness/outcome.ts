import type { EngineEvent, OpMap, OutputMap } from "@pulumi/pulumi/automation";

/** What an operation did. */
export interface Outcome {
  /** Resources per operation, the stack and default providers included: `{ create: 4 }`, `{ same: 4 }`. */
  readonly changes: OpMap;
  /** Operation → names of our and AWS's resources it was done to; `same` is left out. */
  readonly steps: Readonly<Record<string, readonly string[]>>;
  /** Messages of plugins and engine, without colours. */
  readonly diagnostics: readonly Diagnostic[];
  /** Everything the engine told. */
  readonly events: readonly EngineEvent[];
  /** What the command printed. */
  readonly stdout: string;
  readonly outputs: OutputMap;
}

/** A message of a plugin, the program or the engine. */
export interface Diagnostic {
  readonly severity: string;
  readonly message: string;
  /** The name of the resource it is about. */
  readonly resource?: string;
}

/** What a policy pack said of a resource. */
export interface PolicyViolation {
  readonly policy: string;
  readonly level: string;
  /** The name of the resource it is about. */
  readonly resource: string;
  readonly message: string;
}

/** What a policy pack said, without colours. */
export function violationsOf(events: readonly EngineEvent[]): PolicyViolation[] {
  return events.flatMap(({ policyEvent: event }) => {
    if (event === undefined) return [];
    const { policyName: policy, enforcementLevel: level, resourceUrn = "" } = event;
    return [{ policy, level, resource: nameOf(resourceUrn), message: plain(event.message) }];
  });
}

/** An operation that the engine ended as failed. Its message is the text of every error, one below the other. */
export class OperationFailedError extends Error {
  override readonly name = "OperationFailedError";

  constructor(
    readonly events: readonly EngineEvent[],
    /** Both streams of the command. */
    readonly output: string,
  ) {
    const errors = diagnosticsOf(events).filter(({ severity }) => severity === "error");
    super(errors.length > 0 ? errors.map(({ message }) => message).join("\n") : commandErrors(output));
  }
}

/** The message of an operation that must fail; fails itself if it doesn't. */
export async function failure(operation: Promise<unknown>): Promise<string> {
  let outcome: unknown;
  try {
    outcome = await operation;
  } catch (error) {
    if (error instanceof OperationFailedError) return error.message;
    throw error;
  }
  throw new Error(`It should have failed, and did: ${JSON.stringify((outcome as Partial<Outcome>).changes)}`);
}

/** Engine messages without colours and empty lines. */
export function diagnosticsOf(events: readonly EngineEvent[]): Diagnostic[] {
  return events.flatMap(({ diagnosticEvent: event }) => {
    const message = plain(event?.message ?? "");
    if (event === undefined || message === "" || event.ephemeral === true) return [];
    const resource = event.urn === undefined || event.urn === "" ? {} : { resource: nameOf(event.urn) };
    return [{ severity: event.severity, message, ...resource }];
  });
}

/** Operation → names. Providers and the stack itself are the engine's affair. */
export function stepsOf(events: readonly EngineEvent[]): Record<string, string[]> {
  const steps: Record<string, string[]> = {};
  for (const { resourcePreEvent: event } of events) {
    if (event === undefined || event.metadata.op === "same" || event.metadata.type.startsWith("pulumi:")) continue;
    (steps[event.metadata.op] ??= []).push(nameOf(event.metadata.urn));
  }
  return steps;
}

/** The counts of the operation's summary. */
export function changesOf(events: readonly EngineEvent[]): OpMap {
  return events.find(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent?.resourceChanges ?? {};
}

/** What a command says that ends before the engine has told anything; it stands in the output three times. */
function commandErrors(output: string): string {
  const lines = output.split("\n").filter((line) => line.startsWith("error: "));
  return lines.length > 0 ? [...new Set(lines)].join("\n") : output;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function plain(message: string): string {
  // Colours come as the engine's own tags, and from some plugins as escape sequences.
  return message.replace(/<\{%.*?%\}>|\u001b\[[0-9;]*m/g, "").trim();
}
