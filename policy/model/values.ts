/** A value that a preview does not know yet. */
export const UNKNOWN: unique symbol = Symbol("not known in preview");

/** Properties of a resource: JSON, with {@link UNKNOWN} wherever a value is not known yet. */
export type Properties = Readonly<Record<string, unknown>>;

/** What a policy throws on when it reads a value that is not known: it can't decide, and says so. */
export class UnknownValueError extends Error {
  override readonly name = "UnknownValueError";

  constructor(
    /** Name of the resource in the program. */
    readonly resource: string,
    /** Path of the property, such as `rules[0].cidrIpv4`. */
    readonly property: string,
    /** Why it is not known: a clause such as "it comes from search-role, which is not made yet". */
    readonly reason: string,
  ) {
    super(`${property} of ${resource} is not known: ${reason}`);
  }
}

/** Whether a value is, or has somewhere in it, one that is not known. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
