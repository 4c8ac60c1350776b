import type { Plain, Tags } from "./resourceType";

/** All tags of a resource: the provider's default ones, under its own. */
export function allTags(defaults: Tags, inputs: Plain): Tags {
  return { ...defaults, ...(inputs["tags"] as Tags | undefined) };
}

/**
 * A resource's own tags among all it has: those of the defaults are left out, unless the program gave them for the resource too.
 *
 * @param given - the tags of the program, as far as they are known.
 */
export function ownTags(all: Tags, defaults: Tags, given: Tags): Tags {
  return Object.fromEntries(
    Object.entries(all).filter(([key, value]) => Object.hasOwn(given, key) || defaults[key] !== value),
  );
}

/** The tags AWS keeps for itself (`aws:…`) left out: nobody can set them. */
export function userTags(tags: readonly (readonly [key: string | undefined, value: string | undefined])[]): Tags {
  const own = tags.flatMap(([key = "", value = ""]) =>
    key === "" || key.startsWith("aws:") ? [] : [[key, value] as const],
  );
  return Object.fromEntries(own);
}

/** What to send so that a resource has exactly the wanted tags. */
export function tagChanges(actual: Tags, wanted: Tags): { set: [string, string][]; remove: string[] } {
  return {
    set: Object.entries(wanted).filter(([key, value]) => actual[key] !== value),
    remove: Object.keys(actual).filter((key) => !Object.hasOwn(wanted, key)),
  };
}
