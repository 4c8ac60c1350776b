import { describe, expect, test } from "vitest";
import { cmekKeyPolicy } from "../../../iam";
import { KEY_GRANT, KEY_POLICY } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { ACCOUNT, changed, compliant, KEY_ARN, resource, ROLE_ARN, verdicts, withMore } from "../fixture";

const policy = "pinecone-key-policy-nobody-else";
const OTHER = "999999999999";
const own = cmekKeyPolicy({ accountId: ACCOUNT, roleArn: ROLE_ARN }).Statement;

const statement = (change: object) => ({
  Sid: "S",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
  Action: "kms:Decrypt",
  Resource: "*",
  ...change,
});
const everybody = (Condition?: object) => statement({ Principal: { AWS: "*" }, Condition });
const keyed = (...more: readonly object[]) =>
  changed(compliant, "search-key", {
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [...own, ...more] }),
  });

describe(policy, () => {
  const narrow: Readonly<Record<string, object>> = {
    "the caller's account": { StringEquals: { "kms:CallerAccount": ACCOUNT } },
    "the principal's account": { stringequals: { "AWS:principalaccount": [ACCOUNT] } },
    "the account of a source": { StringLike: { "aws:SourceAccount": ACCOUNT } },
    "an organization": { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    "paths of an organization": { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*" } },
    "roles of the account": { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/batch-*` } },
  };
  for (const [what, condition] of Object.entries(narrow))
    test(`is kept by everybody narrowed down to ${what}`, () => {
      expect(verdicts(keyed(everybody(condition)))).toEqual({});
    });

  test("is kept by a Deny for everybody but the account", () => {
    const others = { StringNotEquals: { "aws:PrincipalAccount": ACCOUNT } };
    const deny = { ...everybody(others), Sid: "D", Effect: "Deny", Action: "kms:*" };
    expect(verdicts(keyed(everybody(), deny))).toEqual({});
    expect(Object.keys(verdicts(keyed(everybody(), { ...deny, Action: "kms:Encrypt" })))).toEqual([policy]);
  });

  test("is kept by roles and services that can't do everything, and by accounts that can't decrypt", () => {
    const role = { AWS: `arn:aws:iam::${ACCOUNT}:role/backup` };
    expect(verdicts(keyed(statement({ Principal: role, Action: ["kms:Decrypt", "kms:DescribeKey"] })))).toEqual({});
    expect(verdicts(keyed(statement({ Principal: { Service: "logs.amazonaws.com" } })))).toEqual({});
    expect(verdicts(keyed(statement({ Action: "kms:DescribeKey" })))).toEqual({});
    expect(verdicts(keyed(statement({ Effect: "Deny" })))).toEqual({});
  });

  const lets = (who: string) => `Statement "S" lets ${who}`;
  const elsewhere = `decrypt ("kms:Decrypt"), which is not in the key's account ${ACCOUNT}.`;
  const violations: Readonly<Record<string, [object, string]>> = {
    everybody: [everybody(), 'Statement "S" allows everybody, without a condition that says who.'],
    "everybody, whatever they may do": [
      statement({ Principal: "*", Action: "kms:DescribeKey" }),
      'Statement "S" allows everybody, without a condition that says who.',
    ],
    "everybody in any account": [
      everybody({ StringLike: { "kms:CallerAccount": "*" } }),
      'Statement "S" allows everybody, and StringLike kms:CallerAccount ["*"] does not say who.',
    ],
    "everybody without the key of a condition": [
      everybody({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
      'Statement "S" allows everybody, and StringEqualsIfExists aws:PrincipalOrgID ["o-a1b2c3d4e5"] does not say who.',
    ],
    "everybody but some": [
      statement({ Principal: undefined, NotPrincipal: { AWS: ROLE_ARN } }),
      'Statement "S" allows everybody but some, by NotPrincipal, without a condition that says who.',
    ],
    "everybody by way of a service": [
      everybody({ StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }),
      'Statement "S" allows everybody, without a condition that says who.',
    ],
    "another account": [statement({}), `${lets(`arn:aws:iam::${OTHER}:root`)} ${elsewhere}`],
    "another account by way of a key of its own": [
      statement({ Action: "kms:ReEncrypt*" }),
      `${lets(`arn:aws:iam::${OTHER}:root`)} take what the key encrypts over to a key of its own ("kms:ReEncrypt*"), which is not in the key's account ${ACCOUNT}.`,
    ],
    "another account by way of a grant to itself": [
      statement({ Action: ["kms:DescribeKey", "kms:CreateGrant"] }),
      `${lets(`arn:aws:iam::${OTHER}:root`)} grant itself to decrypt ("kms:DescribeKey" or "kms:CreateGrant"), which is not in the key's account ${ACCOUNT}.`,
    ],
    "another account's number": [statement({ Principal: { AWS: OTHER } }), `${lets(OTHER)} ${elsewhere}`],
    "another account's role": [
      statement({ Principal: { AWS: `arn:aws:iam::${OTHER}:role/reader` } }),
      `${lets(`arn:aws:iam::${OTHER}:role/reader`)} ${elsewhere}`,
    ],
    "another account by a condition": [
      everybody({ StringEquals: { "aws:PrincipalAccount": [ACCOUNT, OTHER] } }),
      `${lets(OTHER)} ${elsewhere}`,
    ],
    "all for a role of the account": [
      statement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` }, Action: "kms:*" }),
      `${lets(`arn:aws:iam::${ACCOUNT}:role/admin`)} do everything with the key ("kms:*").`,
    ],
    "all for Pinecone's role": [
      statement({ Principal: { AWS: ROLE_ARN }, Action: "*" }),
      `${lets(ROLE_ARN)} do everything with the key ("*").`,
    ],
    "all but little for a role": [
      statement({ Principal: { AWS: ROLE_ARN }, Action: undefined, NotAction: "kms:Sign" }),
      `${lets(ROLE_ARN)} do everything with the key (all but "kms:Sign").`,
    ],
    "all for everybody in the account": [
      { ...everybody({ StringEquals: { "kms:CallerAccount": ACCOUNT } }), Action: "kms:*" },
      `${lets(ACCOUNT)} do everything with the key ("kms:*").`,
    ],
    "all for an organization": [
      { ...everybody({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }), Action: "kms:*" },
      `${lets('the organization "o-a1b2c3d4e5"')} do everything with the key ("kms:*").`,
    ],
  };
  for (const [what, [added, message]] of Object.entries(violations))
    test(`is violated by ${what}`, () => {
      expect(verdicts(keyed(added))).toEqual({ [policy]: [`search-key: ${message}`] });
    });

  test("is violated by a lock-out check that is passed over, at the key or at a policy apart", () => {
    const bypassPolicyLockoutSafetyCheck = true;
    expect(verdicts(changed(compliant, "search-key", { bypassPolicyLockoutSafetyCheck }))).toEqual({
      [policy]: ["search-key: bypassPolicyLockoutSafetyCheck of search-key is true."],
    });
    const apart = { keyId: KEY_ARN, policy: { Version: "2012-10-17", Statement: own }, bypassPolicyLockoutSafetyCheck };
    expect(verdicts(withMore(compliant, resource(KEY_POLICY, "apart", apart)))).toEqual({
      [policy]: ["search-key: bypassPolicyLockoutSafetyCheck of apart is true."],
    });
  });

  describe("grants", () => {
    const READER = `arn:aws:iam::${OTHER}:role/reader`;
    const grant = (name: string, properties: object, key: object = { keyId: KEY_ARN }) =>
      resource(KEY_GRANT, name, { granteePrincipal: READER, operations: ["Decrypt"], ...key, ...properties });
    const granted = (properties: object) => withMore(compliant, grant("search-grant", properties));
    const told = `search-key: The grant search-grant lets ${READER} ${elsewhere}`;

    test("are kept to the key's account, to Pinecone's role, and to what reads nothing", () => {
      expect(verdicts(granted({ granteePrincipal: `arn:aws:iam::${ACCOUNT}:role/backup` }))).toEqual({});
      expect(verdicts(granted({ granteePrincipal: ROLE_ARN, operations: ["Encrypt", "Decrypt"] }))).toEqual({});
      expect(verdicts(granted({ operations: ["Encrypt", "DescribeKey", "Verify"] }))).toEqual({});
      expect(verdicts(granted({}), { [policy]: { furtherAccounts: [OTHER] } })).toEqual({});
      const another = { keyId: KEY_ARN.replace("1234abcd", "99999999") };
      expect(verdicts(withMore(compliant, grant("search-grant", {}, another)))).toEqual({});
    });

    test("let no other account read, by whatever name the key is called, and whatever its policy says", () => {
      expect(verdicts(granted({}))).toEqual({ [policy]: [told] });
      expect(verdicts(granted({ keyId: KEY_ARN.split("/")[1] }))).toEqual({ [policy]: [told] });
      const withoutPolicy = changed(granted({}), "search-key", { policy: undefined }, { from: {} });
      expect(verdicts(withoutPolicy)[policy]).toEqual([told]);
      const denied = statement({
        Effect: "Deny",
        Principal: "*",
        Action: "kms:*",
        Condition: narrow["the caller's account"],
      });
      expect(verdicts(withMore(keyed(denied), grant("search-grant", {})))[policy]).toContain(told);
      expect(verdicts(granted({ operations: ["CreateGrant"] }))[policy]?.[0]).toContain("grant itself to decrypt");
    });

    test("are each told, beside what the policy says, and one that is not known hides none", () => {
      const open = { granteePrincipal: UNKNOWN };
      const all = withMore(keyed(statement({})), grant("unknown", open), grant("search-grant", {}));
      expect(verdicts(all)).toEqual({
        [policy]: [
          `search-key: ${lets(`arn:aws:iam::${OTHER}:root`)} ${elsewhere}`,
          told,
          "search-key: Undecided: granteePrincipal of unknown is not known: the preview does not tell it.",
        ],
      });
    });
  });

  test("takes further accounts that are named, but not for everything", () => {
    const named = { [policy]: { furtherAccounts: [OTHER] } };
    expect(verdicts(keyed(statement({})), named)).toEqual({});
    expect(Object.keys(verdicts(keyed(statement({ Action: "kms:*" })), named))).toEqual([policy]);
  });

  test("knows a key's account by its policy before there is an ARN", () => {
    const fresh = (...more: readonly object[]) => changed(keyed(...more), "search-key", { arn: UNKNOWN });
    expect(verdicts(fresh())).toEqual({});
    expect(verdicts(fresh(statement({})))).toEqual({
      [policy]: [`search-key: ${lets(`arn:aws:iam::${OTHER}:root`)} ${elsewhere}`],
    });
    expect(verdicts(fresh(statement({ Action: "kms:*" })))[policy]).toEqual([
      `search-key: More than one account is in charge of the key: ${ACCOUNT}, ${OTHER}.`,
    ]);
  });

  test("is undecided about a role of another account while Pinecone's role is not known", () => {
    const nameless = changed(
      keyed(statement({ Principal: { AWS: `arn:aws:iam::${OTHER}:role/r` } })),
      "search-binding",
      {
        roleArn: UNKNOWN,
      },
    );
    expect(verdicts(nameless)[policy]).toEqual([
      `search-key: Undecided: Statement "S" lets arn:aws:iam::${OTHER}:role/r decrypt ("kms:Decrypt"), and whether Pinecone uses the key by that role is not known.`,
    ]);
  });
});
