import { createHash, randomBytes } from "node:crypto";
import type { ResourceType } from "./resourceType";

const RANDOM_DIGITS = 7;

/** The length of what is put behind a `namePrefix`. */
export const UNIQUE_SUFFIX_LENGTH = 26;

/**
 * A name for a resource that was given none: its logical name, a dash and seven hexadecimal digits, as `@pulumi/aws` does.
 * The digits follow from the engine's seed, so that each check in one deployment gives the same name.
 */
export function autoname(type: ResourceType, logicalName: string, urn: string, seed: Uint8Array): string {
  const random =
    seed.length === 0
      ? randomBytes(RANDOM_DIGITS).toString("hex")
      : createHash("sha256").update(seed).update(urn).digest("hex");
  return withPrefix(type, `${logicalName}-${random.slice(0, RANDOM_DIGITS)}`);
}

/** Why a resource can't be given a name of its own, or `undefined` when it can. */
export function autonameProblem(type: ResourceType, logicalName: string): string | undefined {
  const maximum = type.autoname?.maximum ?? Number.POSITIVE_INFINITY;
  const length = logicalName.length + 1 + RANDOM_DIGITS;
  return length <= maximum
    ? undefined
    : `"${logicalName}" with a dash and ${RANDOM_DIGITS} random characters has ${length} characters, and ${article(type.title)} has at most ${maximum}: shorten the resource's name or set "name"`;
}

/** True for a name that {@link autoname} made. */
export function isAutonamed(type: ResourceType, logicalName: string, name: string): boolean {
  const start = withPrefix(type, `${logicalName}-`);
  return name.startsWith(start) && /^[0-9a-f]{7}$/.test(name.slice(start.length));
}

/** A name nobody has: the prefix, then the time and eight hexadecimal digits. */
export function uniqueName(prefix: string): string {
  const time = new Date().toISOString().replace(/\D/g, "").padEnd(18, "0");
  return `${prefix}${time}${randomBytes(4).toString("hex")}`;
}

/** The `namePrefix` of a name made by {@link uniqueName}; empty for any other. */
export function prefixOf(name: string): string {
  return /^(.*)\d{18}[0-9a-f]{8}$/.exec(name)?.[1] ?? "";
}

function withPrefix(type: ResourceType, name: string): string {
  const prefix = type.autoname?.prefix ?? "";
  return name.startsWith(prefix) ? name : `${prefix}${name}`;
}

function article(title: string): string {
  return `${/^[AEIOU]/.test(title) ? "an" : "a"} ${title}'s name`;
}
