import { describe, expect, test } from "vitest";
import { customerKeysPolicy } from "../../../iam";
import { MANAGED_POLICY, POLICY_ATTACHMENT, ROLE_POLICY, ROLE_POLICY_ATTACHMENT } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, type Fixture, resource, verdicts, withMore, without } from "../fixture";

const policy = "pinecone-role-kms-only";
const KEYS = "arn:aws:kms:*:777788889999:key/*";
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

const document = (change: object = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: ["kms:Decrypt", "kms:Encrypt"], Resource: KEYS, ...change },
  });

const inline = (name: string, text: unknown) =>
  resource(ROLE_POLICY, name, { role: "search-role", name, policy: text }, { from: { role: ["search-role"] } });
const attachment = (policyArn: unknown, from: readonly string[] = []) =>
  resource(
    ROLE_POLICY_ATTACHMENT,
    "attached",
    { role: "search-role", policyArn },
    { from: { role: ["search-role"], ...(from.length > 0 && { policyArn: from }) } },
  );
const permitted = (text: unknown): Fixture => withMore(compliant, inline("more", text));

describe(policy, () => {
  test("is kept by the permissions for customers' keys, however they are written", () => {
    const customers = customerKeysPolicy({ accountIds: ["777788889999", "888899990000"] });
    expect(verdicts(permitted(JSON.stringify(customers)))).toEqual({});
    expect(verdicts(permitted(customers))).toEqual({});
    expect(verdicts(permitted(document({ Action: "KMS:decrypt", Resource: [KEYS] })))).toEqual({});
    expect(verdicts(permitted(document({ Effect: "Deny", Action: "s3:*", Resource: "*" })))).toEqual({});
  });

  const violations: Readonly<Record<string, [object, string]>> = {
    "actions of another service": [
      { Action: ["kms:Decrypt", "s3:GetObject"] },
      'Statement 1 allows "s3:GetObject"; Pinecone needs kms:Encrypt and kms:Decrypt only.',
    ],
    "another action of KMS": [
      { Action: "kms:GenerateDataKey" },
      'Statement 1 allows "kms:GenerateDataKey"; Pinecone needs kms:Encrypt and kms:Decrypt only.',
    ],
    "a wildcard in an action": [
      { Action: "kms:*crypt" },
      'Statement 1 allows "kms:*crypt"; Pinecone needs kms:Encrypt and kms:Decrypt only.',
    ],
    "all actions but some": [
      { Action: undefined, NotAction: "iam:*" },
      'Statement 1 allows everything but "iam:*", by NotAction.',
    ],
    "all resources": [
      { Resource: "*" },
      'Statement 1 is about "*"; expected KMS keys of one account, arn:aws:kms:*:<account>:key/*.',
    ],
    "keys of all accounts": [
      { Resource: [KEYS, "arn:aws:kms:*:*:key/*"] },
      'Statement 1 is about "arn:aws:kms:*:*:key/*"; expected KMS keys of one account, arn:aws:kms:*:<account>:key/*.',
    ],
    "all resources but some": [
      { Resource: undefined, NotResource: KEYS },
      `Statement 1 is about everything but "${KEYS}", by NotResource.`,
    ],
    "a document that AWS would refuse": [
      { Principal: "*" },
      "AWS would refuse this permissions policy: statement 1 has a Principal, which a permissions policy does not take.",
    ],
  };

  for (const [what, [change, message]] of Object.entries(violations))
    test(`is violated by ${what}`, () => {
      expect(verdicts(permitted(document(change)))).toEqual({ [policy]: [`search-role: more: ${message}`] });
    });

  const wide = document({ Action: "kms:*" });
  const isWide = 'Statement 1 allows "kms:*"; Pinecone needs kms:Encrypt and kms:Decrypt only.';

  test("looks into the role's own properties", () => {
    const own = changed(compliant, "search-role", {
      inlinePolicies: [
        { name: "one", policy: wide },
        { name: "two", policy: document() },
      ],
      managedPolicyArns: [ADMIN],
    });
    expect(verdicts(own)).toEqual({
      [policy]: [
        `search-role: inlinePolicies[0]: ${isWide}`,
        `search-role: managedPolicyArns gives it ${ADMIN}, a policy that AWS keeps for everybody, and each of those permits more.`,
      ],
    });
  });

  test("judges a managed policy of the stack by its document", () => {
    const managed = (text: string) => resource(MANAGED_POLICY, "managed", { arn: UNKNOWN, policy: text });
    expect(verdicts(withMore(compliant, managed(document()), attachment(UNKNOWN, ["managed"])))).toEqual({});
    expect(verdicts(withMore(compliant, managed(wide), attachment(UNKNOWN, ["managed"])))).toEqual({
      [policy]: [`search-role: managed: ${isWide}`],
    });
    const own = changed(
      withMore(compliant, managed(wide)),
      "search-role",
      { managedPolicyArns: [UNKNOWN] },
      {
        from: { managedPolicyArns: ["managed"], assumeRolePolicy: ["search-role-external-id"] },
      },
    );
    expect(verdicts(own)).toEqual({ [policy]: [`search-role: managed: ${isWide}`] });
  });

  test("sees an attachment that lists roles", () => {
    const listing = (roles: readonly string[]) => resource(POLICY_ATTACHMENT, "all", { roles, policyArn: ADMIN });
    const isAdmin = `search-role: all gives it ${ADMIN}, a policy that AWS keeps for everybody, and each of those permits more.`;
    const attachedToAll = withMore(compliant, listing(["other-role", "search-role"]));
    expect(verdicts(attachedToAll)).toEqual({ [policy]: [isAdmin] });
    expect(verdicts(withMore(compliant, listing(["other-role"])))).toEqual({});
    const asListedByAws = changed(attachedToAll, "search-role", { managedPolicyArns: [ADMIN] });
    expect(verdicts(asListedByAws)).toEqual({ [policy]: [isAdmin] });
    expect(verdicts(without({ stack: "prod", resources: asListedByAws.resources }, "all"))).toEqual({});
  });

  test("is violated by a managed policy of AWS", () => {
    expect(verdicts(withMore(compliant, attachment(ADMIN)))).toEqual({
      [policy]: [
        `search-role: attached gives it ${ADMIN}, a policy that AWS keeps for everybody, and each of those permits more.`,
      ],
    });
  });

  test("is undecided about a managed policy from elsewhere, and tells what it knows all the same", () => {
    const arn = "arn:aws:iam::444455556666:policy/team";
    expect(verdicts(withMore(compliant, inline("more", wide), attachment(arn)))).toEqual({
      [policy]: [
        `search-role: more: ${isWide}`,
        `search-role: Undecided: attached gives ${arn}, which is not in this stack, so that nobody here can see what it permits.`,
      ],
    });
  });

  test("is undecided while a document is not known", () => {
    expect(verdicts(permitted(UNKNOWN))).toEqual({
      [policy]: ["search-role: Undecided: policy of more is not known: the preview does not tell it."],
    });
  });

  test("takes further actions that are named", () => {
    const logs = document({ Action: "logs:PutLogEvents", Resource: "*" });
    expect(verdicts(permitted(logs), { [policy]: { furtherActions: ["logs:PutLogEvents"] } })).toEqual({});
  });

  test("lets go what goes: AWS still lists it at the role, as of the last refresh", () => {
    const listed = changed(compliant, "search-role", {
      inlinePolicies: [{ name: "more", policy: wide }],
      managedPolicyArns: [ADMIN],
    });
    const before = withMore(listed, inline("more", wide), attachment(ADMIN));
    const settled: Fixture = { stack: "prod", resources: before.resources };
    expect(Object.keys(verdicts(settled))).toEqual([policy]);
    expect(verdicts(without(settled, "more", "attached"))).toEqual({});
    const mended = changed(without(settled, "attached"), "more", { policy: document() });
    expect(verdicts(mended)).toEqual({});
  });

  test("does not judge the permissions of other roles", () => {
    const other = resource(ROLE_POLICY, "other", { role: "other-role", policy: wide });
    expect(verdicts(withMore(compliant, other))).toEqual({});
  });
});
