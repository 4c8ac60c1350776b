/** What Pinecone does to get into your account. */
export const ASSUME_ROLE_ACTION = "sts:AssumeRole";

/** What a key's owner grants Pinecone's role at least. */
export const CUSTOMER_KEY_ACTIONS = ["kms:Encrypt", "kms:Decrypt"] as const;

/** What the KMS console grants a "key user". */
export const KEY_USER_ACTIONS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
] as const;

/** What the KMS console grants a "key user" besides, for AWS services that work on its behalf. */
export const KEY_GRANT_ACTIONS = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"] as const;

/**
 * What the KMS console grants a "key administrator": all about the key, but not to encrypt or decrypt with it. Whoever may change
 * the policy can let himself in, as everywhere in KMS.
 */
export const KEY_ADMINISTRATOR_ACTIONS = [
  "kms:Create*",
  "kms:Describe*",
  "kms:Enable*",
  "kms:List*",
  "kms:Put*",
  "kms:Update*",
  "kms:Revoke*",
  "kms:Disable*",
  "kms:Get*",
  "kms:Delete*",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
  "kms:RotateKeyOnDemand",
  "kms:ReplicateKey",
] as const;
