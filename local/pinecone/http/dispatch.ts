import type { AuditedEvent } from "../audit";
import { ApiError, OAuthError } from "./answer";
import type { Answer } from "./answer";
import { header } from "./router";
import type { Call, Route } from "./router";

/** Lets a route answer, turns what it throws into an answer, and writes the audit event. */
export async function dispatch(route: Route, call: Call): Promise<Answer> {
  try {
    const answer = await route.handle(call);
    record(route.event, call);
    return answer;
  } catch (error) {
    if (error instanceof OAuthError) return error.answer();
    const refusal = error instanceof ApiError ? error : unexpected(error);
    record(route.event, call, refusal);
    return refusal.answer();
  }
}

/** A defect of the emulator: told on stderr whole, and to the client without a stack. */
function unexpected(error: unknown): ApiError {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  const reason = error instanceof Error ? error.message : String(error);
  return new ApiError("UNKNOWN", `The emulator failed: ${reason}`);
}

/** Who is not known can't have acted: a request without good credentials leaves no event. */
function record(event: AuditedEvent | undefined, call: Call, refusal?: ApiError): void {
  if (event === undefined || call.actor === undefined) return;
  call.world.audit.record({
    event,
    actor: call.actor,
    subject: call.subject,
    userAgent: header(call, "user-agent") ?? "",
    ...(refusal && { failure: { reason: refusal.message, errorCode: refusal.code } }),
  });
}
