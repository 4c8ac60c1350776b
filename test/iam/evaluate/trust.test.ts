import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CmekTrust, TrustRequest } from "../../../iam";
import { cmekTrustPolicy, evaluateKeyPolicy, evaluatePermissions, evaluateTrust, PINECONE_REGIONS } from "../../../iam";

const pineconeAccountId = "111122223333";
const externalId = "3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34";
const otherId = "00000000-0000-4000-8000-000000000000";
const principalArn = "arn:aws:iam::111122223333:role/pinecone_cmek_access_us-east-1";
const role = (region: string, account = pineconeAccountId) =>
  `arn:aws:iam::${account}:role/pinecone_cmek_access_${region}`;

const withId = cmekTrustPolicy({
  variant: "explicitRegionsWithExternalId",
  pineconeAccountId,
  regions: ["us-east-1", "eu-west-1"],
  externalId,
});
const allRegions = cmekTrustPolicy({ variant: "allRegionsWithExternalId", pineconeAccountId, externalId });

/** A trust policy of one statement for Pinecone's role of us-east-1, with changes. */
const trusting = (change: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "S", Effect: "Allow", Principal: { AWS: principalArn }, Action: "sts:AssumeRole", ...change }],
  });
const evaluate = (change: object, request: Partial<TrustRequest> = {}) =>
  evaluateTrust(trusting(change), { principalArn, ...request });

describe("each variant", () => {
  const variants: readonly CmekTrust[] = [
    { variant: "explicitRegionsWithExternalId", pineconeAccountId, regions: PINECONE_REGIONS, externalId },
    { variant: "explicitRegions", pineconeAccountId, regions: PINECONE_REGIONS },
    { variant: "allRegionsWithExternalId", pineconeAccountId, externalId },
  ];

  test.each(variants.map((trust) => [trust.variant, trust] as const))(
    "%s lets Pinecone in from every region",
    (_name, trust) => {
      const decisions = PINECONE_REGIONS.map(
        (region) => evaluateTrust(cmekTrustPolicy(trust), { principalArn: role(region), externalId }).decision,
      );
      expect(decisions).toEqual(PINECONE_REGIONS.map(() => "allowed"));
    },
  );

  test.each(variants.map((trust) => [trust.variant, trust] as const))("%s keeps other accounts out", (_name, trust) => {
    const stranger = { principalArn: role("us-east-1", "999999999999"), externalId };
    expect(evaluateTrust(cmekTrustPolicy(trust), stranger).decision).toBe("denied");
  });
});

describe("a refusal says what was asked for and what was got", () => {
  test("another external ID", () => {
    expect(evaluateTrust(withId, { principalArn, externalId: otherId })).toEqual({
      decision: "denied",
      reasons: [
        'Statement "AllowPineconeToAssumeIntoRoleFromExplicitRegionswithID": sts:ExternalId is ' +
          `"${otherId}", the policy asks for "${externalId}" (StringEquals).`,
      ],
    });
  });

  test("no external ID", () => {
    expect(evaluateTrust(allRegions, { principalArn })).toEqual({
      decision: "denied",
      reasons: [
        'Statement "AllowPineconeToAssumeIntoRoleFromAllRegions": the request has no sts:ExternalId, ' +
          `the policy asks for "${externalId}" (StringEquals).`,
      ],
    });
  });

  test("another region", () => {
    expect(evaluateTrust(withId, { principalArn: role("us-west-2"), externalId })).toEqual({
      decision: "denied",
      reasons: [
        'Statement "AllowPineconeToAssumeIntoRoleFromExplicitRegionswithID": it is for ' +
          `"${role("us-east-1")}" or "${role("eu-west-1")}", not for ${role("us-west-2")}.`,
      ],
    });
  });

  test("another account and another external ID, both at once", () => {
    const { reasons } = evaluateTrust(allRegions, {
      principalArn: role("us-east-1", "999999999999"),
      externalId: otherId,
    });
    expect(reasons).toHaveLength(2);
    expect(reasons[0]).toContain("sts:ExternalId is");
    expect(reasons[1]).toContain(`aws:PrincipalArn is "${role("us-east-1", "999999999999")}"`);
  });

  test("another action", () => {
    expect(evaluate({ Sid: undefined, Action: "sts:TagSession" })).toEqual({
      decision: "denied",
      reasons: ["The trust policy has no Allow statement for this action."],
    });
  });

  test("an explicit Deny, which wins", () => {
    const { Statement } = allRegions;
    const deny = { Sid: "No", Effect: "Deny", Principal: "*", Action: "sts:*" } as const;
    expect(
      evaluateTrust({ Version: "2012-10-17", Statement: [...Statement, deny] }, { principalArn, externalId }),
    ).toEqual({
      decision: "denied",
      reasons: ['Statement "No" denies it explicitly.'],
    });
  });
});

describe("a principal", () => {
  test("that is a service or an identity provider is nobody's role", () => {
    expect(evaluate({ Principal: { Service: "ec2.amazonaws.com", Federated: "*" } }).decision).toBe("denied");
  });

  test("of another partition is another", () => {
    expect(
      evaluate({ Principal: { AWS: "arn:aws-cn:iam::111122223333:root" } }, { identityAllows: true }).decision,
    ).toBe("denied");
  });

  test("with a wildcard lets nobody in, and the way out is told", () => {
    const { decision, reasons } = evaluate({ Principal: { AWS: "arn:aws:iam::111122223333:role/*" } });
    expect(decision).toBe("denied");
    expect(reasons[1]).toContain('a principal takes no wildcards: use "*" with a condition on aws:PrincipalArn');
  });

  test.each(["AROAIOSFODNN7EXAMPLE1", "AIDAIOSFODNN7EXAMPLE1"])(
    "that has become %s is flagged, also beside a good one",
    (id) => {
      const words = `Statement "S" names ${id}, the internal ID of a role or user that was deleted`;
      const alone = evaluate({ Principal: { AWS: id } });
      expect(alone.decision).toBe("denied");
      expect(alone.reasons[1]).toContain(words);
      const beside = evaluate({ Principal: { AWS: [principalArn, id] } });
      expect(beside.decision).toBe("allowed");
      expect(beside.reasons[1]).toContain(words);
    },
  );

  test.each([pineconeAccountId, `arn:aws:iam::${pineconeAccountId}:root`])(
    "that is the whole account (%s) leaves it to the account's own policies",
    (AWS) => {
      expect(evaluate({ Principal: { AWS } })).toEqual({
        decision: "undecided",
        reasons: [`Statement "S" leaves it to the IAM policies of ${principalArn}, but they are not known here.`],
      });
      expect(evaluate({ Principal: { AWS } }, { identityAllows: true }).decision).toBe("allowed");
      expect(evaluate({ Principal: { AWS } }, { identityAllows: false }).decision).toBe("denied");
    },
  );

  test("that is the whole account is denied as a whole", () => {
    const Statement = [
      { Effect: "Allow", Principal: "*", Action: "*" },
      { Effect: "Deny", Principal: { AWS: pineconeAccountId }, Action: "*" },
    ];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    expect(evaluateTrust(policy, { principalArn }).decision).toBe("denied");
  });

  test("whose session is named is undecided, as the session's name is not known", () => {
    const AWS = "arn:aws:sts::111122223333:assumed-role/pinecone_cmek_access_us-east-1/abc";
    expect(evaluate({ Principal: { AWS } }).decision).toBe("undecided");
  });

  test("named across accounts is not enough when its own policies don't allow it, and is within one account", () => {
    const roleArn = (account: string) => `arn:aws:iam::${account}:role/cmek`;
    expect(evaluate({}, { identityAllows: false, roleArn: roleArn("444455556666") }).decision).toBe("denied");
    expect(evaluate({}, { identityAllows: false, roleArn: roleArn(pineconeAccountId) }).decision).toBe("allowed");
    expect(evaluate({}, { identityAllows: false }).decision).toBe("undecided");
  });

  test("that asks and is no role, user or root is undecided", () => {
    const session = evaluate({}, { principalArn: "arn:aws:sts::111122223333:assumed-role/x/y" });
    expect(session.decision).toBe("undecided");
    expect(session.reasons[0]).toContain("only the ARN of an IAM role, a user or an account's root");
  });
});

describe("NotPrincipal", () => {
  const except = (AWS: string) => ({ Sid: "D", Effect: "Deny", NotPrincipal: { AWS }, Action: "*" });
  const policy = (AWS: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "*" }, except(AWS)],
    });

  test("denies everybody it does not name", () => {
    expect(evaluateTrust(policy("arn:aws:iam::999999999999:role/x"), { principalArn }).decision).toBe("denied");
  });

  test("that names who asks is undecided, as AWS wants its sessions listed as well", () => {
    expect(evaluateTrust(policy(principalArn), { principalArn }).decision).toBe("undecided");
    expect(evaluateTrust(policy(pineconeAccountId), { principalArn }).decision).toBe("undecided");
  });

  test("never allows", () => {
    const NotPrincipal = { AWS: "arn:aws:iam::999999999999:role/x" };
    expect(evaluate({ Principal: undefined, NotPrincipal }).decision).toBe("undecided");
  });
});

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
