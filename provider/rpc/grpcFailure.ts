import { status, type ServerErrorResponse, type StatusObject } from "@grpc/grpc-js";

/** What gRPC needs of a failure. */
export type Failure = Pick<StatusObject, "code" | "details"> & Pick<ServerErrorResponse, "metadata">;

/** A message travels as one HTTP/2 header of at most 64 KiB, in which a character takes up to 9 bytes. */
const LONGEST_MESSAGE = 7_000;

/** The answer to a call that the plugin does not serve. */
export function unimplemented(message: string): Failure {
  return failure(status.UNIMPLEMENTED, message);
}

/** A failure with a message, which is shortened to what can be sent. */
export function failure(code: status, message: string): Failure {
  const text = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} … (shortened)` : message;
  // The way through bytes replaces half of a surrogate pair, which a header can't carry.
  return { code, details: Buffer.from(text).toString() };
}
