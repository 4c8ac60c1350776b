export { AnswerLostError } from "./answerLost";
export { AbortedError, ConnectionFailedError, RequestTimeoutError } from "./connection";
export { InvalidOptionError } from "./invalidOption";
export { PineconeError } from "./pineconeError";
export type { ErrorDetails } from "./pineconeError";
export {
  ConflictError,
  CredentialsRejectedError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  PreconditionFailedError,
  RateLimitedError,
  ServerError,
  UnauthorizedError,
} from "./refused";
export { UnexpectedAnswerError, UnexpectedShapeError } from "./unexpectedAnswer";
