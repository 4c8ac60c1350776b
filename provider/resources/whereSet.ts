import {
  ConnectionFailedError,
  type PineconeError,
  RequestTimeoutError,
  UnexpectedAnswerError,
} from "../../pinecone/errors";
import { ENVIRONMENT } from "./environment";
import type { Settings } from "./settings";

/**
 * The client's message. Where nothing, or something else than Pinecone, is at a URL, it says which setting the URL is: the client
 * knows none of them.
 */
export function withSetting(error: PineconeError, { tokenUrl }: Settings): string {
  const isAboutUrl = [ConnectionFailedError, RequestTimeoutError, UnexpectedAnswerError].some(
    (kind) => error instanceof kind,
  );
  if (!isAboutUrl) return error.message;
  const field = error.path === new URL(tokenUrl).pathname ? "tokenUrl" : "apiUrl";
  return `${error.message} The URL is set as pinecone-security:${field} or ${ENVIRONMENT[field].join(" or ")}.`;
}
