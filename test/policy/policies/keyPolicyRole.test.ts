import { describe, expect, test } from "vitest";
import { cmekKeyPolicy, customerKeysPolicy, customerKeyStatement } from "../../../iam";
import { KEY, KEY_POLICY, ROLE, ROLE_POLICY, ROLE_POLICY_ATTACHMENT } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import * as fixture from "../fixture";

const { changed, compliant, never, resource, verdicts, withMore, ACCOUNT, KEY_ARN, ROLE_ARN } = fixture;
const policy = "pinecone-key-policy-role";

const statement = (change: object) => ({
  Sid: "S",
  Effect: "Allow",
  Principal: { AWS: ROLE_ARN },
  Action: ["kms:Encrypt", "kms:Decrypt"],
  Resource: "*",
  ...change,
});
const root = statement({ Sid: "Root", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*" });
const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const keyed = (...statements: readonly object[]) =>
  changed(compliant, "search-key", { policy: document(...statements) });
const permissions = resource(
  ROLE_POLICY,
  "permissions",
  { role: "search-role", policy: JSON.stringify(customerKeysPolicy({ accountIds: [ACCOUNT] })) },
  { from: { role: ["search-role"] } },
);
const both = `search-key: ${ROLE_ARN} can't do kms:Encrypt and kms:Decrypt:`;

describe(policy, () => {
  test("is kept by a statement for the role, and by its permissions where the policy leaves it to them", () => {
    expect(verdicts(keyed(root, statement({})))).toEqual({});
    expect(verdicts(withMore(keyed(root), permissions))).toEqual({});
  });

  test("is violated by a policy that leaves it to permissions which the role does not have", () => {
    const found = verdicts(keyed(root));
    expect(found).toEqual({
      [policy]: [
        `${both} Statement "Root" leaves it to the permissions policies of ${ROLE_ARN}, but they do not allow it.`,
      ],
    });
  });

  test("is violated by a policy that is left out, which is AWS's own", () => {
    const leftOut = {
      [policy]: [
        "search-key: policy is left out, and the one that AWS gives the key lets in only whom IAM policies let in: search-role has none.",
      ],
    };
    expect(verdicts(changed(compliant, "search-key", { policy: undefined }))).toEqual(leftOut);
    // As a preview tells a key that is not made yet.
    const fresh = changed(compliant, "search-key", { policy: UNKNOWN, arn: UNKNOWN }, { from: {} });
    expect(verdicts(fresh)).toEqual(leftOut);
    expect(verdicts(withMore(changed(compliant, "search-key", { policy: undefined }), permissions))).toEqual({});
    const outside = changed(never(compliant, "search-role"), "search-key", { policy: undefined });
    expect(verdicts(outside)).toEqual({
      [policy]: [
        `search-key: Undecided: whether ${ROLE_ARN} can do kms:Encrypt and kms:Decrypt: Statement "Enable IAM User Permissions" leaves it to the permissions policies of ${ROLE_ARN}, but they are not known here.`,
      ],
    });
  });

  test("is violated by a policy that lets the role do one of the two only", () => {
    expect(verdicts(keyed(root, statement({ Action: "kms:Decrypt" })))).toEqual({
      [policy]: [
        `search-key: ${ROLE_ARN} can't do kms:Encrypt: Statement "Root" leaves it to the permissions policies of ${ROLE_ARN}, but they do not allow it.`,
      ],
    });
  });

  test("is violated by a policy that names another role, that denies, or that AWS would refuse", () => {
    const other = keyed(root, statement({ Principal: { AWS: `${ROLE_ARN}-old` } }));
    expect(Object.keys(verdicts(other))).toEqual([policy]);
    const denied = keyed(root, statement({}), statement({ Sid: "D", Effect: "Deny", Action: "kms:De*" }));
    expect(verdicts(denied)).toEqual({
      [policy]: [`search-key: ${ROLE_ARN} can't do kms:Decrypt: Statement "D" denies it explicitly.`],
    });
    const broken = keyed(root, statement({ Resource: undefined }));
    expect(verdicts(broken)).toEqual({
      [policy]: [
        `${both} AWS would refuse this key policy: statement "S" has neither Resource nor NotResource; expected exactly one.`,
      ],
    });
  });

  test("looks at a policy that is kept apart from the key", () => {
    const apart = (text: string) =>
      withMore(compliant, resource(KEY_POLICY, "apart", { keyId: KEY_ARN.split("/")[1], policy: text }));
    expect(verdicts(apart(document(root, statement({}))))).toEqual({});
    expect(Object.keys(verdicts(apart(document(root))))).toEqual([policy]);
  });

  test("asks both sides about a customer's key", () => {
    const customer = "777788889999";
    const keyArn = KEY_ARN.replace(ACCOUNT, customer);
    const inCharge = { ...root, Principal: { AWS: `arn:aws:iam::${customer}:root` } };
    const theirs = changed(changed(compliant, "search-binding", { keyArn }), "search-key", {
      arn: keyArn,
      policy: document(inCharge, customerKeyStatement({ roleArn: ROLE_ARN })),
    });
    const permitted = { ...permissions.properties, policy: customerKeysPolicy({ accountIds: [customer] }) };
    expect(verdicts(withMore(theirs, { ...permissions, properties: permitted }))).toEqual({});
    expect(Object.keys(verdicts(theirs))).toEqual([policy]);
  });

  test("is undecided where a condition's key is not told, or the role's permissions are not known", () => {
    const by = statement({ Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } });
    expect(verdicts(keyed(root, by))).toEqual({
      [policy]: [
        `search-key: Undecided: whether ${ROLE_ARN} can do kms:Encrypt and kms:Decrypt: Statement "S": kms:ViaService is not known here, so StringEquals can't be decided. Statement "Root" leaves it to the permissions policies of ${ROLE_ARN}, but they do not allow it.`,
      ],
    });
    const outside = { role: "search-role", policyArn: `arn:aws:iam::${ACCOUNT}:policy/team` };
    expect(verdicts(withMore(keyed(root), resource(ROLE_POLICY_ATTACHMENT, "outside", outside)))[policy]).toEqual([
      `search-key: Undecided: whether ${ROLE_ARN} can do kms:Encrypt and kms:Decrypt: Statement "Root" leaves it to the permissions policies of ${ROLE_ARN}, but they are not known here.`,
    ]);
  });

  test("is undecided while the policy, or the role's ARN, is not known", () => {
    const unknown = changed(compliant, "search-key", { policy: UNKNOWN });
    const message =
      "search-key: Undecided: policy of search-key is not known: it comes from search-role and the preview does not tell it.";
    expect(verdicts(unknown)).toEqual({ [policy]: [message], "pinecone-key-policy-nobody-else": [message] });
    const nameless = changed(changed(compliant, "search-role", { arn: UNKNOWN }), "search-binding", {
      roleArn: UNKNOWN,
    });
    expect(verdicts(nameless)).toEqual({
      [policy]: [
        "search-key: Undecided: roleArn of search-binding is not known: it comes from search-role and the preview does not tell it.",
      ],
    });
  });

  test("judges keys of @pulumi/aws by the roles that their policies are about", () => {
    const raw = (Action: string) => ({
      stack: "dev",
      resources: [
        resource(ROLE, "role", { arn: ROLE_ARN, assumeRolePolicy: fixture.trustPolicy }),
        resource(KEY, "key", { enableKeyRotation: true, policy: document(root, statement({ Action })) }),
      ],
    });
    expect(verdicts(raw("kms:*crypt"))[policy]).toBeUndefined();
    expect(verdicts(raw("kms:Sign"))[policy]).toHaveLength(1);
  });

  test("takes a policy of the fixture's shape for other partitions", () => {
    const roleArn = ROLE_ARN.replace("arn:aws:", "arn:aws-us-gov:");
    const gov = cmekKeyPolicy({ accountId: ACCOUNT, roleArn, administrators: [`${roleArn}-admin`] });
    const there = changed(changed(compliant, "search-role", { arn: roleArn }), "search-binding", { roleArn });
    expect(verdicts(changed(there, "search-key", { policy: JSON.stringify(gov) }))).toEqual({});
  });
});
