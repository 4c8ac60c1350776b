/** What was asked for can't be done as asked: told in a sentence, with what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
