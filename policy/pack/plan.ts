import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { nameOf, placeOf, type FormerState, type Plan, type PlannedResource } from "../model/plan";
import { UNKNOWN, type Properties } from "../model/values";

/** The plan of a whole stack, as the engine tells it to a policy pack when the program has run. */
export function planOfStack(resources: readonly PolicyResource[], former: FormerState): Plan {
  const formers = new Map(former.known ? former.resources.map((resource) => [resource.urn, resource]) : []);
  const planned = resources.map((resource): PlannedResource => {
    // A resource that was renamed is the one of its alias.
    const before = [resource.urn, ...resource.opts.aliases]
      .map((urn) => formers.get(urn))
      .find((one) => one !== undefined);
    return {
      ...common(resource),
      change: undefined,
      former: before,
      // The option itself is not told to policy packs. Where the state has it, it most likely stays.
      retainOnDelete: before?.retainOnDelete === true ? true : undefined,
      dependencies: resource.dependencies.map(({ urn }) => urn),
      propertyDependencies: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([name, sources]) => [name, sources.map(({ urn }) => urn)]),
      ),
    };
  });
  return { ...placeOf(resources[0]?.urn ?? ""), resources: planned, former };
}

/** The plan of one resource alone, as the engine tells it to a policy pack before the resource is made. */
export function planOfResource(resource: ResourceValidationArgs): Plan {
  const planned = {
    ...common(resource),
    change: undefined,
    former: undefined,
    retainOnDelete: undefined,
    dependencies: [],
    propertyDependencies: {},
  };
  const former = { known: false, why: "a policy on one resource is not told it" } as const;
  return { ...placeOf(resource.urn), resources: [planned], former };
}

function common({ urn, type, props, opts, provider }: PolicyResource | ResourceValidationArgs) {
  return {
    urn,
    type,
    name: nameOf(urn),
    properties: plain(props) as Properties,
    protect: opts.protect,
    provider: provider?.urn,
  };
}

/** The SDK throws when a value is read that is not known; here it becomes {@link UNKNOWN}. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => readOf(value, index));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((name) => [name, readOf(value, name)]));
}

function readOf(container: object, key: string | number): unknown {
  let value: unknown;
  try {
    value = Reflect.get(container, key);
  } catch {
    return UNKNOWN;
  }
  return plain(value);
}
