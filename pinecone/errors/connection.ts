import { PineconeError } from "./pineconeError";
import type { ErrorDetails } from "./pineconeError";

/** No connection, or one that broke: host not found, refused, certificate not trusted, proxy said no, reset. */
export class ConnectionFailedError extends PineconeError {
  override readonly name = "ConnectionFailedError";

  constructor(
    message: string,
    /** It may pass by itself, so sending again can help. A certificate that is not trusted does not. */
    readonly passing: boolean,
    details: ErrorDetails = {},
  ) {
    super(message, details);
  }
}

/** No complete answer within `requestTimeoutMs`. */
export class RequestTimeoutError extends PineconeError {
  override readonly name = "RequestTimeoutError";
}

/** The caller's signal ended the request or the wait before it. */
export class AbortedError extends PineconeError {
  override readonly name = "AbortedError";
}
