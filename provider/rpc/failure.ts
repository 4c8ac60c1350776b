import { status } from "@grpc/grpc-js";
import type { Call } from "./call";
import { CancelReason, HalfCreatedError, ProviderError, TimeoutReason } from "./errors";
import { failure, type Failure } from "./grpcFailure";

/** The calls whose failure can bring a half-created resource along: the engine looks for one in these alone. */
const TAKES_HALF_CREATED: ReadonlySet<string> = new Set(["Create", "Read", "Update"]);

/**
 * What to answer for something thrown.
 *
 * INTERNAL, UNKNOWN and DATA_LOSS would tell the engine that the resource may be in any state, UNIMPLEMENTED and UNAVAILABLE have
 * meanings of their own; a refusal is none of these.
 */
export async function failureOf(thrown: unknown, call: Call): Promise<Failure> {
  if (thrown instanceof HalfCreatedError && TAKES_HALF_CREATED.has(call.rpc)) {
    const { halfCreated } = await import("./halfCreated.js");
    return halfCreated(thrown, call);
  }
  if (thrown instanceof ProviderError || thrown instanceof HalfCreatedError) {
    return failure(status.INVALID_ARGUMENT, call.redact(thrown.message));
  }
  const { signal } = call.context;
  if (!signal.aborted) return internalError(thrown, call);
  const reason: unknown = signal.reason;
  // Whatever an aborted request ends in is the abort's doing, most likely; where it is not, the debug log has it.
  if (thrown !== reason) call.context.log("debug", `${call.rpc} was aborted and ended with:\n${frames(thrown)}`);
  if (reason instanceof TimeoutReason) return failure(status.DEADLINE_EXCEEDED, reason.message);
  return failure(status.CANCELLED, new CancelReason().message);
}

/** A defect: one line for the user, and where it happened for the debug log. */
function internalError(thrown: unknown, call: Call): Failure {
  const { name, version } = call.session.provider;
  const of = call.subject === "" ? "" : ` of ${call.subject}`;
  call.context.log("debug", `${name} ${version}, ${call.rpc}${of}:\n${frames(thrown)}`);
  const message = call.redactAll(summary(thrown)).replaceAll(/\s*\n\s*/g, " ");
  return failure(
    status.UNKNOWN,
    `internal error in ${name} ${version} during ${call.rpc}${of}: ${message}; please report`,
  );
}

/** What was thrown, in a line. */
export function summary(thrown: unknown): string {
  // The message of a SyntaxError quotes the text that could not be read, cut off where redaction would not know it.
  if (thrown instanceof SyntaxError) return "SyntaxError";
  if (thrown instanceof Error) return thrown.message === "" ? thrown.name : thrown.message;
  return notAnError(thrown);
}

/** The lines of a stack that say where. The first lines are the message, which may quote properties. */
export function frames(thrown: unknown): string {
  if (!(thrown instanceof Error)) return notAnError(thrown);
  const lines = thrown.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return [thrown.name, ...lines].join("\n");
}

function notAnError(thrown: unknown): string {
  return `a value of type ${typeof thrown} was thrown`;
}
