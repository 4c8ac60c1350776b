/** No answer of the Admin API comes near this; an error page or a stream without end must not fill the memory. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** How much of an unexpected answer a message shows. */
const excerptLength = 200;

/** Thrown by {@link readText} when the body is longer than allowed. */
export class BodyTooLongError extends Error {
  override readonly name = "BodyTooLongError";
}

/**
 * Reads a body as UTF-8, up to a limit.
 *
 * @throws BodyTooLongError, and whatever the connection throws
 */
export async function readText(body: AsyncIterable<Uint8Array>, limit = MAX_BODY_BYTES): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop by a throw destroys the stream, and with it the connection.
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > limit) throw new BodyTooLongError(`more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The parsed JSON, or `undefined` when it is none (`undefined` is no JSON value). */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The beginning of a body on one line. Redact before it is cut: half a secret is not recognised. */
export function excerpt(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length > excerptLength ? `${line.slice(0, excerptLength)}…` : line;
}
