import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateKeyPolicy, evaluatePermissions, evaluateTrust } from "../../../iam";
import { allRegions, evaluate, externalId, principalArn, trusting } from "./trusting";

describe("what is not known leaves the answer open, and is named", () => {
  test("a condition key", () => {
    const Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
    expect(evaluate({ Condition })).toEqual({
      decision: "undecided",
      reasons: [`Statement "S": aws:SourceIp is not known here, so IpAddress can't be decided.`],
    });
    expect(evaluate({ Condition }, { context: { "AWS:sourceip": "10.1.2.3" } }).decision).toBe("allowed");
    expect(evaluate({ Condition }, { context: { "aws:SourceIp": null } }).decision).toBe("denied");
  });

  test("a condition key of a Deny, where all else allows", () => {
    const Deny = {
      Sid: "D",
      Effect: "Deny",
      Principal: "*",
      Action: "*",
      Condition: { Bool: { "aws:ViaAWSService": "true" } },
    } as const;
    expect(
      evaluateTrust(
        { Version: "2012-10-17", Statement: [...allRegions.Statement, Deny] },
        { principalArn, externalId },
      ),
    ).toEqual({
      decision: "undecided",
      reasons: [
        `Statement "D": aws:ViaAWSService is not known here, so Bool can't be decided; if it applies, it denies.`,
      ],
    });
  });

  test("a policy variable", () => {
    const Condition = { StringEquals: { "sts:ExternalId": "${aws:PrincipalTag/id}" } };
    expect(evaluate({ Condition }, { externalId })).toEqual({
      decision: "undecided",
      reasons: [
        `Statement "S": sts:ExternalId is "${externalId}", the policy asks for "\${aws:PrincipalTag/id}" (StringEquals), ` +
          "which can't be decided: ${aws:PrincipalTag/id} is not known here.",
      ],
    });
  });

  test.each([
    ["an operator", { Condition: { StringMatches: { "sts:ExternalId": "x" } } }],
    ["an element", { Priority: 1 }],
    ["a number that is none", { Condition: { NumericEquals: { "sts:ExternalId": "ten" } } }],
    ["an ARN pattern that is none", { Condition: { ArnLike: { "aws:PrincipalArn": "*" } } }],
    [
      "a variable where AWS fills in none",
      { Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalAccount}:role/*" } } },
    ],
    ["a Null with another value", { Condition: { Null: { "sts:ExternalId": "maybe" } } }],
  ])("%s that can't be judged", (_what, change) => {
    expect(evaluate(change, { externalId }).decision).toBe("undecided");
  });

  test("an open statement does not hide a refusal by what is known", () => {
    const Condition = { StringEquals: { "aws:SourceVpc": "vpc-1", "sts:ExternalId": "x" } };
    expect(evaluate({ Condition }, { externalId }).decision).toBe("denied");
  });
});

describe("a document that AWS would refuse is denied with the reason", () => {
  test.each([
    ["{", "it is not JSON"],
    ["[]", "it is not a JSON object"],
    ["{}", "it has no Statement"],
    [JSON.stringify({ Version: "2020-01-01", Statement: [] }), 'its Version is "2020-01-01"'],
    [trusting({ Effect: "Permit" }), 'statement "S" has the Effect "Permit"; expected "Allow" or "Deny"'],
    [trusting({ Principal: undefined }), "has neither Principal nor NotPrincipal"],
    [trusting({ NotPrincipal: "*" }), "has both Principal and NotPrincipal"],
    [trusting({ Principal: "arn:aws:iam::111122223333:role/x" }), "the Principal of statement"],
    [trusting({ Principal: { Amazon: "x" } }), 'has the kind "Amazon"'],
    [trusting({ Principal: { AWS: [] } }), "is an empty list"],
    [trusting({ Action: undefined }), "has neither Action nor NotAction"],
    [trusting({ Action: 7 }), 'the Action of statement "S" is 7; expected a string'],
    [trusting({ Resource: "*" }), "has a Resource, which a trust policy does not take"],
    [trusting({ Condition: "x" }), "the Condition of statement"],
    [trusting({ Condition: { StringEquals: "x" } }), "StringEquals in the Condition"],
    [trusting({ Condition: { StringEquals: { "sts:ExternalId": [] } } }), "StringEquals sts:ExternalId"],
  ])("%s", (policy, words) => {
    const { decision, reasons } = evaluateTrust(policy, { principalArn });
    expect(decision).toBe("denied");
    expect(reasons).toEqual([expect.stringContaining("AWS would refuse this trust policy: ")]);
    expect(reasons[0]).toContain(words);
  });

  test("a policy without Allow statements says so", () => {
    expect(evaluateTrust({ Version: "2012-10-17", Statement: [] }, { principalArn }).reasons).toEqual([
      "The trust policy has no Allow statement for this action.",
    ]);
  });
});

test("no document and no request makes an evaluator throw, and each answer has a reason", () => {
  const statement = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        Effect: fc.constantFrom("Allow", "Deny", "x"),
        Principal: fc.oneof(fc.constantFrom("*", { AWS: principalArn }), fc.jsonValue()),
        Action: fc.oneof(fc.constant("*"), fc.jsonValue()),
        Resource: fc.oneof(fc.constant("*"), fc.jsonValue()),
        Condition: fc.oneof(fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.string())), fc.jsonValue()),
      },
      { requiredKeys: ["Effect", "Action"] },
    ),
  );
  const policies = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(statement).map((Statement) => JSON.stringify({ Version: "2012-10-17", Statement })),
  );
  fc.assert(
    fc.property(policies, fc.oneof(fc.constant(principalArn), fc.string()), fc.string(), (policy, arn, text) => {
      const decisions = [
        evaluateTrust(policy, { principalArn: arn, externalId: text, roleArn: text }),
        evaluateKeyPolicy(policy, { principalArn: arn, action: text, keyArn: text, identityPolicies: [policy] }),
        evaluatePermissions([policy], { principalArn: arn, action: text, resourceArn: text }),
      ];
      for (const { decision, reasons } of decisions) {
        expect(["allowed", "denied", "undecided"]).toContain(decision);
        expect(reasons.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 1000 },
  );
});

describe("rarely met corners of conditions", () => {
  const known = {
    "aws:CurrentTime": "2026-11-21T00:00:00Z",
    "aws:SourceIp": "10.1.2.3",
    "aws:TagKeys": [],
    "a:none": null,
  };
  const under = (Condition: object, change: object = {}) =>
    evaluateTrust(trusting({ Condition, ...change }), { principalArn, externalId, context: known }).decision;

  test("a date may be seconds since 1970", () => {
    expect(under({ DateLessThan: { "aws:CurrentTime": "1795219201" } })).toBe("allowed");
    expect(under({ DateLessThan: { "aws:CurrentTime": "1795219200" } })).toBe("denied");
  });

  test("an address range that is none can't be judged", () => {
    expect(under({ IpAddress: { "aws:SourceIp": "10.0.0.0/33" } })).toBe("undecided");
  });

  test("a variable's default stands in for a key that is absent", () => {
    expect(under({ StringEquals: { "sts:ExternalId": `\${a:none, '${externalId}'}` } })).toBe("allowed");
  });

  test("an empty list of values is an absent key", () => {
    expect(under({ Null: { "aws:TagKeys": "true" } })).toBe("allowed");
  });

  test("variables are plain text before version 2012-10-17", () => {
    const policy = trusting({ Condition: { StringEquals: { "aws:PrincipalAccount": "${aws:PrincipalAccount}" } } });
    expect(evaluateTrust(policy, { principalArn }).decision).toBe("allowed");
    expect(evaluateTrust(policy.replace("2012", "2008"), { principalArn }).decision).toBe("denied");
  });
});
