/** What a handler answers with. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON; nothing is sent when it is left out. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: string;
}

/** The part of Pinecone's error codes that the emulator uses. */
export type ErrorCode =
  | "INVALID_ARGUMENT"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "QUOTA_EXCEEDED"
  | "NOT_FOUND"
  | "ALREADY_EXISTS"
  | "FAILED_PRECONDITION"
  | "RESOURCE_EXHAUSTED"
  | "UNKNOWN"
  | "UNAVAILABLE";

const STATUS: Readonly<Record<ErrorCode, number>> = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  QUOTA_EXCEEDED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  FAILED_PRECONDITION: 412,
  RESOURCE_EXHAUSTED: 429,
  UNKNOWN: 500,
  UNAVAILABLE: 503,
};

/** A request that is refused, in the shape of Pinecone's `ErrorResponse`. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  /** @param details goes to the client as `error.details` */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }

  answer(): Answer {
    const status = STATUS[this.code];
    const { code, message, details } = this;
    return { status, body: { status, error: { code, message, ...(details && { details }) } } };
  }
}

/** A token request that is refused, in the shape of RFC 6749, section 5.2. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";

  constructor(
    readonly status: 400 | 401 | 403,
    readonly error: string,
    description: string,
  ) {
    super(description);
  }

  answer(): Answer {
    return { status: this.status, body: { error: this.error, error_description: this.message } };
  }
}

/** The code that goes with a status, for an answer that was ordered by its status alone. */
export function codeOf(status: number): ErrorCode {
  const found = Object.entries(STATUS).find(([, known]) => known === status);
  return found ? (found[0] as ErrorCode) : "UNKNOWN";
}
