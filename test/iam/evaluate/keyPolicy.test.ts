import { describe, expect, test } from "vitest";
import type { KeyPolicyRequest, PolicyDocument, Statement } from "../../../iam";
import { evaluateKeyPolicy, evaluatePermissions } from "../../../iam";

const principalArn = "arn:aws:iam::444455556666:role/cmek";
const keyArn = "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const foreignKey = "arn:aws:kms:us-east-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const decrypt = { principalArn, action: "kms:Decrypt" };

const document = (...Statement: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement });
const permits = document({ Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn });
const permitsAll = document({ Effect: "Allow", Action: "kms:*", Resource: "*" });

const rootOnly = document({
  Sid: "Root",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:root" },
  Action: "kms:*",
  Resource: "*",
});
const named = document({
  Sid: "Named",
  Effect: "Allow",
  Principal: { AWS: principalArn },
  Action: "kms:*",
  Resource: "*",
});

const decide = (policy: PolicyDocument, request: Partial<KeyPolicyRequest>) =>
  evaluateKeyPolicy(policy, { ...decrypt, keyArn, ...request });

describe("a key policy with the account's root only leaves it to the role's permissions policies", () => {
  test("that allow it", () => {
    expect(decide(rootOnly, { identityPolicies: [permits] })).toEqual({
      decision: "allowed",
      reasons: ['statement "Root" allows it'],
    });
  });

  test("that don't", () => {
    expect(decide(rootOnly, { identityPolicies: [] })).toEqual({
      decision: "denied",
      reasons: [`the permissions policies of ${principalArn} do not allow kms:Decrypt`],
    });
  });

  test("that are not known", () => {
    expect(decide(rootOnly, {})).toEqual({
      decision: "undecided",
      reasons: [
        'statement "Root" leaves it to the IAM policies of the account',
        `whether the permissions policies of ${principalArn} allow kms:Decrypt is not known here`,
      ],
    });
  });

  test("that allow another key only, with the key named", () => {
    const { decision, reasons } = decide(rootOnly, {
      identityPolicies: [document({ Sid: "P", Effect: "Allow", Action: "kms:Decrypt", Resource: foreignKey })],
    });
    expect(decision).toBe("denied");
    expect(reasons[1]).toBe(`statement "P": it is about "${foreignKey}", not about ${keyArn}`);
  });
});

describe("a key policy that names the role", () => {
  test("is enough in the role's own account", () => {
    expect(decide(named, {}).decision).toBe("allowed");
    expect(decide(named, { identityPolicies: [] }).decision).toBe("allowed");
  });

  test("is not enough for a key of another account", () => {
    expect(decide(named, { keyArn: foreignKey, identityPolicies: [permitsAll] }).decision).toBe("allowed");
    expect(decide(named, { keyArn: foreignKey, identityPolicies: [] })).toEqual({
      decision: "denied",
      reasons: [
        `the permissions policies of ${principalArn} do not allow kms:Decrypt (they must, as the key is in account 777788889999)`,
      ],
    });
    expect(decide(named, { keyArn: foreignKey }).decision).toBe("undecided");
  });

  test("is undecided while neither the key's account nor the role's policies are known", () => {
    const { decision, reasons } = evaluateKeyPolicy(named, decrypt);
    expect(decision).toBe("undecided");
    expect(reasons[0]).toContain("they must for a key of another account, and the key's ARN is not known here");
    expect(evaluateKeyPolicy(named, { ...decrypt, identityPolicies: [permitsAll] }).decision).toBe("allowed");
  });

  test("does not help against a Deny in the role's own policies", () => {
    const deny = document({ Sid: "Never", Effect: "Deny", Action: "kms:Dec*", Resource: "*" });
    expect(decide(named, { identityPolicies: [permits, deny] })).toEqual({
      decision: "denied",
      reasons: ['statement "Never" denies it explicitly'],
    });
  });
});

describe("statements of a key policy", () => {
  const statement: Statement = {
    Sid: "S",
    Effect: "Allow",
    Principal: { AWS: principalArn },
    Action: "kms:*",
    Resource: "*",
  };

  test("need a Resource", () => {
    const { Resource: _none, ...without } = statement;
    expect(decide(document(without), {}).reasons[0]).toContain("has neither Resource nor NotResource");
  });

  test("about another key don't count, and about an unknown key are undecided", () => {
    expect(decide(document({ ...statement, Resource: foreignKey }), {}).decision).toBe("denied");
    const request = { ...decrypt, identityPolicies: [permitsAll] };
    const { decision, reasons } = evaluateKeyPolicy(document({ ...statement, Resource: foreignKey }), request);
    expect(decision).toBe("undecided");
    expect(reasons[0]).toContain("the ARN of the key is not known here");
  });

  test("match actions without regard to case, with wildcards", () => {
    for (const Action of ["KMS:decrypt", "kms:?ecrypt", "*", "kms:De*"]) {
      expect([Action, decide(document({ ...statement, Action }), {}).decision]).toEqual([Action, "allowed"]);
    }
    const { Action: _all, ...rest } = statement;
    expect(decide(document({ ...rest, NotAction: "kms:decrypt" }), {}).reasons).toEqual([
      'statement "S": it is about all actions but "kms:decrypt"',
    ]);
  });

  test("know the caller's account, and not the service in between", () => {
    const caller = (account: string) =>
      document({ ...statement, Condition: { StringEquals: { "kms:CallerAccount": account } } });
    expect(decide(caller("444455556666"), {}).decision).toBe("allowed");
    expect(decide(caller("999999999999"), {}).decision).toBe("denied");
    const via = document({
      ...statement,
      Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    });
    expect(decide(via, {}).decision).toBe("undecided");
    expect(decide(via, { context: { "kms:ViaService": null } }).decision).toBe("denied");
  });

  test("with a wildcard over the colons of an ARN are undecided, as AWS takes that in some places only", () => {
    expect(decide(document({ ...statement, Resource: "arn:aws:*234567890ab" }), {}).decision).toBe("undecided");
  });
});

describe("permissions policies", () => {
  const ask = (...policies: PolicyDocument[]) => evaluatePermissions(policies, { ...decrypt, resourceArn: keyArn });

  test("allow together what one of them allows", () => {
    expect(ask(document(), permits).decision).toBe("allowed");
  });

  test("deny what none allows, and what one denies", () => {
    expect(ask()).toEqual({ decision: "denied", reasons: ["no permissions policy allows kms:Decrypt"] });
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
