import { PineconeError } from "./pineconeError";

/** 400, 422 and every other 4xx without a class of its own: the request itself is wrong. */
export class InvalidRequestError extends PineconeError {
  override readonly name = "InvalidRequestError";
}

/** 401 although the access token (or API key) is new. */
export class UnauthorizedError extends PineconeError {
  override readonly name = "UnauthorizedError";
}

/** 403: the service account's role does not allow it. */
export class ForbiddenError extends PineconeError {
  override readonly name = "ForbiddenError";
}

/** 404 in Pinecone's own words: the thing is gone. A 404 page of something else is an `UnexpectedAnswerError`. */
export class NotFoundError extends PineconeError {
  override readonly name = "NotFoundError";
}

/** 409: it exists already. */
export class ConflictError extends PineconeError {
  override readonly name = "ConflictError";
}

/** 412: something else must be done first; the message has Pinecone's reason. */
export class PreconditionFailedError extends PineconeError {
  override readonly name = "PreconditionFailedError";
}

/** 429, after all retries, or with a wait longer than the client is willing to make. */
export class RateLimitedError extends PineconeError {
  override readonly name = "RateLimitedError";
}

/** 408 or 5xx, after all retries. */
export class ServerError extends PineconeError {
  override readonly name = "ServerError";
}

/** The token request was refused: client ID and client secret don't belong together, or not to a service account. */
export class CredentialsRejectedError extends PineconeError {
  override readonly name = "CredentialsRejectedError";
}
