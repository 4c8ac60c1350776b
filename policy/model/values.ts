/** A value that a preview does not know yet. */
export const UNKNOWN: unique symbol = Symbol("not known in preview");

/** Properties of a resource: JSON, with {@link UNKNOWN} wherever a value is not known yet. */
export type Properties = Readonly<Record<string, unknown>>;

/** What a policy throws when it can't decide: it says so, and never passes in silence. */
export class UndecidedError extends Error {
  override readonly name: string = "UndecidedError";

  /** @param reason a sentence for a person, or a clause */
  constructor(reason: string) {
    super(reason.replace(/\.$/, ""));
  }
}

/** What a policy throws when it reads a value that is not known. */
export class UnknownValueError extends UndecidedError {
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
