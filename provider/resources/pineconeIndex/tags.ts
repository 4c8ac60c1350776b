import * as z from "zod";

const MAX_TAGS = 20;

/** Tags of an index, by Pinecone's rules. An empty value would take a tag away, so it is none that a tag can have. */
export const tags = z.record(z.string(), z.string()).superRefine((all, context) => {
  const refuse = (message: string, ...path: string[]): void => {
    context.addIssue({ code: "custom", path, message });
  };
  const count = Object.keys(all).length;
  if (count > MAX_TAGS) refuse(`must have at most ${MAX_TAGS} tags (Pinecone's rule), it has ${count}`);
  for (const [key, value] of Object.entries(all)) {
    if (!/^[\w-]{1,80}$/.test(key)) refuse("must have a key of 1 to 80 letters, digits, _ or - (Pinecone's rule)", key);
    if (value === "") refuse("must not be empty: with Pinecone that takes the tag away. Leave the tag out", key);
    else if (!/^[\x20-\x7e]{1,120}$/.test(value))
      refuse("must have 1 to 120 printable ASCII characters (Pinecone's rule)", key);
  }
});

export type Tags = Readonly<Record<string, string>>;

/** The change of tags as Pinecone takes it: new values, and an empty one for a tag that is taken out; `undefined` when there is none. */
export function tagsPatch(from: Tags = {}, to: Tags = {}): Tags | undefined {
  const set = Object.entries(to).filter(([key, value]) => from[key] !== value);
  const takenOut = Object.keys(from).flatMap((key) => (Object.hasOwn(to, key) ? [] : [[key, ""] as const]));
  return set.length + takenOut.length === 0 ? undefined : Object.fromEntries([...set, ...takenOut]);
}
