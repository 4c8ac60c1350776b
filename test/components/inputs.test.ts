import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { trustOf } from "../../components/cmekTrust";
import { policyText } from "../../components/inputs";
import { cmekTrustPolicy } from "../../iam";

const known = { pineconeAccountId: "444455556666", partition: "aws", regions: ["us-east-1"] } as const;

/** What is thrown when a trust policy can't be made once its parts are known. */
function refusal(variant: Parameters<typeof trustOf>[0], parts: Parameters<typeof trustOf>[1]): Error {
  try {
    policyText("type", "search", () => cmekTrustPolicy(trustOf(variant, parts)));
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was refused");
}

describe("a trust policy whose parts come as outputs", () => {
  test("is never wider than the variant says when the external ID turns out to be nothing", () => {
    for (const variant of ["explicitRegionsWithExternalId", "allRegionsWithExternalId"] as const) {
      expect(refusal(variant, known).message).toContain('externalId: "" is not a UUID');
    }
  });

  test("is refused without a stack, with every reason", () => {
    const error = refusal("explicitRegions", { ...known, pineconeAccountId: "1", regions: [] });
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error.message.split("\n")).toEqual([
      'type "search" can\'t be made from these arguments:',
      expect.stringContaining('pineconeAccountId: "1" has 1 digit'),
      expect.stringContaining("regions: no region is named"),
    ]);
  });

  test("passes on what is no mistake of the program", () => {
    const broken = (): never => {
      throw new TypeError("broken");
    };
    expect(() => policyText("type", "search", broken)).toThrow(TypeError);
  });
});
