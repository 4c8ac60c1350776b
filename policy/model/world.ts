import type { Plan, PlannedResource } from "./plan";
import { knownTexts } from "./read";
import { ACCESS_GUARD, API_KEY, CMEK_BINDING, KEY_ALIAS, NETWORK_ACCESS, PRIVATE_ENDPOINT } from "./types";
import { UNKNOWN } from "./values";

/** Resources that hand on what they were given: a project's ID from a binding is the project's. */
const HAND_ON = new Set([CMEK_BINDING, PRIVATE_ENDPOINT, ACCESS_GUARD, NETWORK_ACCESS, API_KEY, KEY_ALIAS]);

/** A plan, and who in it refers to whom. */
export class World {
  readonly #byUrn: ReadonlyMap<string, PlannedResource>;
  readonly #byType = new Map<string, PlannedResource[]>();

  constructor(readonly plan: Plan) {
    this.#byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
    for (const resource of plan.resources) {
      const others = this.#byType.get(resource.type);
      if (others === undefined) this.#byType.set(resource.type, [resource]);
      else others.push(resource);
    }
  }

  /** The resource of a URN. */
  get(urn: string): PlannedResource | undefined {
    return this.#byUrn.get(urn);
  }

  /** The resources of these types. */
  ofType(...types: readonly string[]): readonly PlannedResource[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /**
   * The resources of these types that a property's value comes from: those that the program takes it from, also by way of a resource
   * that only hands it on, and those that have the same known value in one of `identities`.
   */
  sources(
    resource: PlannedResource,
    property: string,
    types: readonly string[],
    identities: readonly string[] = ["arn", "id"],
  ): readonly PlannedResource[] {
    const found = new Set<PlannedResource>();
    const seen = new Set<string>([resource.urn]);
    const queue = [...(resource.propertyDependencies[property] ?? [])];
    for (let urn = queue.pop(); urn !== undefined; urn = queue.pop()) {
      const source = seen.has(urn) ? undefined : this.get(urn);
      seen.add(urn);
      if (source === undefined) continue;
      if (types.includes(source.type)) found.add(source);
      else if (HAND_ON.has(source.type)) queue.push(...Object.values(source.propertyDependencies).flat());
    }
    for (const value of knownTexts(resource, property)) {
      for (const candidate of this.ofType(...types)) {
        if (identities.some((identity) => identityOf(candidate, identity) === value)) found.add(candidate);
      }
    }
    return [...found];
  }

  /** The resources of a type whose property has its value from this resource: the other way round of {@link World.sources}. */
  users(
    resource: PlannedResource,
    type: string,
    property: string,
    identities?: readonly string[],
  ): readonly PlannedResource[] {
    return this.ofType(type).filter((user) =>
      this.sources(user, property, [resource.type], identities).includes(resource),
    );
  }
}

/** Our own resources have no `id` among their properties; the state of before has it. */
function identityOf({ properties, former }: PlannedResource, identity: string): unknown {
  const value = properties[identity];
  if (value !== undefined && value !== UNKNOWN) return value;
  return identity === "id" ? former?.id : undefined;
}
