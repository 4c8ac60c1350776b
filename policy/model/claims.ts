import { UndecidedError } from "./values";

/** Says all that is wrong by several claims, and only then that one of them can't be decided. */
export function* knownFirst(claims: Iterable<() => Iterable<string>>): Generator<string> {
  let open: UndecidedError | undefined;
  for (const claim of claims) {
    try {
      yield* claim();
    } catch (error) {
      if (!(error instanceof UndecidedError)) throw error;
      open ??= error;
    }
  }
  if (open !== undefined) throw open;
}
