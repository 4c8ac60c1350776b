import type { PlannedResource } from "./plan";
import { isGiven } from "./read";
import { STACK_REFERENCE } from "./types";
import type { Verdict } from "../../iam/evaluate/verdict";
import type { World } from "./world";

/** All resources of the plan that a resource waits for, directly or by way of others. */
export function dependenciesOf(world: World, resource: PlannedResource): readonly PlannedResource[] {
  const found = new Set<PlannedResource>();
  const queue: PlannedResource[] = [resource];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const urns = [...next.dependencies, ...Object.values(next.propertyDependencies).flat()];
    for (const urn of urns) {
      const source = world.get(urn);
      if (source === undefined || source === resource || found.has(source)) continue;
      found.add(source);
      queue.push(source);
    }
  }
  return [...found];
}

/**
 * Whether one of a resource's properties comes from another stack. The engine tells policy packs nothing of a StackReference, but that
 * the property comes from something: its entry is empty. There are SDKs that write an empty entry for plain values too; then every
 * property has one, and it is not known.
 *
 * @param properties those that may come from there
 * @param inputs all inputs of the resource
 */
export function comesFromElsewhere(
  resource: PlannedResource,
  properties: readonly string[],
  inputs: readonly string[],
): Verdict {
  const entries = properties.flatMap((property) => {
    const entry = resource.propertyDependencies[property];
    return entry === undefined ? [] : [entry];
  });
  if (entries.some((urns) => urns.some((urn) => urn.includes(`::${STACK_REFERENCE}::`)))) return "yes";
  if (!entries.some((urns) => urns.length === 0)) return "no";
  const given = inputs.filter((property) => isGiven(resource, property));
  return given.some((property) => resource.propertyDependencies[property] === undefined) ? "yes" : "unknown";
}
