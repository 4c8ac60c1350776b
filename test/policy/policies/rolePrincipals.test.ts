import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, PINECONE_ACCOUNT, verdicts } from "../fixture";
import { allRegions, demanding, pinecone, statement, trusting, type Written } from "../trusting";

const policy = "pinecone-role-principals";
const ROLES = "Pinecone's roles pinecone_cmek_access_<region>";
const also = (...more: readonly unknown[]): Written =>
  statement({ Principal: { AWS: [pinecone("us-east-1"), ...more] } });
const everybody = (condition: Written): Written => allRegions({ Condition: { ...demanding, ...condition } });

describe(policy, () => {
  test("is kept by conditions that narrow everybody down to Pinecone's roles", () => {
    for (const operator of ["StringLike", "ArnLike", "ArnEquals", "arnlike", "ForAnyValue:StringLike"]) {
      expect(verdicts(trusting(everybody({ [operator]: { "aws:principalarn": pinecone("*") } })))).toEqual({});
    }
    const named = [pinecone("us-east-1"), pinecone("eu-west-1")];
    expect(verdicts(trusting(everybody({ ArnEquals: { "aws:PrincipalArn": named } })))).toEqual({});
    expect(verdicts(trusting(everybody({ StringLike: { "aws:PrincipalArn": pinecone("us-*") } })))).toEqual({});
  });

  test("is kept by an account that a condition narrows down", () => {
    const root = { AWS: `arn:aws:iam::${PINECONE_ACCOUNT}:root` };
    const condition = { ...demanding, ArnLike: { "aws:PrincipalArn": pinecone("*") } };
    expect(verdicts(trusting(statement({ Principal: root, Condition: condition })))).toEqual({});
  });

  const admin = "arn:aws:iam::444455556666:role/admin";
  const violations: Readonly<Record<string, [Written, string]>> = {
    "another account": [
      also(pinecone("us-east-1", "999999999999")),
      `trusts "${pinecone("us-east-1", "999999999999")}", which is in the account 999999999999; Pinecone's is 111122223333.`,
    ],
    "Pinecone's whole account": [
      also(`arn:aws:iam::${PINECONE_ACCOUNT}:root`),
      `trusts the whole account "arn:aws:iam::${PINECONE_ACCOUNT}:root", without a condition on aws:PrincipalArn.`,
    ],
    "an account's number": [
      also(PINECONE_ACCOUNT),
      `trusts the whole account "${PINECONE_ACCOUNT}", without a condition on aws:PrincipalArn.`,
    ],
    "another role of Pinecone's": [
      also(`arn:aws:iam::${PINECONE_ACCOUNT}:role/pinecone_deploy`),
      `trusts "arn:aws:iam::${PINECONE_ACCOUNT}:role/pinecone_deploy", which is wider than, or other than, ${ROLES}.`,
    ],
    "a role of one's own": [also(admin), `trusts "${admin}", which is wider than, or other than, ${ROLES}.`],
    "a service": [
      statement({ Principal: { AWS: pinecone("us-east-1"), Service: "lambda.amazonaws.com" } }),
      `trusts "lambda.amazonaws.com", which is none of Pinecone's.`,
    ],
    "a region that Pinecone does not have": [
      also(pinecone("us-west-1")),
      `trusts "${pinecone("us-west-1")}": Pinecone has no such region.`,
    ],
    "a wildcard in a principal": [
      also(pinecone("*")),
      `names "${pinecone("*")}" as a principal, where AWS takes no wildcards: "*" and a condition on aws:PrincipalArn say the same.`,
    ],
    everybody: [everybody({}), "trusts everybody, without a condition on aws:PrincipalArn."],
    "everybody whose role's name begins like Pinecone's": [
      everybody({ StringLike: { "aws:PrincipalArn": `arn:aws:iam::${PINECONE_ACCOUNT}:role/pinecone_*` } }),
      `trusts whoever fits "arn:aws:iam::${PINECONE_ACCOUNT}:role/pinecone_*", which is wider than, or other than, ${ROLES}.`,
    ],
    "everybody in any account with a role of that name": [
      everybody({ StringLike: { "aws:PrincipalArn": "*:role/pinecone_cmek_access_*" } }),
      `trusts whoever fits "*:role/pinecone_cmek_access_*", which is wider than, or other than, ${ROLES}.`,
    ],
    "a pattern for the account": [
      everybody({ ArnLike: { "aws:PrincipalArn": pinecone("*", "1111*") } }),
      `trusts whoever fits "${pinecone("*", "1111*")}", which is not in one account.`,
    ],
    "an operator that does not narrow": [
      everybody({ StringLikeIfExists: { "aws:PrincipalArn": pinecone("*") } }),
      "trusts everybody, and StringLikeIfExists on aws:PrincipalArn does not narrow that down.",
    ],
    "an operator that holds for all that is missing": [
      everybody({ "ForAllValues:StringLike": { "aws:PrincipalArn": pinecone("*") } }),
      "trusts everybody, and ForAllValues:StringLike on aws:PrincipalArn does not narrow that down.",
    ],
    "everybody in the account": [
      everybody({ StringEquals: { ...demanding.StringEquals, "aws:PrincipalAccount": PINECONE_ACCOUNT } }),
      "trusts everybody, without a condition on aws:PrincipalArn.",
    ],
    "one wide value among narrow ones": [
      everybody({ StringLike: { "aws:PrincipalArn": [pinecone("*"), "*"] } }),
      `trusts whoever fits "*", which is wider than, or other than, ${ROLES}.`,
    ],
  };

  for (const [what, [written, message]] of Object.entries(violations))
    test(`is violated by ${what}`, () => {
      expect(verdicts(trusting(written))).toEqual({ [policy]: [`search-role: Statement "S" ${message}`] });
    });

  test("takes Pinecone's account from its parameter, rather than from the binding", () => {
    const set = { [policy]: { pineconeAccountId: "999999999999" } };
    expect(verdicts(compliant, set)).toEqual({
      [policy]: [
        `search-role: Statement "AllowPineconeToAssumeIntoRoleFromExplicitRegionswithID" trusts "${pinecone("us-east-1")}", which is in the account 111122223333; Pinecone's is 999999999999.`,
      ],
    });
    expect(verdicts(trusting(statement({ Principal: { AWS: pinecone("us-east-1", "999999999999") } })), set)).toEqual(
      {},
    );
  });

  test("is undecided where nothing tells Pinecone's account, but tells what is wrong in any", () => {
    const asks =
      "search-role: Undecided: Pinecone's AWS account is not known, so that nobody can say whether search-role trusts it: set the policy's parameter pineconeAccountId to the number in Pinecone's console under Manage > CMEK > Add CMEK.";
    const silent = { pineconeAccountId: undefined };
    expect(verdicts(changed(compliant, "search-binding", silent))).toEqual({ [policy]: [asks] });
    expect(verdicts(changed(trusting(also(PINECONE_ACCOUNT)), "search-binding", silent))[policy]).toEqual([
      `search-role: Statement "S" trusts the whole account "${PINECONE_ACCOUNT}", without a condition on aws:PrincipalArn.`,
      asks,
    ]);
    expect(verdicts(compliant, { [policy]: { pineconeAccountId: "1111-2222-3333" } })[policy]).toEqual([
      expect.stringContaining("search-role: Undecided: the policy's parameter pineconeAccountId is wrong"),
    ]);
  });

  test("is undecided while the binding's account is not known", () => {
    expect(verdicts(changed(compliant, "search-binding", { pineconeAccountId: UNKNOWN }))).toEqual({
      [policy]: [
        "search-role: Undecided: pineconeAccountId of search-binding is not known: the preview does not tell it.",
      ],
    });
  });
});
