/** A stack that keeps every policy, ways to break one of them, and what the policies say then. */
import type { Policy } from "../../policy/definition";
import { judge } from "../../policy/judge";
import type { FormerResource, Plan, PlannedResource } from "../../policy/model/plan";
import type { Properties } from "../../policy/model/values";
import { World } from "../../policy/model/world";
import { policies } from "../../policy/policies";
import { type PackConfiguration, settingsOf } from "../../policy/settings";
import type { Fixture, FixtureOptions, FixtureResource } from "./compliant";

export * from "./compliant";

/** The fixture with some properties of a resource changed, added, or (undefined) left out. */
export function changed(fixture: Fixture, name: string, properties: Properties, options: FixtureOptions = {}): Fixture {
  if (!fixture.resources.some((each) => each.name === name)) throw new Error(`The fixture has no ${name}.`);
  const resources = fixture.resources.map((each) =>
    each.name === name ? { ...each, ...options, properties: { ...each.properties, ...properties } } : each,
  );
  return { ...fixture, former: fixture.former ?? fixture.resources, resources };
}

/** The fixture without some resources, which were there before. */
export function without(fixture: Fixture, ...names: readonly string[]): Fixture {
  const former = fixture.former ?? fixture.resources;
  return { ...fixture, former, resources: fixture.resources.filter(({ name }) => !names.includes(name)) };
}

/** The fixture without some resources, which were not there before either. */
export function never(fixture: Fixture, ...names: readonly string[]): Fixture {
  return { ...fixture, resources: fixture.resources.filter(({ name }) => !names.includes(name)) };
}

/** The fixture with further resources, which were not there before. */
export function withMore(fixture: Fixture, ...more: readonly FixtureResource[]): Fixture {
  return { ...fixture, former: fixture.former ?? fixture.resources, resources: [...fixture.resources, ...more] };
}

/** The plan of a fixture. */
export function planOf({ stack, resources, former = resources }: Fixture): Plan {
  const before = "why" in former ? [] : former;
  const urns = new Map([...before, ...resources].map(({ type, name }) => [name, urnOf(stack, type, name)]));
  const formers = before.map((each) => formerOf(each, urns));
  return {
    project: "claims",
    stack,
    resources: resources.map((each) => {
      const planned = plannedOf(each, urns, formers);
      return "why" in former ? { ...planned, change: undefined } : planned;
    }),
    former: "why" in former ? { known: false, why: former.why } : { known: true, resources: formers },
  };
}

function plannedOf(
  each: FixtureResource,
  urns: ReadonlyMap<string, string>,
  formers: readonly FormerResource[],
): PlannedResource {
  const former = formers.find(({ urn }) => urn === urns.get(each.name));
  const isSame = former !== undefined && JSON.stringify(former.properties) === JSON.stringify(each.properties);
  return {
    ...common(each, urns),
    retainOnDelete: each.retainOnDelete,
    provider: each.provider === undefined ? undefined : urns.get(each.provider),
    change: former === undefined ? "create" : isSame ? "same" : "update",
    former,
  };
}

function formerOf(each: FixtureResource, urns: ReadonlyMap<string, string>): FormerResource {
  const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();
  return {
    ...common(each, urns),
    id: each.id,
    retainOnDelete: each.retainOnDelete ?? false,
    created: each.created ?? yesterday,
  };
}

function common(
  { type, name, properties, protect = false, from = {} }: FixtureResource,
  urns: ReadonlyMap<string, string>,
) {
  const propertyDependencies = Object.fromEntries(
    Object.entries(from).map(([property, names]) => [property, names.map((source) => urns.get(source) ?? source)]),
  );
  return {
    urn: urns.get(name) ?? name,
    type,
    name,
    properties,
    protect,
    dependencies: [...new Set(Object.values(propertyDependencies).flat())],
    propertyDependencies,
  };
}

function urnOf(stack: string, type: string, name: string): string {
  return `urn:pulumi:${stack}::claims::${type}::${name}`;
}

/**
 * What all policies say of a fixture: policy → `resource: message`. An undecided one begins with "Undecided:", so that a test tells it
 * from a violation. Policies that say nothing are left out.
 */
export function verdicts(fixture: Fixture, configuration: PackConfiguration = {}): Record<string, string[]> {
  const world = new World(planOf(fixture));
  return Object.fromEntries(
    policies.flatMap((policy: Policy) => {
      const found = judge(policy, world, settingsOf(policy, configuration));
      return found.length === 0
        ? []
        : [[policy.name, found.map(({ resource: name, message }) => `${name}: ${message}`)]];
    }),
  );
}
