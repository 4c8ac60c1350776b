import { describe, expect, test } from "vitest";
import { EXTERNAL_KEY, KEY, REPLICA_KEY, ROLE } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import {
  changed,
  compliant,
  KEY_ARN,
  keyPolicy,
  resource,
  ROLE_ARN,
  trustPolicy,
  verdicts,
  withMore,
  without,
} from "../fixture";

const policy = "pinecone-key-symmetric";

/** The fixture in which a key of another type is bound. */
function binding(type: string, properties: object) {
  const key = resource(type, "other-key", { arn: KEY_ARN, policy: keyPolicy, ...properties }, { retainOnDelete: true });
  return { ...without(withMore(compliant, key), "search-key"), former: [] };
}

describe(policy, () => {
  test("is kept by a key that says nothing of it", () => {
    const silent = { customerMasterKeySpec: undefined, keyUsage: undefined };
    expect(verdicts({ ...changed(compliant, "search-key", silent), former: [] })).toEqual({});
  });

  // A new key, since a change of a bound one would be a replacement too.
  const key = (properties: object) => verdicts({ ...changed(compliant, "search-key", { ...properties }), former: [] });

  test("is violated by an asymmetric key", () => {
    expect(key({ customerMasterKeySpec: "RSA_4096" })).toEqual({
      [policy]: ["search-key: customerMasterKeySpec is RSA_4096; expected SYMMETRIC_DEFAULT."],
    });
  });

  test("is violated by a key for signatures", () => {
    expect(key({ keyUsage: "GENERATE_VERIFY_MAC" })).toEqual({
      [policy]: ["search-key: keyUsage is GENERATE_VERIFY_MAC; expected ENCRYPT_DECRYPT."],
    });
  });

  test("is violated by a key whose material is in a key store of one's own, or outside of AWS", () => {
    expect(key({ customKeyStoreId: "cks-1234567890abcdef0" })).toEqual({
      [policy]: ["search-key: customKeyStoreId is cks-1234567890abcdef0: the key's material is not in KMS itself."],
    });
    expect(key({ xksKeyId: "bb8562717f809024" })).toEqual({
      [policy]: ["search-key: xksKeyId is bb8562717f809024: the key's material is not in KMS itself."],
    });
  });

  test("is violated by a bound key with imported material", () => {
    expect(verdicts(binding(EXTERNAL_KEY, {}))).toEqual({
      [policy]: ["other-key: Its key material is imported, not made by KMS."],
    });
  });

  test("asks the primary key of a bound replica, or, where that is elsewhere, the replica", () => {
    expect(verdicts(binding(REPLICA_KEY, { keySpec: "SYMMETRIC_DEFAULT", keyUsage: "ENCRYPT_DECRYPT" }))).toEqual({});
    expect(verdicts(binding(REPLICA_KEY, { keySpec: "HMAC_256", keyUsage: "ENCRYPT_DECRYPT" }))).toEqual({
      [policy]: ["other-key: keySpec is HMAC_256; expected SYMMETRIC_DEFAULT."],
    });
    expect(verdicts(binding(REPLICA_KEY, {}))).toEqual({
      [policy]: ["other-key: Undecided: the primary key of other-key is not in this stack."],
    });
    const primaryKeyArn = KEY_ARN.replace("us-east-1", "us-west-2");
    const primary = { arn: primaryKeyArn, keyUsage: "SIGN_VERIFY", enableKeyRotation: true, policy: keyPolicy };
    expect(
      verdicts(
        withMore(binding(REPLICA_KEY, { primaryKeyArn }), resource(KEY, "primary", primary, { retainOnDelete: true })),
      ),
    ).toEqual({
      [policy]: ["primary: keyUsage is SIGN_VERIFY; expected ENCRYPT_DECRYPT."],
    });
  });

  test("is undecided while a given value is not known", () => {
    const from = { policy: ["search-role"], keyUsage: ["search"] };
    const unknown = changed(compliant, "search-key", { keyUsage: UNKNOWN }, { from });
    expect(verdicts({ ...unknown, former: [] })).toEqual({
      [policy]: [
        "search-key: Undecided: keyUsage of search-key is not known: it comes from search and the preview does not tell it.",
      ],
    });
  });

  test("judges a key of @pulumi/aws that only its policy ties to Pinecone's role, and no other key", () => {
    const raw = {
      stack: "dev",
      resources: [
        resource(ROLE, "role", { arn: ROLE_ARN, assumeRolePolicy: trustPolicy }),
        resource(KEY, "key", { keyUsage: "SIGN_VERIFY", enableKeyRotation: true, policy: keyPolicy }),
        resource(KEY, "other", { keyUsage: "SIGN_VERIFY" }),
      ],
    };
    expect(verdicts(raw)[policy]).toEqual(["key: keyUsage is SIGN_VERIFY; expected ENCRYPT_DECRYPT."]);
  });
});
