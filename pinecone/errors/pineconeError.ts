/** What is known about a failed request besides its message. */
export interface ErrorDetails {
  /** The HTTP status, when there was an answer. */
  readonly status?: number | undefined;
  /** Pinecone's error code, for example `NOT_FOUND`, OAuth's, or the connection's, for example `ECONNREFUSED`. */
  readonly code?: string | undefined;
  /** Pinecone's own words, redacted. */
  readonly said?: string | undefined;
  /** Pinecone's `error.details`, redacted. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** Pinecone's name for the request, for its support. */
  readonly requestId?: string | undefined;
  readonly method?: string | undefined;
  /** Without host and query. */
  readonly path?: string | undefined;
  /** @default false */
  readonly maybeExecuted?: boolean | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Redacted already: a cause is printed with its error. */
  readonly cause?: unknown;
}

/** The base of everything that the client throws. Messages and causes never hold a secret. */
export class PineconeError extends Error {
  override readonly name: string = "PineconeError";
  readonly status: number | undefined;
  readonly code: string | undefined;
  /** Pinecone's own words, redacted. Absent when there was no answer, or somebody else's. */
  readonly said: string | undefined;
  /** Pinecone's `error.details`, as they came: what is in them differs from error to error. */
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly requestId: string | undefined;
  readonly method: string | undefined;
  readonly path: string | undefined;
  /** Pinecone may have carried the request out although no usable answer came. */
  readonly maybeExecuted: boolean;
  /** How long Pinecone asked to wait (`Retry-After`), in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = details.status;
    this.code = details.code;
    this.said = details.said;
    this.details = details.details;
    this.requestId = details.requestId;
    this.method = details.method;
    this.path = details.path;
    this.maybeExecuted = details.maybeExecuted ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }
}
