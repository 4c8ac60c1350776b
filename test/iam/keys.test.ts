import { describe, expect, test } from "vitest";
import type { PolicyDocument } from "../../iam";
import {
  cmekKeyPolicy,
  customerKeysPolicy,
  customerKeyStatement,
  evaluateKeyPolicy,
  KEY_ADMINISTRATOR_ACTIONS,
} from "../../iam";

const accountId = "444455556666";
const roleArn = "arn:aws:iam::444455556666:role/team/cmek";
const keyArn = "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const administrator = "arn:aws:iam::444455556666:role/KeyKeeper";

const onlyRole = {
  ArnEquals: { "aws:PrincipalArn": roleArn },
  StringEquals: { "kms:CallerAccount": accountId },
};

const accountInCharge = {
  Sid: "AccountInCharge",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:root" },
  Action: "kms:*",
  Resource: "*",
};

const pineconeRole = [
  {
    Sid: "PineconeRoleUsesKey",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
    Condition: onlyRole,
  },
  {
    Sid: "PineconeRoleGrantsForAwsResources",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
    Resource: "*",
    Condition: { ...onlyRole, Bool: { "kms:GrantIsForAWSResource": "true" } },
  },
];

describe("the key policy", () => {
  test("keeps the account in charge and makes the role a key user", () => {
    expect(cmekKeyPolicy({ accountId, roleArn })).toEqual({
      Version: "2012-10-17",
      Statement: [accountInCharge, ...pineconeRole],
    });
  });

  test("has administrators and extra statements when asked for", () => {
    const extra = { Sid: "Mine", Effect: "Deny", Principal: "*", Action: "kms:DeleteAlias", Resource: "*" } as const;
    expect(cmekKeyPolicy({ accountId, roleArn, administrators: [administrator], extraStatements: [extra] })).toEqual({
      Version: "2012-10-17",
      Statement: [
        accountInCharge,
        {
          Sid: "Administrators",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: KEY_ADMINISTRATOR_ACTIONS,
          Resource: "*",
          Condition: {
            ArnEquals: { "aws:PrincipalArn": administrator },
            StringEquals: { "kms:CallerAccount": accountId },
          },
        },
        ...pineconeRole,
        extra,
      ],
    });
  });

  test("names no role or user as a principal, so that none has to exist and one made again is still the same", () => {
    const { Statement } = cmekKeyPolicy({ accountId, roleArn, administrators: [administrator] });
    const principals = Statement.map(({ Principal }) => (Principal === "*" ? "*" : Principal?.AWS));
    expect(principals).toEqual(["arn:aws:iam::444455556666:root", "*", "*", "*"]);
  });

  const policy = cmekKeyPolicy({ accountId, roleArn, administrators: [administrator] });
  const decide = (principalArn: string, action: string) =>
    evaluateKeyPolicy(policy, { principalArn, action, keyArn, identityPolicies: [] }).decision;

  test("lets the role encrypt and decrypt without a permissions policy of its own", () => {
    expect(decide(roleArn, "kms:Encrypt")).toBe("allowed");
    expect(decide(roleArn, "kms:Decrypt")).toBe("allowed");
    expect(decide(roleArn, "kms:ScheduleKeyDeletion")).toBe("denied");
  });

  test("lets nobody else in whom the account's own policies don't", () => {
    expect(decide("arn:aws:iam::444455556666:role/cmek", "kms:Decrypt")).toBe("denied");
    expect(decide("arn:aws:iam::999999999999:role/team/cmek", "kms:Decrypt")).toBe("denied");
  });

  test("lets administrators administer the key, but not decrypt with it", () => {
    expect(decide(administrator, "kms:PutKeyPolicy")).toBe("allowed");
    expect(decide(administrator, "kms:Decrypt")).toBe("denied");
  });

  test("leaves whoever may administer KMS in the account a way to change it, as KMS's lock-out safety check asks", () => {
    const administersKms: PolicyDocument = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "kms:PutKeyPolicy", Resource: "*" }],
    };
    const request = { principalArn: "arn:aws:iam::444455556666:user/deployer", action: "kms:PutKeyPolicy", keyArn };
    expect(evaluateKeyPolicy(policy, { ...request, identityPolicies: [administersKms] }).decision).toBe("allowed");
  });

  test("is in the key's partition", () => {
    const china = cmekKeyPolicy({ accountId, roleArn: "arn:aws-cn:iam::444455556666:role/cmek" });
    expect(china.Statement[0]?.Principal).toEqual({ AWS: "arn:aws-cn:iam::444455556666:root" });
    expect(() => cmekKeyPolicy({ accountId, roleArn, partition: "aws-us-gov" })).toThrow(
      /^roleArn: .* is in the partition aws, the key in aws-us-gov/,
    );
  });

  test("is refused for a role or administrator whose name would be read as a pattern", () => {
    const pattern = "arn:aws:iam::444455556666:role/*/cmek";
    expect(() => cmekKeyPolicy({ accountId, roleArn: pattern, administrators: [pattern] })).toThrow(
      /^roleArn: .* takes for a pattern.*\nadministrators\[0\]: .* takes for a pattern/,
    );
    expect(() => customerKeyStatement({ roleArn: "arn:aws:iam::444455556666:role/?/cmek" })).toThrow(/a pattern/);
  });

  test("is decided before the key exists", () => {
    const request = { principalArn: roleArn, action: "kms:Decrypt" };
    expect(evaluateKeyPolicy(policy, request)).toEqual({
      decision: "allowed",
      reasons: ['Statement "PineconeRoleUsesKey" allows it.'],
    });
    expect(evaluateKeyPolicy(policy, { ...request, principalArn: `${roleArn}2` }).decision).toBe("undecided");
  });

  test("is refused with all wrong inputs at once", () => {
    expect(() => cmekKeyPolicy({ accountId: "1", roleArn: "role", administrators: ["me"] })).toThrow(
      /^accountId: "1" has 1 digit;.*\nroleArn: "role" is not an ARN.*\nadministrators\[0\]: "me" is not an ARN.*IAM user/,
    );
  });

  test("is refused when a Sid occurs twice", () => {
    const extraStatements = [
      { Sid: "AccountInCharge", Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" },
    ] as const;
    expect(() => cmekKeyPolicy({ accountId, roleArn, extraStatements })).toThrow(
      'extraStatements: the Sid "AccountInCharge" is used twice',
    );
  });
});

describe("keys of customers", () => {
  test("each account has a statement with a Sid of its own in the role's permissions policy", () => {
    expect(customerKeysPolicy({ accountIds: ["777788889999", "000000000001", "777788889999"] })).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "KeysOfCustomer777788889999",
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt"],
          Resource: "arn:aws:kms:*:777788889999:key/*",
        },
        {
          Sid: "KeysOfCustomer000000000001",
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt"],
          Resource: "arn:aws:kms:*:000000000001:key/*",
        },
      ],
    });
  });

  test("the customer's statement trusts the role's account for that role", () => {
    expect(customerKeyStatement({ roleArn })).toEqual({
      Sid: "PineconeRoleOfAnotherAccountUsesKey",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: ["kms:Encrypt", "kms:Decrypt"],
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": roleArn } },
    });
  });

  test("both together let the role use the customer's key, and neither does alone", () => {
    const customersKey = "arn:aws:kms:eu-west-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const keyPolicy: PolicyDocument = { Version: "2012-10-17", Statement: [customerKeyStatement({ roleArn })] };
    const permissions = customerKeysPolicy({ accountIds: ["777788889999"] });
    const others = customerKeysPolicy({ accountIds: ["000000000001"] });
    const decide = (policy: PolicyDocument, identityPolicies: PolicyDocument[]) =>
      evaluateKeyPolicy(policy, {
        principalArn: roleArn,
        action: "kms:Decrypt",
        keyArn: customersKey,
        identityPolicies,
      }).decision;
    expect(decide(keyPolicy, [permissions])).toBe("allowed");
    expect(decide(keyPolicy, [])).toBe("denied");
    expect(decide(keyPolicy, [others])).toBe("denied");
    expect(decide({ Version: "2012-10-17", Statement: [] }, [permissions])).toBe("denied");
  });

  test("an account ID of eleven digits, or none at all, is refused", () => {
    expect(() => customerKeysPolicy({ accountIds: ["777788889999", "77778888999"] })).toThrow(
      /^accountIds\[1\]: "77778888999" has 11 digits/,
    );
    expect(() => customerKeysPolicy({ accountIds: [] })).toThrow("accountIds: no account is named");
  });
});
