import { describe, expect, test } from "vitest";
import { readDigest } from "../../../policy/review/digest";

const HOW = "Give what `pulumi preview --json --show-sames` prints.";

describe("what is no preview is refused with what it is", () => {
  test.each([
    ["", `The preview is empty. ${HOW}`],
    ["Previewing update (dev):\n", `The preview is not JSON. It looks like output without --json. ${HOW}`],
    ["{", `The preview is not JSON. ${HOW}`],
    ["[]", `The preview is JSON, but no object. ${HOW}`],
    ['{"version":3,"deployment":{}}', `This is what \`pulumi stack export\` prints, no preview. ${HOW}`],
    ['{"projectId":"x"}', `The preview has no \`steps\`: it is the JSON of another command. ${HOW}`],
    ['{"steps":[{"op":"create"}]}', `The preview is not as Pulumi prints it: steps[0].urn is wrong. ${HOW}`],
    ['{"steps":[{"op":"refresh","urn":"a"}]}', `The steps are those of \`pulumi refresh\`, no preview. ${HOW}`],
  ])("%s", (text, message) => {
    expect(() => readDigest(text)).toThrow(message);
  });

  test("and its text, which may hold a secret, is not quoted", () => {
    expect(() => readDigest("pcsk_planted_secret")).toThrow(/^(?!.*pcsk_)/);
  });
});

test("a preview that leaves unchanged resources out is refused with the option that tells them", () => {
  const steps = [{ op: "same", urn: "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev" }];
  expect(() => readDigest(JSON.stringify({ steps, changeSummary: { same: 21 } }))).toThrow(
    "The preview leaves out 20 of 21 unchanged resources, and policies that compare resources need them. " +
      "Run `pulumi preview --json --show-sames`.",
  );
  expect(readDigest(JSON.stringify({ steps, changeSummary: { same: 1 } })).steps).toHaveLength(1);
});

test("a preview that failed before it came to a resource has no steps, and is read", () => {
  const diagnostics = [{ severity: "error", message: "error: missing configuration\n" }];
  expect(readDigest(JSON.stringify({ config: {}, diagnostics }))).toMatchObject({ steps: [], diagnostics });
});
