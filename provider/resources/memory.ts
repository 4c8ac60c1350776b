/**
 * What the plugin knows of the deployment it serves: one per plugin process, never written down. It is what tells a thing that this
 * deployment made from one that was there before.
 */
export class DeploymentMemory {
  readonly #madeProjects = new Set<string>();
  readonly #forcesCmek = new Map<string, boolean>();
  readonly #bindingClaims = new Map<string, string>();
  readonly #heldBindings = new Map<string, string>();
  readonly #madeBindings = new Map<string, string>();
  readonly #apiKeyValues = new Map<string, Map<string, string>>();
  readonly #inState = new Set<string>();
  readonly #lastCall = new Map<string, "check" | "read">();
  readonly #drift = new Map<string, readonly string[]>();

  /** Notes that this deployment made the project. */
  madeProject(id: string): void {
    this.#madeProjects.add(id);
  }

  hasMadeProject(id: string): boolean {
    return this.#madeProjects.has(id);
  }

  /** A project's `forceEncryptionWithCmek`, as Pinecone said last. */
  sawProject({
    id,
    forceEncryptionWithCmek,
  }: {
    readonly id: string;
    readonly forceEncryptionWithCmek: boolean;
  }): void {
    this.#forcesCmek.set(id, forceEncryptionWithCmek);
  }

  /** `undefined` when nobody has looked. */
  forcesCmek(projectId: string): boolean | undefined {
    return this.#forcesCmek.get(projectId);
  }

  /** Notes that the CmekBinding of this URN is for the project, and answers with another URN that has said so before. */
  claimBinding(projectId: string, urn: string): string | undefined {
    const holder = this.#bindingClaims.get(projectId);
    if (holder === undefined) this.#bindingClaims.set(projectId, urn);
    return holder === urn ? undefined : holder;
  }

  /** Notes that the CmekBinding of this URN has the project's key in the state, and goes on having it. */
  holdsBinding(projectId: string, urn: string): void {
    this.#heldBindings.set(projectId, urn);
  }

  /** Notes that the CmekBinding of this URN was made in this deployment. */
  madeBinding(projectId: string, urn: string): void {
    this.#madeBindings.set(projectId, urn);
  }

  /**
   * The URN that the project's key has after this deployment, when the CmekBinding of the given URN is deleted. One that was only
   * checked is none: its creation may have failed, and the key would then be nobody's.
   */
  bindingSuccessor(projectId: string, urn: string): string | undefined {
    const held = this.#heldBindings.get(projectId);
    // What was made may have the same URN: its predecessor is the one that is deleted.
    return this.#madeBindings.get(projectId) ?? (held === urn ? undefined : held);
  }

  /** Notes a key's value, which the look at a project's indexes needs. */
  sawApiKey(projectId: string, id: string, value: string): void {
    const values = this.#apiKeyValues.get(projectId) ?? new Map<string, string>();
    this.#apiKeyValues.set(projectId, values.set(id, value));
  }

  /** Its value is of no use any more: the key is deleted. */
  forgetApiKey(id: string): void {
    for (const values of this.#apiKeyValues.values()) values.delete(id);
  }

  /** The values of the project's API keys that went through this process. Secrets. */
  apiKeyValues(projectId: string): readonly string[] {
    return [...(this.#apiKeyValues.get(projectId)?.values() ?? [])];
  }

  /**
   * Notes that the resource was checked.
   *
   * @param isNew Whether the engine gave no old inputs.
   */
  checked(urn: string, isNew: boolean): void {
    this.#lastCall.set(urn, "check");
    if (!isNew) this.#inState.add(urn);
  }

  /**
   * Whether the resource was checked with its old inputs before. A resource that is checked as new after that is to be replaced: so
   * the engine does, and it is all that a provider hears of it before Create.
   */
  wasInState(urn: string): boolean {
    return this.#inState.has(urn);
  }

  /**
   * Notes that the resource was read.
   *
   * @param drift The outputs that turned out to be other than in the state.
   */
  read(urn: string, drift: readonly string[]): void {
    this.#lastCall.set(urn, "read");
    this.#drift.set(urn, drift);
  }

  /**
   * What a read found to be other than in the state, when the Diff that comes now belongs to it: to show a refresh the engine asks
   * for the diff of what was read. The Diff of an update comes after a Check.
   */
  driftToShow(urn: string): readonly string[] | undefined {
    return this.#lastCall.get(urn) === "read" ? (this.#drift.get(urn) ?? []) : undefined;
  }
}
