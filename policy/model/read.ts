import type { PlannedResource } from "./plan";
import { nameOf } from "./plan";
import { hasUnknown, UNKNOWN, UnknownValueError } from "./values";

/** A resource whose properties are read: a planned one, or a former one. */
type Readable = Pick<PlannedResource, "name" | "properties" | "propertyDependencies">;

/**
 * A property as it is, `undefined` where it is left out or null.
 * @throws UnknownValueError when it is not known yet
 */
export function read(resource: Readable, property: string): unknown {
  const value = resource.properties[property];
  if (value === UNKNOWN) throw unknownProperty(resource, property);
  return value ?? undefined;
}

/** @throws UnknownValueError when it is not known yet */
export function readText(resource: Readable, property: string): string | undefined {
  const value = read(resource, property);
  return typeof value === "string" ? value : undefined;
}

/** Engines and providers may write booleans as texts. @throws UnknownValueError when it is not known yet */
export function readFlag(resource: Readable, property: string): boolean | undefined {
  const value = read(resource, property);
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "boolean" ? value : undefined;
}

/** @throws UnknownValueError when it is not known yet */
export function readNumber(resource: Readable, property: string): number | undefined {
  const value = read(resource, property);
  return typeof value === "number" ? value : undefined;
}

/** The elements of a list; empty where it is left out. @throws UnknownValueError when it, or an element of it, is not known yet */
export function readTexts(resource: Readable, property: string): readonly string[] {
  const value = read(resource, property);
  if (!Array.isArray(value)) return [];
  return value.map((element: unknown, index) => {
    if (element === UNKNOWN) throw unknownProperty(resource, property, `[${index}]`);
    return String(element);
  });
}

/** The texts of a property, which is a text or a list, as far as they are known. */
export function knownTexts({ properties }: Pick<Readable, "properties">, property: string): readonly string[] {
  return [properties[property]].flat().filter((value): value is string => typeof value === "string");
}

/** The objects of a list, each to be read like a resource; empty where it is left out. @throws UnknownValueError when it is not known yet */
export function readObjects(resource: Readable, property: string): readonly Readable[] {
  const value = read(resource, property);
  if (!Array.isArray(value)) return [];
  return value.map((element: unknown, index) => {
    if (element === UNKNOWN) throw unknownProperty(resource, property, `[${index}]`);
    const sources = resource.propertyDependencies[property] ?? [];
    const properties = (element ?? {}) as Record<string, unknown>;
    const propertyDependencies = Object.fromEntries(Object.keys(properties).map((name) => [name, sources]));
    return { name: `${resource.name} (${property}[${index}])`, properties, propertyDependencies };
  });
}

/** Whether a property's value is known, and so can be read. */
export function isKnown(resource: Readable, property: string): boolean {
  return resource.properties[property] !== UNKNOWN;
}

/**
 * Whether the program gives a property. Where it does not, a provider may fill it in, and a preview then has a value that is not known,
 * which comes from no resource.
 */
export function isGiven(resource: Readable, property: string): boolean {
  const value = resource.properties[property];
  if (value === UNKNOWN) return resource.propertyDependencies[property] !== undefined;
  return value !== undefined && value !== null;
}

/** A policy document as JSON, which a program may give as an object too. @throws UnknownValueError when any of it is not known yet */
export function readPolicy(resource: Readable, property: string): string | undefined {
  const value = read(resource, property);
  if (hasUnknown(value)) throw unknownProperty(resource, property);
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

/** The error for a property that is not known, with the resources that its value comes from. */
export function unknownProperty(resource: Readable, property: string, within = ""): UnknownValueError {
  const sources = [...new Set((resource.propertyDependencies[property] ?? []).map(nameOf))];
  const reason =
    sources.length === 0
      ? "the preview does not tell it"
      : `it comes from ${sources.join(", ")} and the preview does not tell it`;
  return new UnknownValueError(resource.name, property + within, reason);
}
