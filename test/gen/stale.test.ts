import { describe, expect, test } from "vitest";
import { staleFiles } from "../../gen/stale";

const expected = [
  { path: "schema.json", text: "{}\n" },
  { path: "sdk/safe.ts", text: "new" },
];

function tree(texts: Record<string, string>) {
  return {
    read: (path: string) => texts[path],
    list: (folder: string) =>
      Object.keys(texts)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
  };
}

describe("staleFiles", () => {
  test("names nothing when every file is what the definitions say", () => {
    expect(staleFiles(expected, tree({ "schema.json": "{}\n", "sdk/safe.ts": "new" }))).toEqual([]);
  });

  test("names files that differ, files that are missing and files of definitions that are gone", () => {
    expect(
      staleFiles(expected, tree({ "sdk/safe.ts": "old", "sdk/gone.ts": "x", "docs/reference/Gone.md": "x" })),
    ).toEqual([
      { path: "schema.json", text: "{}\n" },
      { path: "sdk/safe.ts", text: "new" },
      { path: "sdk/gone.ts", text: undefined },
      { path: "docs/reference/Gone.md", text: undefined },
    ]);
  });

  test("leaves other folders alone", () => {
    const texts = { "schema.json": "{}\n", "sdk/safe.ts": "new", "docs/guide.md": "by hand" };
    expect(staleFiles(expected, tree(texts))).toEqual([]);
  });
});
