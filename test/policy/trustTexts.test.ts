import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CmekTrust, cmekTrustPolicy } from "../../iam";
import { changed, compliant, EXTERNAL_ID, PINECONE_ACCOUNT, verdicts } from "./fixture";
import { allRegions, demanding, pinecone, statement, trusting, type Written } from "./trusting";

const base = { pineconeAccountId: PINECONE_ACCOUNT } as const;
const variants: readonly CmekTrust[] = [
  { ...base, variant: "explicitRegionsWithExternalId", regions: ["us-east-1", "eu-west-1"], externalId: EXTERNAL_ID },
  { ...base, variant: "explicitRegions", regions: ["us-east-1", "us-west-2", "eu-central-1"] },
  { ...base, variant: "allRegionsWithExternalId", externalId: EXTERNAL_ID },
];
/** The variant without an external ID is Pinecone's, but has to be wanted. */
const settings = { "pinecone-role-external-id": { explicitRegions: "optional" } };

const CASELESS = /^(String|Arn|sts:|aws:)/;

/** The same JSON in another order, with lists of one for single values and the other way round, and names in another case. */
function rewritten(value: unknown, key: string): fc.Arbitrary<unknown> {
  if (Array.isArray(value)) {
    return fc
      .tuple(...value.map((each: unknown) => rewritten(each, "")))
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
      .chain((all) => (all.length === 1 ? fc.constantFrom(all, all[0]) : fc.constant(all)));
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([name]) => name !== "Sid");
    return fc
      .tuple(...entries.map(([name, inner]) => fc.tuple(cased(name), rewritten(inner, name))))
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
      .map((all) => Object.fromEntries(all));
  }
  if (key === "Version" || key === "Effect") return fc.constant(value);
  const text = key === "Action" ? cased(String(value), true) : fc.constant(value);
  return text.chain((each) => (key === "" ? fc.constant(each) : fc.constantFrom<unknown>(each, [each])));
}

function cased(name: string, always = false): fc.Arbitrary<string> {
  return always || CASELESS.test(name)
    ? fc.constantFrom(name, name.toLowerCase(), name.toUpperCase())
    : fc.constant(name);
}

/** A statement for each principal in place of one for all of them. */
function split(policy: { readonly Statement: readonly object[] }): object {
  const statements = policy.Statement.flatMap((each) => {
    const { Principal } = each as { Principal: { AWS: string | readonly string[] } };
    return [Principal.AWS].flat().map((AWS) => ({ ...each, Principal: { AWS } }));
  });
  return { ...policy, Statement: statements };
}

describe("the policies on roles", () => {
  for (const trust of variants)
    test(`pass a good trust policy however it is written: ${trust.variant}`, () => {
      const externalId = trust.variant === "explicitRegions" ? undefined : EXTERNAL_ID;
      const policy = cmekTrustPolicy(trust);
      const texts = fc
        .constantFrom(policy, split(policy))
        .chain((document) => rewritten(document, ""))
        .chain((document) => fc.constantFrom(0, 1, 7).map((indent) => JSON.stringify(document, undefined, indent)));
      fc.assert(
        fc.property(texts, (assumeRolePolicy) => {
          const fixture = changed(changed(compliant, "search-role", { assumeRolePolicy }), "search-binding", {
            externalId,
          });
          expect(verdicts(fixture, settings)).toEqual({});
        }),
        { numRuns: 200 },
      );
    });

  const EVERYBODY = { Principal: { AWS: "*" } };
  const like = (AWS: string, more: Written = {}) =>
    allRegions({ Condition: { ...demanding, ...more, StringLike: { "aws:PrincipalArn": AWS } } });
  const [VARIANT, ID, WHO] = [
    "pinecone-role-trust-variant",
    "pinecone-role-external-id",
    "pinecone-role-principals",
  ] as const;
  const widenings: readonly (readonly [string, string, readonly Written[]])[] = [
    [VARIANT, "a further action", [statement({ Action: ["sts:AssumeRole", "sts:TagSession"] })]],
    [VARIANT, "all actions", [allRegions({ Action: "*" })]],
    [VARIANT, "all actions of STS, in another case", [statement({ Action: "STS:*" })]],
    [VARIANT, "NotAction", [statement({ Action: undefined, NotAction: "sts:TagSession" })]],
    [VARIANT, "NotPrincipal", [statement({ Principal: undefined, NotPrincipal: { AWS: "999999999999" } })]],
    [
      VARIANT,
      "all regions without an external ID",
      [allRegions({ Condition: { ArnLike: { "aws:PrincipalArn": pinecone("*") } } })],
    ],
    [ID, "named regions without an external ID", [statement({ Condition: undefined })]],
    [
      ID,
      "an external ID that may be missing",
      [statement({ Condition: { StringEqualsIfExists: demanding.StringEquals } })],
    ],
    [ID, "any external ID", [statement({ Condition: { StringLike: { "sts:ExternalId": "*" } } })]],
    [
      ID,
      "part of an external ID",
      [like(pinecone("*"), { "ForAnyValue:StringLike": { "sts:ExternalId": `${EXTERNAL_ID.slice(0, 35)}?` } })].map(
        withoutExact,
      ),
    ],
    [ID, "a way round the external ID", [statement(), statement({ Sid: "T", Condition: undefined })]],
    [
      ID,
      "an external ID of which it is asked that it exists",
      [statement({ Condition: { Null: { "sts:ExternalId": "false" } } })],
    ],
    [WHO, "everybody who knows the external ID", [statement(EVERYBODY)]],
    [WHO, "Pinecone's whole account", [statement({ Principal: { AWS: PINECONE_ACCOUNT } })]],
    [WHO, "all roles of Pinecone's", [like(`arn:aws:iam::${PINECONE_ACCOUNT}:role/*`)]],
    [WHO, "roles with a name like Pinecone's", [like(`arn:aws:iam::${PINECONE_ACCOUNT}:role/pinecone_cmek_*`)]],
    [WHO, "roles of that name in all accounts", [like(pinecone("*", "*"))]],
    [
      WHO,
      "another principal",
      [statement({ Principal: { AWS: [pinecone("us-east-1"), "arn:aws:iam::444455556666:user/eve"] } })],
    ],
    [WHO, "a service", [statement(), statement({ Sid: "T", Principal: { Service: "ec2.amazonaws.com" } })]],
    [
      WHO,
      "a narrowing that holds for whoever has no ARN",
      [
        statement({
          ...EVERYBODY,
          Condition: { ...demanding, ArnLikeIfExists: { "aws:PrincipalArn": pinecone("*") } },
        }),
      ],
    ],
  ];

  for (const [policy, what, statements] of widenings)
    test(`catch a widening by ${policy} alone: ${what}`, () => {
      expect(Object.keys(verdicts(trusting(...statements)))).toEqual([policy]);
    });
});

/** Without the line that demands the whole external ID. */
function withoutExact(written: Written): Written {
  const { StringEquals: _, ...Condition } = written["Condition"] as Record<string, unknown>;
  return { ...written, Condition };
}
