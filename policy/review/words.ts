import { UNKNOWN, type Properties } from "../model/values";

const LONGEST = 200;
const MOST_LISTED = 6;

/** A value as a sentence has it. Only for values that are never secret: names, ARNs, regions, ranges, numbers, flags. */
export function told(value: unknown): string {
  if (value === UNKNOWN) return "one that is not known yet";
  if (value === undefined || value === null) return "none";
  if (Array.isArray(value)) return listed(value.map(told));
  if (typeof value === "string") return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "something";
}

/** `a, b and c`; many are counted. */
export function listed(all: readonly string[]): string {
  const shown = all.slice(0, all.length > MOST_LISTED ? MOST_LISTED - 1 : MOST_LISTED);
  const rest = all.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

/** `1 project`, `2 projects`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A property that may be a flag, also where it is written as a text; `undefined` where it is not known or not there. */
export function flagOf(properties: Properties | undefined, name: string): boolean | undefined {
  const value = properties?.[name];
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "boolean" ? value : undefined;
}

/** A property that is a text and known. */
export function textOf(properties: Properties | undefined, name: string): string | undefined {
  const value = properties?.[name];
  return typeof value === "string" ? value : undefined;
}

/** A property that is a number and known. */
export function numberOf(properties: Properties | undefined, name: string): number | undefined {
  const value = properties?.[name];
  return typeof value === "number" ? value : undefined;
}

/** The known texts of a list. */
export function textsOf(properties: Properties | undefined, name: string): readonly string[] {
  const value = properties?.[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
