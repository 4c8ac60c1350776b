import * as z from "zod";
import { excerpt, jsonOf } from "./body";
import {
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  PreconditionFailedError,
  RateLimitedError,
  ServerError,
  UnauthorizedError,
  UnexpectedAnswerError,
  UnexpectedShapeError,
} from "./errors";
import type { ErrorDetails, PineconeError } from "./errors";
import { retryAfterOf } from "./retry";
import type { WireAnswer, WireRequest } from "./transport";

/** What an answer says in Pinecone's own words. */
interface Words {
  readonly code?: string | undefined;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Pinecone's errors (`ErrorResponse` of its OpenAPI files). */
const refusal = z
  .object({
    error: z.object({
      code: z.string().optional(),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional().catch(undefined),
    }),
  })
  .transform(({ error }): Words => error);

/** Those of the data plane (`rpcStatus`). Their code is a number of gRPC's. */
const dataPlaneRefusal = z
  .object({ code: z.number(), message: z.string() })
  .transform(({ message }): Words => ({ message }));

/** What judging an answer needs besides the answer. */
export interface Judge {
  redact(text: string): string;
  now(): number;
}

/** What was asked, as far as an answer is judged by it. */
export interface Asked extends Pick<WireRequest, "method" | "url" | "reads"> {
  /** Of the index whose data plane was asked. */
  readonly host?: string | undefined;
  /** It was asked with an API key, not with the service account's token. */
  readonly withApiKey?: boolean;
}

/**
 * The value of a 2xx answer. Fields that the schema does not name are left out.
 *
 * @throws UnexpectedAnswerError, UnexpectedShapeError
 */
export function valueOf<T>(asked: Asked, answer: WireAnswer, schema: z.ZodType<T>, judge: Judge): T {
  const value = jsonOf(answer.text);
  if (value === undefined) throw unexpected(asked, answer, judge);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the whole"}: ${message}`);
  throw new UnexpectedShapeError(
    judge.redact(
      `${asked.url.origin}${asked.url.pathname} answered ${asked.method} with ${answer.status} and JSON of another shape than this version of the API promises: ` +
        `${excerpt(wrong.join("; "))}. Check apiUrl and apiVersion.`,
    ),
    { ...detailsOf(asked, answer, judge), maybeExecuted: !asked.reads },
  );
}

/** The named error for an answer that is no 2xx. */
export function refusalOf(asked: Asked, answer: WireAnswer, judge: Judge): PineconeError {
  const words = wordsOf(asked, answer);
  const details = {
    ...detailsOf(asked, answer, judge),
    code: words?.code === undefined ? undefined : judge.redact(words.code),
    said: words === undefined ? undefined : judge.redact(words.message),
    details: words?.details === undefined ? undefined : redacted(words.details, judge),
  };
  const said = details.said ?? describe(answer, judge);
  const text = `Pinecone refused ${asked.method} ${asked.host ?? ""}${asked.url.pathname} (${[answer.status, details.code].filter(Boolean).join(" ")}): ${said}`;
  const wait = details.retryAfterMs === undefined ? "" : ` It asks to wait ${details.retryAfterMs / 1000} s.`;
  const message = `${text}${wait}${details.requestId === undefined ? "" : ` [request ID ${details.requestId}]`}`;
  return errorOf(asked, answer, message, details) ?? unexpected(asked, answer, judge);
}

/** `undefined` when somebody else has answered: a gateway, a proxy. */
function wordsOf({ host }: Asked, { status, headers, text }: WireAnswer): Words | undefined {
  const json = jsonOf(text);
  const parsed = refusal.safeParse(json);
  if (parsed.success || host === undefined) return parsed.data;
  // Who turns away at the door of the data plane does it in plain text.
  const isText = (headers["content-type"] ?? "text/plain").startsWith("text/plain") && text.trim() !== "";
  if (isText && (status === 401 || status === 403)) return { message: text.trim() };
  return dataPlaneRefusal.safeParse(json).data;
}

/** Details in which a secret took the form of a JSON field are left out: without it they are no JSON. */
function redacted(details: Readonly<Record<string, unknown>>, judge: Judge): Record<string, unknown> | undefined {
  return jsonOf(judge.redact(JSON.stringify(details))) as Record<string, unknown> | undefined;
}

/** `undefined` when the status means something only in Pinecone's own words, and these are not Pinecone's. */
function errorOf(
  asked: Asked,
  { status }: WireAnswer,
  message: string,
  details: ErrorDetails,
): PineconeError | undefined {
  const remedies = asked.withApiKey === true ? remediesForApiKey : remediesForServiceAccount;
  if (status === 401) return new UnauthorizedError(`${message}${remedies.unauthorized}`, details);
  if (status === 429) return new RateLimitedError(message, details);
  if (status === 408 || status >= 500) {
    return new ServerError(message.replace("Pinecone refused", "Pinecone failed at"), {
      ...details,
      maybeExecuted: !asked.reads,
    });
  }
  if (details.said === undefined || status < 400) return undefined;
  switch (status) {
    case 403:
      // A quota is a limit of the plan: no role lifts it.
      return new ForbiddenError(details.code === QUOTA ? message : `${message}${remedies.forbidden}`, details);
    case 404:
      return new NotFoundError(message, details);
    case 409:
      return new ConflictError(message, details);
    case 412:
      return new PreconditionFailedError(message, details);
    default:
      return new InvalidRequestError(message, details);
  }
}

const QUOTA = "QUOTA_EXCEEDED";

const remediesForServiceAccount = {
  unauthorized: " Check that the service account still exists and belongs to this organization.",
  forbidden: " Check the roles of the service account: Pinecone console, Settings > Access > Service accounts.",
};
const remediesForApiKey = {
  unauthorized: " Check that the API key still exists and belongs to this project.",
  // Deletion protection is refused by the same status.
  forbidden:
    " If this is a matter of rights, check the roles of the API key: Pinecone console, API keys of its project.",
};

/** The error for an answer that is not Pinecone's: it says who answered what. */
export function unexpected(asked: Asked, answer: WireAnswer, judge: Judge): UnexpectedAnswerError {
  const { method, url } = asked;
  const to = answer.headers["location"];
  const redirect =
    answer.status >= 300 && answer.status < 400 && to !== undefined ? `, a redirect to ${to.split("?")[0] ?? ""},` : "";
  return new UnexpectedAnswerError(
    judge.redact(
      `${url.origin}${url.pathname} answered ${method} with ${answer.status}${redirect} and ${describe(answer, judge)}, not with JSON of Pinecone's API. Check the URL, and whether a proxy answers in its place.`,
    ),
    { ...detailsOf(asked, answer, judge), maybeExecuted: !asked.reads && answer.status < 300 },
  );
}

/** For example `text/html "<h1>Bad gateway"`. */
function describe(answer: WireAnswer, judge: Judge): string {
  if (answer.text.trim() === "") return "an empty body";
  const type = answer.headers["content-type"]?.split(";")[0] ?? "a body without content type";
  return `${judge.redact(type)} "${excerpt(judge.redact(answer.text))}"`;
}

/** Names under which Pinecone, or the gateway before it, says what it called the request. */
const requestIdHeaders = ["x-pinecone-request-id", "x-request-id", "x-cloud-trace-context"];

export function detailsOf({ method, url }: Omit<Asked, "reads">, answer: WireAnswer, judge: Judge): ErrorDetails {
  const requestId = requestIdHeaders.map((name) => answer.headers[name]).find((value) => value !== undefined);
  return {
    status: answer.status,
    method,
    path: url.pathname,
    requestId: requestId === undefined ? undefined : excerpt(judge.redact(requestId)),
    retryAfterMs: retryAfterOf(answer.headers, judge.now()),
  };
}
