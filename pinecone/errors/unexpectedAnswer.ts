import { PineconeError } from "./pineconeError";

/** An answer that is not Pinecone's: HTML, no JSON, a redirect, too long. Most often a wrong URL or a proxy's page. */
export class UnexpectedAnswerError extends PineconeError {
  override readonly name: string = "UnexpectedAnswerError";
}

/** JSON, but not of the shape that this API version promises. */
export class UnexpectedShapeError extends UnexpectedAnswerError {
  override readonly name = "UnexpectedShapeError";
}
