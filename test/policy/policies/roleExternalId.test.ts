import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, EXTERNAL_ID, verdicts } from "../fixture";
import { demanding, statement, trusting, type Written } from "../trusting";

const policy = "pinecone-role-external-id";
const otherId = "9f0c8a55-0c0c-4c7d-9b1f-2f4d2d3b8e11";
const asking = (operator: string, ...values: readonly string[]): Written =>
  statement({ Condition: { [operator]: { "sts:ExternalId": values } } });

describe(policy, () => {
  test("is kept by an external ID that is demanded exactly, by whatever operator", () => {
    for (const operator of ["StringEquals", "StringLike", "stringequals", "ForAnyValue:StringEquals"]) {
      expect(verdicts(trusting(asking(operator, EXTERNAL_ID)))).toEqual({});
    }
  });

  const violations: Readonly<Record<string, [Written, string]>> = {
    "named regions without an external ID": [statement({ Condition: undefined }), "demands no external ID."],
    "an operator that lets a request without one in": [
      asking("StringEqualsIfExists", EXTERNAL_ID),
      `has StringEqualsIfExists on sts:ExternalId with "${EXTERNAL_ID}", which does not demand one external ID.`,
    ],
    "an operator on all values that takes none for all": [
      asking("ForAllValues:StringEquals", EXTERNAL_ID),
      `has ForAllValues:StringEquals on sts:ExternalId with "${EXTERNAL_ID}", which does not demand one external ID.`,
    ],
    "a wildcard": [
      asking("StringLike", "3f2b8c1e-*"),
      'has StringLike on sts:ExternalId with "3f2b8c1e-*", which does not demand one external ID.',
    ],
    "any external ID at all": [
      asking("Null", "false"),
      'has Null on sts:ExternalId with "false", which does not demand one external ID.',
    ],
    "all external IDs but one": [
      asking("StringNotEquals", otherId),
      `has StringNotEquals on sts:ExternalId with "${otherId}", which does not demand one external ID.`,
    ],
  };

  for (const [what, [written, message]] of Object.entries(violations))
    test(`is violated by ${what}`, () => {
      expect(verdicts(trusting(written))).toEqual({ [policy]: [`search-role: Statement "S" ${message}`] });
    });

  test("is violated by one way in among others", () => {
    expect(verdicts(trusting(statement(), statement({ Sid: "T", Condition: undefined })))).toEqual({
      [policy]: ['search-role: Statement "T" demands no external ID.'],
    });
  });

  test("is violated by an external ID that is no UUID of version 4, which Pinecone does not take", () => {
    const fixture = changed(trusting(asking("StringEquals", "pinecone")), "search-binding", { externalId: "pinecone" });
    expect(verdicts(fixture)).toEqual({
      [policy]: [
        'search-role: Statement "S" demands an external ID of the wrong form: "pinecone" is not a UUID; Pinecone expects a UUID of version 4, such as 3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34.',
      ],
    });
  });

  test("is violated by a binding that gives another external ID, or none", () => {
    expect(verdicts(changed(compliant, "search-binding", { externalId: otherId }))).toEqual({
      [policy]: [
        `search-role: search-binding gives Pinecone the external ID ${otherId}, but the role demands ${EXTERNAL_ID}.`,
      ],
    });
    expect(verdicts(changed(compliant, "search-binding", { externalId: undefined }))).toEqual({
      [policy]: [`search-role: search-binding gives Pinecone no external ID, but the role demands ${EXTERNAL_ID}.`],
    });
  });

  test("lets named regions do without, where it is set so", () => {
    const optional = { [policy]: { explicitRegions: "optional" } };
    const open = changed(trusting(statement({ Condition: undefined })), "search-binding", { externalId: undefined });
    expect(verdicts(open, optional)).toEqual({});
    const vague = trusting(statement({ Condition: { StringLike: { "sts:ExternalId": "*" } } }));
    expect(Object.keys(verdicts(vague, optional))).toEqual([policy]);
  });

  test("is undecided while the binding's external ID is not known", () => {
    expect(verdicts(changed(compliant, "search-binding", { externalId: UNKNOWN }))).toEqual({
      [policy]: [
        "search-role: Undecided: externalId of search-binding is not known: it comes from search-role-external-id and the preview does not tell it.",
      ],
    });
  });

  test("takes a demand by a Deny for one, and one that spares somebody for none", () => {
    const deny = (Principal: unknown) => ({
      Effect: "Deny",
      Principal,
      Action: "sts:AssumeRole",
      Condition: { StringNotEquals: demanding.StringEquals },
    });
    const open = statement({ Condition: undefined });
    expect(verdicts(trusting(open, deny({ AWS: ["*"] })))).toEqual({});
    expect(Object.keys(verdicts(trusting(open, deny({ AWS: "999999999999" }))))).toEqual([policy]);
  });
});
