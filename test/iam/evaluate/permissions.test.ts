import { describe, expect, test } from "vitest";
import { evaluatePermissions, type PolicyDocument } from "../../../iam";
import { decrypt, document, keyArn, named, permits, permitsAll } from "./decrypting";

describe("permissions policies", () => {
  const ask = (...policies: PolicyDocument[]) => evaluatePermissions(policies, { ...decrypt, resourceArn: keyArn });

  test("allow together what one of them allows", () => {
    expect(ask(document(), permits).decision).toBe("allowed");
  });

  test("deny what none allows, and what one denies", () => {
    expect(ask()).toEqual({
      decision: "denied",
      reasons: ["No permissions policy has an Allow statement for this action."],
    });
    expect(ask(permits, document({ Effect: "Deny", Action: "*", Resource: "*" })).decision).toBe("denied");
  });

  test("take no Principal", () => {
    expect(ask(named).reasons[0]).toContain("has a Principal, which a permissions policy does not take");
  });

  test("are undecided about a resource that is not known", () => {
    expect(evaluatePermissions([permits], decrypt).decision).toBe("undecided");
    expect(evaluatePermissions([permitsAll], decrypt).decision).toBe("allowed");
  });
});
