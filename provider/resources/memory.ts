import { PrivateWays } from "./network/privateWays";
import { PlannedEndpoints } from "./privateEndpoint/planned";
import { Singletons } from "./singletons";

/**
 * What the plugin knows of the deployment it serves: one per plugin process, never written down. It is what tells a thing that this
 * deployment made from one that was there before.
 */
export class DeploymentMemory {
  /** Each project's CMEK key, by the project's ID. */
  readonly cmekBindings = new Singletons();
  /** Each project's VPC-only switch, by the project's ID. */
  readonly networkAccess = new Singletons();
  /** The guards of private ways, by the IDs of the project and of the VPC endpoint. */
  readonly accessGuards = new Singletons();
  /** What becomes of the private ways of projects. */
  readonly privateWays = new PrivateWays();
  /** The Private Endpoints that the program asks for. */
  readonly endpoints = new PlannedEndpoints();
  /** Who has each registration of a VPC endpoint, by the IDs of the project and of the VPC endpoint, and the region. */
  readonly registrations = new Singletons();
  readonly #madeProjects = new Set<string>();
  readonly #forcesCmek = new Map<string, boolean>();
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

  /** Notes a key's value, which the look at a project's indexes needs. */
  sawApiKey(projectId: string, id: string, value: string): void {
    const values = this.#apiKeyValues.get(projectId) ?? new Map<string, string>();
    this.#apiKeyValues.set(projectId, values.set(id, value));
  }

  /** Its value is of no use any more: the key is deleted. */
  forgetApiKey(id: string): void {
    for (const values of this.#apiKeyValues.values()) values.delete(id);
  }

  /** The project that the key of this value is of; `undefined` when it did not go through this process as an `ApiKey`. */
  projectOfApiKey(value: string): string | undefined {
    const holder = [...this.#apiKeyValues].find(([, values]) => [...values.values()].includes(value));
    return holder?.[0];
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
