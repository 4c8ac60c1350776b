import { describe, expect, test } from "vitest";
import { generatedFiles } from "../../gen/files";
import { fixture } from "./fixture";

/** The cells of the rows below a heading, without the padding that the formatter adds. */
async function rowsBelow(path: string, heading: string): Promise<string[][]> {
  const text = (await generatedFiles(fixture)).find((file) => file.path === path)?.text ?? "";
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("the reference page of a resource", () => {
  test("says of each input: update, replace or forbidden, with rule and remedy", async () => {
    expect(await rowsBelow("docs/reference/Safe.md", "Changes")).toEqual([
      ["`label`, `combination`, `shelf`", "update", "", ""],
      ["`colors`", "replace", "", ""],
      ["`size`", "forbidden", "Safes don't grow.", "Buy another one."],
      ["`locked`", "update; `true` to `false` is forbidden", "Safes stay locked.", "Ask the maker."],
    ]);
  });

  test("says what is optional and secret, and the outputs besides the inputs", async () => {
    const inputs = await rowsBelow("docs/reference/Safe.md", "Inputs");
    expect(inputs.map(([name]) => name)).toEqual([
      "`label`",
      "`colors` (optional)",
      "`size` (optional)",
      "`combination` (optional, secret)",
      "`shelf` (optional)",
      "`locked` (optional)",
    ]);
    expect(await rowsBelow("docs/reference/Safe.md", "Outputs")).toEqual([
      ["`serial` (optional, secret)", "string", "Its serial number."],
      ["`size`", "integer", "Its size in litres, measured."],
    ]);
  });

  test("has the requests of each operation", async () => {
    expect(await rowsBelow("docs/reference/Safe.md", "Requests")).toEqual([["create", "`POST /safes`"]]);
  });
});
