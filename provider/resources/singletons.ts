/**
 * Who has a thing that there is only one of, for example a project's CMEK key, in this deployment. It is what keeps two resources from
 * having it, and what lets a resource that was renamed without an alias keep it: its old name is deleted after the new one was made.
 */
export class Singletons {
  readonly #claims = new Map<string, string>();
  readonly #held = new Map<string, string>();
  readonly #made = new Map<string, string>();

  /**
   * Notes that the resource of this URN is to have the thing.
   *
   * @param key Names the thing, for example by its project's ID.
   * @returns another URN that has said so before
   */
  claim(key: string, urn: string): string | undefined {
    const holder = this.#claims.get(key);
    if (holder === undefined) this.#claims.set(key, urn);
    return holder === urn ? undefined : holder;
  }

  /** Notes that the resource of this URN has the thing in the state, and goes on having it. */
  holds(key: string, urn: string): void {
    this.#held.set(key, urn);
  }

  /** Notes that the resource of this URN was made in this deployment. */
  made(key: string, urn: string): void {
    this.#made.set(key, urn);
  }

  /** Whether a resource of this deployment has made the thing. */
  wasMade(key: string): boolean {
    return this.#made.has(key);
  }

  /** Whether the resource of this URN has another such thing after this deployment: it was replaced. */
  hasAnother(key: string, urn: string): boolean {
    return [...this.#held, ...this.#made].some(([other, its]) => other !== key && its === urn);
  }

  /**
   * The URN that has the thing after this deployment, when the resource of the given URN is deleted. One that was only checked is
   * none: its creation may have failed, and the thing would then be nobody's.
   */
  successor(key: string, urn: string): string | undefined {
    const held = this.#held.get(key);
    // What was made may have the same URN: its predecessor is the one that is deleted.
    return this.#made.get(key) ?? (held === urn ? undefined : held);
  }
}
