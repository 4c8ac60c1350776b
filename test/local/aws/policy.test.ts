import { describe, expect, test } from "vitest";
import { samePolicy } from "../../../local/aws/policy";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const statement: { [name: string]: Json } = {
  Sid: "One",
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::123456789012:root", "arn:aws:iam::210987654321:role/r"] },
  Action: ["kms:Encrypt", "kms:Decrypt"],
  Resource: "*",
  Condition: { StringEquals: { "sts:ExternalId": "one" }, Bool: { "aws:SecureTransport": true } },
};

const document = (...statements: Json[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const one = document(statement);

describe("the same policy", () => {
  test.each<[string, string]>([
    ["spaced", JSON.stringify(JSON.parse(one), null, 4)],
    ["with its keys in another order", document(Object.fromEntries(Object.entries(statement).reverse()))],
    [
      "with actions and principals in another order",
      document({
        ...statement,
        Action: ["kms:Decrypt", "kms:Encrypt"],
        Principal: { AWS: ["arn:aws:iam::210987654321:role/r", "arn:aws:iam::123456789012:root"] },
      }),
    ],
    [
      "with the account's number for its root ARN",
      document({
        ...statement,
        Principal: { AWS: ["123456789012", "arn:aws:iam::210987654321:role/r"] },
      }),
    ],
    [
      "with lists of one",
      document({
        ...statement,
        Resource: ["*"],
        Condition: { StringEquals: { "sts:ExternalId": ["one"] }, Bool: { "aws:SecureTransport": "true" } },
      }),
    ],
    ["with actions in capitals", document({ ...statement, Action: ["KMS:encrypt", "kms:DECRYPT"] })],
    ["with the statement not in a list", JSON.stringify({ Version: "2012-10-17", Statement: statement })],
  ])("%s", (_how, other) => {
    expect(samePolicy(one, other)).toBe(true);
  });

  test("with its statements in another order", () => {
    const second = { ...statement, Sid: "Two" };
    expect(samePolicy(document(statement, second), document(second, statement))).toBe(true);
  });

  test("with everybody as a text or as an AWS principal", () => {
    const everybody = (Principal: Json): string => document({ ...statement, Principal });
    expect(samePolicy(everybody("*"), everybody({ AWS: "*" }))).toBe(true);
  });
});

describe("another policy", () => {
  test.each<[string, string]>([
    ["another effect", document({ ...statement, Effect: "Deny" })],
    ["one action less", document({ ...statement, Action: "kms:Encrypt" })],
    ["another principal", document({ ...statement, Principal: { AWS: "*" } })],
    ["another external ID", document({ ...statement, Condition: { StringEquals: { "sts:ExternalId": "ONE" } } })],
    ["another operator", document({ ...statement, Condition: { StringLike: { "sts:ExternalId": "one" } } })],
    ["no condition", document({ ...statement, Condition: {} })],
    ["one statement more", document(statement, { ...statement, Sid: "Two" })],
    ["another version", JSON.stringify({ Version: "2008-10-17", Statement: [statement] })],
    ["no JSON", "{"],
    ["a JSON text", '"policy"'],
  ])("has %s", (_what, other) => {
    expect(samePolicy(one, other)).toBe(false);
  });
});
