import { describe, expect, test } from "vitest";
import { type CmekTrust, cmekTrustPolicy, evaluateTrust, PINECONE_REGIONS } from "../../../iam";
import { allRegions, evaluate, externalId, otherId, pineconeAccountId, principalArn, role, withId } from "./trusting";

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
