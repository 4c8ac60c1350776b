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

/**
 * What was found, with the place where it matters; `undefined` where nothing was, or there is no such place.
 * @throws UndecidedError when there is such a place, and what there is to find is not known
 */
export function foundAt<Found, Place>(
  find: () => Found | undefined,
  place: () => Place | undefined,
): readonly [Found, Place] | undefined {
  let found: Found | undefined;
  try {
    found = find();
  } catch (error) {
    if (error instanceof UndecidedError && place() === undefined) return undefined;
    throw error;
  }
  const where = found === undefined ? undefined : place();
  return found === undefined || where === undefined ? undefined : [found, where];
}
