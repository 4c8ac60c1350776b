import { describe, expect, test } from "vitest";
import { evaluatePermissions, type PolicyDocument, type Statement } from "../../../iam";

const principalArn = "arn:aws:iam::444455556666:role/cmek";
const keyArn = "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const decrypt = { principalArn, action: "kms:Decrypt" };
const document = (...Statement: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement });
const permits = document({ Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn });
const permitsAll = document({ Effect: "Allow", Action: "kms:*", Resource: "*" });
const named = document({
  Sid: "Named",
  Effect: "Allow",
  Principal: { AWS: principalArn },
  Action: "kms:*",
  Resource: "*",
});

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
