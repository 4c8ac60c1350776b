import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, resource, verdicts, withMore } from "../fixture";
import { ROLE } from "../../../policy/model/types";
import { allRegions, demanding, pinecone, statement, trusting, type Written } from "../trusting";

const policy = "pinecone-role-trust-variant";

describe(policy, () => {
  test("is kept by the variants that Pinecone offers, however they are split into statements", () => {
    expect(verdicts(trusting(statement()))).toEqual({});
    expect(verdicts(trusting(allRegions()))).toEqual({});
    expect(verdicts(trusting(statement(), statement({ Principal: { AWS: pinecone("eu-west-1") } })))).toEqual({});
  });

  test("is kept by a policy that says the same by a Deny", () => {
    const everybody = statement({ Principal: "*", Condition: undefined });
    const deny = (Condition: Written) => ({ Effect: "Deny", Principal: "*", Action: "sts:*", Condition });
    const { StringEquals: ids } = demanding;
    const roles = { "aws:PrincipalArn": pinecone("*") };
    expect(verdicts(trusting(everybody, deny({ StringNotEquals: ids }), deny({ StringNotLike: roles })))).toEqual({});
  });

  const violations: Readonly<Record<string, [readonly Written[], string]>> = {
    "more actions": [
      [statement({ Action: ["sts:AssumeRole", "sts:TagSession"] })],
      `Statement "S" allows "sts:TagSession"; Pinecone's variants allow sts:AssumeRole and nothing else.`,
    ],
    "a wildcard in the action": [
      [statement({ Action: "sts:Assume*" })],
      `Statement "S" allows "sts:Assume*"; Pinecone's variants allow sts:AssumeRole and nothing else.`,
    ],
    "all actions but some": [
      [statement({ Action: undefined, NotAction: "sts:GetFederationToken" })],
      'Statement "S" allows everything but "sts:GetFederationToken", by NotAction.',
    ],
    "everybody but some": [
      [statement({ Principal: undefined, NotPrincipal: { AWS: pinecone("us-east-1") } })],
      'Statement "S" allows everybody but some, by NotPrincipal.',
    ],
    "all regions without an external ID": [
      [allRegions({ Condition: { StringLike: { "aws:PrincipalArn": pinecone("*") } } })],
      `Statement "S" trusts Pinecone's roles of all regions without an external ID, which Pinecone does not offer.`,
    ],
    "a condition that Pinecone can't fulfil": [
      [statement({ Condition: { ...demanding, Bool: { "aws:SecureTransport": "false" } } })],
      'The trust policy keeps Pinecone out. Statement "S": aws:SecureTransport is "true", the policy asks for "false" (Bool).',
    ],
    "a Deny that shuts Pinecone out": [
      [statement(), { Sid: "D", Effect: "Deny", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }],
      'The trust policy keeps Pinecone out. Statement "D" denies it explicitly.',
    ],
    "a pattern where AWS takes none": [
      [allRegions({ Condition: { StringEquals: { ...demanding.StringEquals, "aws:PrincipalArn": pinecone("*") } } })],
      `The trust policy keeps Pinecone out. Statement "S": aws:PrincipalArn is "${pinecone("us-east-1")}", the policy asks for "${pinecone("*")}" (StringEquals).`,
    ],
    "no Allow statement": [[statement({ Effect: "Deny" })], "The trust policy has no Allow statement."],
    "an element that a trust policy does not take": [
      [statement({ Resource: "*" })],
      'AWS would refuse this trust policy: statement "S" has a Resource, which a trust policy does not take.',
    ],
  };

  for (const [what, [statements, message]] of Object.entries(violations))
    test(`is violated by ${what}`, () => {
      expect(verdicts(trusting(...statements))).toEqual({ [policy]: [`search-role: ${message}`] });
    });

  test("is violated by what is no JSON", () => {
    const broken = changed(compliant, "search-role", { assumeRolePolicy: "pinecone_cmek_access_us-east-1" });
    expect(verdicts(broken)[policy]).toEqual([
      expect.stringContaining("search-role: AWS would refuse this trust policy: it is not JSON"),
    ]);
  });

  test("is undecided where the preview does not tell a condition's key", () => {
    const here = { ...demanding, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
    expect(verdicts(trusting(statement({ Condition: here })))).toEqual({
      [policy]: [
        `search-role: Undecided: Statement "S": aws:SourceIp is not known here, so IpAddress can't be decided.`,
      ],
    });
  });

  test("is undecided about an element that can't be judged", () => {
    expect(verdicts(trusting(statement(), statement({ Sid: "T", Conditions: {} })))).toEqual({
      [policy]: [
        `search-role: Undecided: Statement "T": the element "Conditions" is not one that can be decided here.`,
      ],
    });
  });

  test("is undecided, as all on the trust policy are, while that is not known", () => {
    const options = { from: { assumeRolePolicy: ["search-role-external-id"] } };
    const unknown =
      "search-role: Undecided: assumeRolePolicy of search-role is not known: it comes from search-role-external-id and the preview does not tell it.";
    expect(verdicts(changed(compliant, "search-role", { assumeRolePolicy: UNKNOWN }, options))).toEqual({
      [policy]: [unknown],
      "pinecone-role-external-id": [unknown],
      "pinecone-role-principals": [unknown],
    });
  });

  test("judges a role of @pulumi/aws that nothing but its trust policy ties to Pinecone", () => {
    const alone = { stack: "dev", resources: [] };
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [statement({ Action: "sts:*" })] });
    const role = resource(ROLE, "raw", { assumeRolePolicy: trust });
    expect(verdicts(withMore(alone, role))[policy]).toEqual([
      `raw: Statement "S" allows "sts:*"; Pinecone's variants allow sts:AssumeRole and nothing else.`,
    ]);
  });

  test("does not judge a role that nothing ties to Pinecone", () => {
    const trust = { Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:*" }] };
    expect(verdicts(withMore(compliant, resource(ROLE, "other", { assumeRolePolicy: JSON.stringify(trust) })))).toEqual(
      {},
    );
  });
});
