import { describe, expect, test } from "vitest";
import { fingerprintOf } from "../../../provider/resources/cmek/worksheet";
import { confirmCommand, wrongConfirmation } from "../../../provider/resources/console/confirmation";
import { bindingInputs } from "./testbed";

describe("the confirmation of a step in the console", () => {
  test.each([
    ["cmek", "pulumi config set --path 'pinecone-security:confirmed.cmek' ff"],
    ["shop.cmek", `pulumi config set --path 'pinecone-security:confirmed["shop.cmek"]' ff`],
    ['a"b', `pulumi config set --path 'pinecone-security:confirmed["a\\"b"]' ff`],
    ["it's", `pulumi config set --path 'pinecone-security:confirmed["it'\\''s"]' ff`],
  ])("the command for the name %s is one that a shell and Pulumi understand", (name, command) => {
    expect(confirmCommand(name, "ff")).toBe(command);
  });

  test("a CMEK key that was confirmed by an older version is confirmed still", () => {
    const values = bindingInputs("8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10");
    expect([fingerprintOf("bind", values), fingerprintOf("delete", values)]).toEqual(["acb847731eae", "c1e54522089a"]);
  });

  test("the fingerprint of the opposite step has words of its own, or none; any other is wrong or void", () => {
    const expected = { fingerprint: "aa", opposite: { fingerprint: "bb" } };
    const lines = (confirmation: string | undefined, said?: string) =>
      wrongConfirmation({
        ...expected,
        confirmation,
        ...(said === undefined ? {} : { opposite: { fingerprint: "bb", said } }),
        advice: "So do this.",
      });
    expect([lines(undefined), lines("aa"), lines("bb"), lines("bb", "the deletion")]).toEqual([
      [],
      [],
      [],
      ["the deletion"],
    ]);
    expect(lines("cc")).toEqual([
      expect.stringMatching(/confirms cc, but .* fingerprint aa: .* void .* So do this\.$/),
    ]);
  });
});
