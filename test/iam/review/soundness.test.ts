import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  evaluateKeyPolicy,
  evaluateTrust,
  PINECONE_REGIONS,
  pineconeCmekPrincipal,
  type Review,
  reviewKeyPolicy,
  reviewTrustExternalId,
  reviewTrustPrincipals,
  reviewTrustVariant,
} from "../../../iam";
import * as gen from "../evaluate/arbitraries";

const RUNS = 3000;
const pineconeAccountId = "111122223333";
const otherId = "00000000-0000-4000-8000-000000000000";
const passes = ({ wrong, open }: Review): boolean => wrong.length === 0 && open.length === 0;

/** Good statements, to be found among others. */
const good = fc.constantFrom(
  { Principal: { AWS: gen.PINECONE } },
  { Principal: { AWS: "*" }, Condition: { ArnEquals: { "aws:PrincipalArn": gen.PINECONE } } },
  {
    Principal: "*",
    Condition: { StringLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/pinecone_cmek_access_*" } },
  },
);

const operator = fc.constantFrom("StringEquals", "StringLike", "StringEqualsIfExists", "StringNotEquals", "ArnLike");
const value = fc.constantFrom(gen.EXTERNAL_ID, "3f2b*", "*", otherId);

/** Trust policies that are good or near to it. */
const nearlyGood = fc
  .array(
    fc.record({
      who: good,
      operator,
      value,
      key: fc.constantFrom("sts:ExternalId", "STS:EXTERNALID", "aws:PrincipalAccount"),
      effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      action: fc.constantFrom("sts:AssumeRole", "sts:assumerole", "sts:*"),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((statements) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: statements.map(({ who, operator: name, value: asked, key, effect, action }) => {
        const { Condition = {} } = who as { Condition?: Record<string, Record<string, string>> };
        const merged = { ...Condition, [name]: { ...Condition[name], [key]: asked } };
        return { ...who, Effect: effect, Action: action, Condition: merged };
      }),
    }),
  );

const strangers = [
  "arn:aws:iam::111122223333:role/pinecone_deploy",
  "arn:aws:iam::111122223333:root",
  "arn:aws:iam::999999999999:role/pinecone_cmek_access_us-east-1",
  gen.ROLE,
];

describe("a trust policy that the reviews pass", () => {
  test("lets in nobody but Pinecone's roles, and these with the demanded external ID only", () => {
    let passed = 0;
    fc.assert(
      fc.property(fc.oneof(gen.trustPolicies, nearlyGood), (policy) => {
        const ids = reviewTrustExternalId(policy);
        const reviews = [reviewTrustVariant(policy), reviewTrustPrincipals(policy, { pineconeAccountId }), ids];
        if (!reviews.every(passes)) return;
        passed++;
        const letsIn = (principalArn: string, externalId?: string): boolean =>
          evaluateTrust(policy, { principalArn, externalId, identityAllows: true }).decision === "allowed";
        const some = [undefined, otherId, "3f2b", gen.EXTERNAL_ID];
        for (const stranger of strangers) expect(some.filter((id) => letsIn(stranger, id))).toEqual([]);
        const taken = PINECONE_REGIONS.flatMap((region) => {
          const principalArn = pineconeCmekPrincipal({ pineconeAccountId, region });
          return some.filter((id) => letsIn(principalArn, id));
        });
        expect(taken).not.toEqual([]);
        for (const id of taken) expect(ids.demanded).toContain(id);
      }),
      { numRuns: RUNS },
    );
    expect(passed).toBeGreaterThan(RUNS / 100);
  });
});

describe("a key policy that the review passes", () => {
  const foreign = "arn:aws:iam::777788889999:role/team/cmek";
  const everything = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });

  test("lets no stranger of another account decrypt, whatever its own permissions", () => {
    let passed = 0;
    fc.assert(
      fc.property(gen.keyPolicies, (policy) => {
        if (!passes(reviewKeyPolicy(policy, { keyArn: gen.KEY, roleArns: [gen.ROLE] }))) return;
        passed++;
        for (const principalArn of [foreign, "arn:aws:iam::999999999999:user/eve"]) {
          const { decision } = evaluateKeyPolicy(policy, {
            ...{ principalArn, action: "kms:Decrypt", keyArn: gen.KEY, identityPolicies: [everything] },
            context: gen.FURTHER_CONTEXT,
          });
          expect(decision).not.toBe("allowed");
        }
      }),
      { numRuns: RUNS },
    );
    expect(passed).toBeGreaterThan(RUNS / 20);
  });
});
