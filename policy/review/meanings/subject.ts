import type { FormerResource, PlannedResource } from "../../model/plan";
import { nameOf } from "../../model/plan";
import { PROJECT } from "../../model/types";
import { UNKNOWN, type Properties } from "../../model/values";
import type { World } from "../../model/world";
import type { ResourceChange } from "../preview";
import { listed, told } from "../words";

/** What a change does to security: lets somebody in, shuts somebody out, loses something for good, or neither. */
export type Tone = "opens" | "closes" | "loses" | "plain";

/** What a change means, in a sentence. */
export interface Meaning {
  readonly tone: Tone;
  readonly text: string;
}

/** A change, and the stack that it is made in. */
export interface Subject {
  readonly change: ResourceChange;
  readonly before: Properties | undefined;
  readonly after: Properties | undefined;
  /** The stack as it will be, and as it was. */
  readonly world: World;
  readonly formerWorld: World;
}

/** Says what a change to a resource of a type means. */
export type MeaningsOf = (subject: Subject) => readonly Meaning[];

export const opens = (text: string): Meaning => ({ tone: "opens", text });
export const closes = (text: string): Meaning => ({ tone: "closes", text });
export const loses = (text: string): Meaning => ({ tone: "loses", text });
export const plain = (text: string): Meaning => ({ tone: "plain", text });

/** Whether a property will be another. One that was known and is not any more may be another. */
export function differs({ before, after }: Subject, property: string): boolean {
  if (before === undefined || after === undefined) return false;
  return JSON.stringify(shown(before[property])) !== JSON.stringify(shown(after[property]));
}

function shown(value: unknown): unknown {
  if (value === UNKNOWN) return "\u0000unknown";
  return value ?? null;
}

/** What a reference leads to, in words: names of resources in the program, else its value. */
export function referred(
  subject: Subject,
  property: string,
  types: readonly string[],
  when: "before" | "after" = "after",
): string {
  const resource = when === "after" ? subject.change.after : subject.change.before;
  if (resource === undefined) return "none";
  const world = when === "after" ? subject.world : subject.formerWorld;
  const sources = world.sources(planned(resource), property, types);
  if (sources.length > 0) return listed(sources.map(({ name }) => name));
  const value = resource.properties[property];
  if (value !== UNKNOWN) return told(value);
  const names = (resource.propertyDependencies[property] ?? []).map(nameOf);
  return names.length > 0 ? `what ${listed(names)} gives` : told(value);
}

/** The project that a resource belongs to, in words. */
export function projectOf(subject: Subject): string {
  return referred(subject, "projectId", [PROJECT], subject.change.after === undefined ? "before" : "after");
}

/** Where an unknown value comes from. */
export function origin({ change }: Subject, property: string): string {
  const names = (change.after?.propertyDependencies[property] ?? []).map(nameOf);
  return names.length > 0 ? `it comes from ${listed([...new Set(names)])}` : "the preview does not tell it";
}

/** A resource of the state, as one of a plan that leaves it as it is. */
export function planned(resource: FormerResource | PlannedResource): PlannedResource {
  if ("former" in resource) return resource;
  return { ...resource, provider: undefined, change: "same", former: resource };
}
