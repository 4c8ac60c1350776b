import { describe, expect, test } from "vitest";
import { evaluateKeyPolicy, type KeyPolicyRequest, type PolicyDocument, type Statement } from "../../../iam";
import { decrypt, document, keyArn, named, permits, permitsAll, principalArn } from "./decrypting";

const foreignKey = "arn:aws:kms:us-east-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const rootOnly = document({
  Sid: "Root",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:root" },
  Action: "kms:*",
  Resource: "*",
});
const decide = (policy: PolicyDocument, request: Partial<KeyPolicyRequest>) =>
  evaluateKeyPolicy(policy, { ...decrypt, keyArn, ...request });

describe("a key policy with the account's root only leaves it to the role's permissions policies", () => {
  test("that allow it", () => {
    expect(decide(rootOnly, { identityPolicies: [permits] })).toEqual({
      decision: "allowed",
      reasons: ['Statement "Root" allows it.'],
    });
  });

  test("that don't", () => {
    expect(decide(rootOnly, { identityPolicies: [] })).toEqual({
      decision: "denied",
      reasons: [`Statement "Root" leaves it to the permissions policies of ${principalArn}, but they do not allow it.`],
    });
  });

  test("that are not known", () => {
    expect(decide(rootOnly, {})).toEqual({
      decision: "undecided",
      reasons: [
        `Statement "Root" leaves it to the permissions policies of ${principalArn}, but they are not known here.`,
      ],
    });
  });

  test("that allow another key only, with the key named", () => {
    const { decision, reasons } = decide(rootOnly, {
      identityPolicies: [document({ Sid: "P", Effect: "Allow", Action: "kms:Decrypt", Resource: foreignKey })],
    });
    expect(decision).toBe("denied");
    expect(reasons[1]).toBe(`Statement "P": it is about "${foreignKey}", not about ${keyArn}.`);
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
        `Across accounts the permissions policies of ${principalArn} must allow it too, but they do not allow it.`,
      ],
    });
    expect(decide(named, { keyArn: foreignKey }).decision).toBe("undecided");
  });

  test("is undecided while neither the key's account nor the role's policies are known", () => {
    const usesIt = document({
      Effect: "Allow",
      Principal: { AWS: principalArn },
      Action: "kms:Decrypt",
      Resource: "*",
    });
    expect(evaluateKeyPolicy(usesIt, decrypt)).toEqual({
      decision: "undecided",
      reasons: [
        `Unless both are in one account, the permissions policies of ${principalArn} must allow it too, but they are not known here.`,
      ],
    });
    expect(evaluateKeyPolicy(usesIt, { ...decrypt, identityPolicies: [permitsAll] }).decision).toBe("allowed");
  });

  test("does not help against a Deny in the role's own policies", () => {
    const deny = document({ Sid: "Never", Effect: "Deny", Action: "kms:Dec*", Resource: "*" });
    expect(decide(named, { identityPolicies: [permits, deny] })).toEqual({
      decision: "denied",
      reasons: ['Statement "Never" denies it explicitly.'],
    });
  });
});

describe("a key whose ARN is not known", () => {
  const unknown = (...Statement: Statement[]) => evaluateKeyPolicy(document(...Statement), decrypt);
  const root = (account: string): Statement => ({
    Sid: `Root${account}`,
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  });
  const usesIt: Statement = {
    Sid: "Uses",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: ["kms:Encrypt", "kms:Decrypt"],
    Resource: "*",
    Condition: { ArnEquals: { "aws:PrincipalArn": principalArn } },
  };
  const grants: Statement = { ...usesIt, Sid: "Grants", Action: "kms:CreateGrant" };

  test("is the one that the policy hangs on, and in the account that the policy leaves in charge", () => {
    expect(unknown(root("444455556666"), usesIt, grants)).toEqual({
      decision: "allowed",
      reasons: ['Statement "Uses" allows it.'],
    });
  });

  test("is of another account when another account is in charge", () => {
    const { decision, reasons } = unknown(root("777788889999"), usesIt);
    expect(decision).toBe("undecided");
    expect(reasons[0]).toContain("Across accounts");
  });

  test("is in charge of whomever conditions narrow everybody down to", () => {
    const administers = (account: string): Statement => ({
      ...usesIt,
      Action: "kms:Put*",
      Condition: { StringEquals: { "kms:CallerAccount": account } },
    });
    expect(unknown(administers("444455556666"), usesIt).decision).toBe("allowed");
    expect(unknown(administers("${aws:PrincipalAccount}"), usesIt).decision).toBe("undecided");
  });

  test.each([
    ["two accounts may change the policy", [root("444455556666"), root("777788889999")]],
    ["anybody may change the policy", [{ ...usesIt, Action: "kms:*", Condition: { Bool: { "a:b": "true" } } }]],
    [
      "somebody unknown may change the policy",
      [{ ...grants, Principal: { AWS: "AROAIOSFODNN7EXAMPLE" }, Action: "*" }],
    ],
    [
      "everybody but somebody may change the policy",
      [{ ...root("444455556666"), NotAction: "kms:Decrypt", Action: undefined, Principal: "*" }],
    ],
    ["nobody may change the policy", []],
  ] as [string, Statement[]][])("may be in any account when %s", (_why, statements) => {
    const { decision, reasons } = unknown(...statements, usesIt);
    expect(decision).toBe("undecided");
    expect(reasons).toEqual(expect.arrayContaining([expect.stringContaining("Unless both are in one account")]));
  });
});

describe("reasons", () => {
  const forRole = (Sid: string, name: string): Statement => ({
    Sid,
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::444455556666:role/${name}` },
    Action: "kms:Decrypt",
    Resource: "*",
  });

  test("leave out statements about other actions, and are the same for each action", () => {
    const other: Statement = { ...forRole("Other", "x"), Action: "kms:CreateGrant" };
    const policy = document(...rootOnly.Statement, other);
    expect(decide(policy, {}).reasons).toHaveLength(1);
    expect(decide(policy, { action: "kms:Encrypt" })).toEqual(decide(policy, { action: "kms:Decrypt" }));
  });

  test("name the statement that is for another role", () => {
    const { decision, reasons } = decide(document(...rootOnly.Statement, forRole("Typo", "cemk")), {});
    expect(decision).toBe("undecided");
    expect(reasons[1]).toBe(
      `Statement "Typo": it is for "arn:aws:iam::444455556666:role/cemk", not for ${principalArn}.`,
    );
  });

  test("are not more than a few", () => {
    const { reasons } = decide(document(...["a", "b", "c", "d", "e"].map((name) => forRole(name, name))), {});
    expect(reasons).toHaveLength(4);
    expect(reasons[3]).toBe("2 more reasons are like these.");
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
    expect(reasons[0]).toContain("the ARN of what is asked for is not known here");
  });

  test("match actions without regard to case, with wildcards", () => {
    for (const Action of ["KMS:decrypt", "kms:?ecrypt", "*", "kms:De*"]) {
      expect([Action, decide(document({ ...statement, Action }), {}).decision]).toEqual([Action, "allowed"]);
    }
    const { Action: _all, ...rest } = statement;
    expect(decide(document({ ...rest, NotAction: "kms:decrypt" }), {}).reasons).toEqual([
      "The key policy has no Allow statement for this action.",
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
