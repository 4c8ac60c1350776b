import { PineconeError } from "./pineconeError";
import type { ErrorDetails } from "./pineconeError";

/** A create whose answer was lost, and looking did not settle what became of it. The message says what to look for and what to do. */
export class AnswerLostError extends PineconeError {
  override readonly name = "AnswerLostError";

  constructor(
    message: string,
    /** IDs of what may be the outcome; empty when nothing was found. */
    readonly candidates: readonly string[],
    details: ErrorDetails = {},
  ) {
    super(message, { ...details, maybeExecuted: true });
  }
}
