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

/** Whether one of several conditions holds. @throws UndecidedError when none does, and one can't be decided */
export function isAny(conditions: Iterable<() => boolean>): boolean {
  let open: UndecidedError | undefined;
  for (const condition of conditions) {
    try {
      if (condition()) return true;
    } catch (error) {
      if (!(error instanceof UndecidedError)) throw error;
      open ??= error;
    }
  }
  if (open !== undefined) throw open;
  return false;
}
