import { PineconeError } from "./pineconeError";
import type { ClientOptions } from "../options";

/** An option of the client that can't be used. Thrown by the constructor, before anything is sent. */
export class InvalidOptionError extends PineconeError {
  override readonly name = "InvalidOptionError";

  constructor(
    readonly option: keyof ClientOptions,
    message: string,
  ) {
    super(message);
  }
}
