import { describe, expect, test } from "vitest";
import type { PolicyDocument } from "../../iam";
import { cmekKeyPolicy, cmekTrustPolicy, samePolicy } from "../../iam";

const policy: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "One",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::444455556666:root", "arn:aws:iam::444455556666:role/b"] },
      Action: ["kms:Encrypt", "kms:Decrypt"],
      Resource: "*",
      Condition: { StringEquals: { "kms:CallerAccount": ["1", "2"], "kms:ViaService": "s3" } },
    },
    { Sid: "Two", Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:ScheduleKeyDeletion", Resource: ["*"] },
  ],
};

/** The policy with a change made to its first statement, as JSON. */
const changed = (change: object): string =>
  JSON.stringify({ ...policy, Statement: [{ ...policy.Statement[0], ...change }, policy.Statement[1]] });

describe("the same policy, written otherwise", () => {
  test.each([
    ["as JSON", JSON.stringify(policy, null, 4)],
    ["keys in another order", JSON.stringify(Object.fromEntries(Object.entries(policy).reverse()))],
    ["statements in another order", JSON.stringify({ ...policy, Statement: [...policy.Statement].reverse() })],
    ["actions in another order", changed({ Action: ["kms:Decrypt", "kms:Encrypt"] })],
    ["actions in another case", changed({ Action: ["KMS:decrypt", "kms:encrypt"] })],
    ["a string as a list", changed({ Resource: ["*"] })],
    [
      "principals in another order, the root by its account ID",
      changed({ Principal: { AWS: ["arn:aws:iam::444455556666:role/b", "444455556666"] } }),
    ],
    [
      "conditions in another order and case",
      changed({ Condition: { stringequals: { "KMS:viaservice": ["s3"], "kms:CallerAccount": ["2", "1"] } } }),
    ],
  ])("%s", (_how, other) => {
    expect(samePolicy(policy, other)).toBe(true);
    expect(samePolicy(other, policy)).toBe(true);
  });

  test("one statement alone or in a list, everybody as a string or an object", () => {
    const statement = { Effect: "Allow", Principal: "*", Action: "a:b", Resource: "*" };
    const other = { ...statement, Principal: { AWS: ["*"] } };
    const json = (Statement: unknown) => JSON.stringify({ Version: "2012-10-17", Statement });
    expect(samePolicy(json(statement), json([other]))).toBe(true);
  });
});

describe("another policy", () => {
  test.each([
    ["another effect", changed({ Effect: "Deny" })],
    ["one action less", changed({ Action: ["kms:Encrypt"] })],
    ["another principal", changed({ Principal: { AWS: "arn:aws:iam::444455556666:role/b" } })],
    [
      "a principal in another case",
      changed({ Principal: { AWS: ["444455556666", "arn:aws:iam::444455556666:role/B"] } }),
    ],
    [
      "one condition value more",
      changed({ Condition: { StringEquals: { "kms:CallerAccount": ["1", "2", "3"], "kms:ViaService": "s3" } } }),
    ],
    ["no conditions", changed({ Condition: undefined })],
    ["NotAction for Action", changed({ Action: undefined, NotAction: ["kms:Encrypt", "kms:Decrypt"] })],
    ["another Sid", changed({ Sid: "Other" })],
    ["one statement less", JSON.stringify({ ...policy, Statement: [policy.Statement[0]] })],
    ["an older version", JSON.stringify({ ...policy, Version: "2008-10-17" })],
    ["no JSON", "{"],
  ])("%s", (_how, other) => {
    expect(samePolicy(policy, other)).toBe(false);
  });
});

test("what is no JSON is the same as itself only", () => {
  expect(samePolicy("{", "{")).toBe(true);
  expect(samePolicy("{", "{ ")).toBe(false);
});

test("our own builders' documents survive JSON", () => {
  const trust = cmekTrustPolicy({
    variant: "explicitRegions",
    pineconeAccountId: "111122223333",
    regions: ["us-east-1"],
  });
  const key = cmekKeyPolicy({ accountId: "444455556666", roleArn: "arn:aws:iam::444455556666:role/cmek" });
  expect(samePolicy(trust, JSON.stringify(trust))).toBe(true);
  expect(samePolicy(key, JSON.stringify(key))).toBe(true);
  expect(samePolicy(key, JSON.stringify(trust))).toBe(false);
});
