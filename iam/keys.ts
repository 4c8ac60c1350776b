import { CUSTOMER_KEY_ACTIONS, KEY_ADMINISTRATOR_ACTIONS, KEY_GRANT_ACTIONS, KEY_USER_ACTIONS } from "./actions";
import type { Partition } from "./arn";
import { accountRootArn, isPartition, parseArn } from "./arn";
import type { Conditions, PolicyDocument, Statement } from "./document";
import { policyDocument, refuseProblems } from "./document";
import { accountIdProblem, partitionProblem, roleArnProblem } from "./problems";

/** Input of {@link customerKeysPolicy}. */
export interface CustomerKeysOptions {
  /** AWS accounts of the customers who own keys: 12 digits each, at least one; repetition doesn't matter. */
  readonly accountIds: readonly string[];
  /**
   * Partition of the customers' keys.
   * @default "aws"
   */
  readonly partition?: Partition;
}

/** Input of {@link customerKeyStatement}. */
export interface CustomerKeyOptions {
  /** ARN of the role in your account that Pinecone takes on. */
  readonly roleArn: string;
}

/** Input of {@link cmekKeyPolicy}. */
export interface CmekKeyPolicyOptions {
  /** Account that owns the key: 12 digits. */
  readonly accountId: string;
  /** ARN of the role that Pinecone takes on. It need not exist yet. */
  readonly roleArn: string;
  /**
   * ARNs of IAM roles and users that may administer the key. The policy does not let them encrypt or decrypt with it, but lets them
   * change the policy.
   * @default - whoever the account's own IAM policies let administer it
   */
  readonly administrators?: readonly string[] | undefined;
  /**
   * Statements added as they are.
   * @default - none
   */
  readonly extraStatements?: readonly Statement[] | undefined;
  /**
   * Partition of the key; nothing in AWS reaches across partitions.
   * @default - the role's
   */
  readonly partition?: Partition | undefined;
}

/**
 * Permissions policy of the role for keys in customers' accounts: one statement per account. It takes effect for a key
 * once its owner has added {@link customerKeyStatement} to the key's policy.
 * @throws PolicyInputError for a wrong account ID or partition, or none at all
 */
export function customerKeysPolicy({ accountIds, partition = "aws" }: CustomerKeysOptions): PolicyDocument {
  refuseProblems({
    partition: partitionProblem(partition),
    accountIds: accountIds.length === 0 ? "no account is named; expected at least one account ID." : undefined,
    ...Object.fromEntries(accountIds.map((id, index) => [`accountIds[${index}]`, accountIdProblem(id)])),
  });
  return policyDocument([...new Set(accountIds)].map((accountId) => customerKeys(accountId, partition)));
}

function customerKeys(accountId: string, partition: Partition): Statement {
  return {
    Sid: `KeysOfCustomer${accountId}`,
    Effect: "Allow",
    Action: CUSTOMER_KEY_ACTIONS,
    Resource: `arn:${partition}:kms:*:${accountId}:key/*`,
  };
}

/**
 * The statement that a customer adds to the policy of a key of theirs, for the role in your account.
 *
 * It trusts your account and narrows that to the role by a condition: KMS turns a role named as principal into the role's
 * internal ID, so that a role made again under the same name would be shut out. Access from another account needs
 * {@link customerKeysPolicy} on the role in any case.
 * @throws PolicyInputError for a wrong role ARN
 */
export function customerKeyStatement({ roleArn }: CustomerKeyOptions): Statement {
  refuseProblems({ roleArn: exactRoleProblem(roleArn) });
  const { accountId, partition } = principalAccount(roleArn);
  return {
    Sid: "PineconeRoleOfAnotherAccountUsesKey",
    Effect: "Allow",
    Principal: { AWS: accountRootArn(accountId, partition) },
    Action: CUSTOMER_KEY_ACTIONS,
    Resource: "*",
    Condition: { ArnEquals: { "aws:PrincipalArn": roleArn } },
  };
}

/**
 * The key policy of a CMEK key: the account stays in charge (so the key can't be locked out of, and KMS's safety check
 * passes), the role that Pinecone takes on is a key user, administrators administer.
 *
 * The role and the administrators are not named as principals: the principal is `*`, and two conditions say who is meant
 * (`aws:PrincipalArn`, `kms:CallerAccount`). Both must hold, so nobody else is let in. KMS refuses a principal that does not exist
 * yet, and turns one that exists into its internal ID, so that a role made again under the same name would be shut out.
 * @throws PolicyInputError for a wrong account ID, role ARN, administrator or partition, or a Sid used twice
 */
export function cmekKeyPolicy(options: CmekKeyPolicyOptions): PolicyDocument {
  const { accountId, roleArn, administrators = [], extraStatements = [] } = options;
  const { partition = principalAccount(roleArn).partition } = options;
  refuseProblems({
    accountId: accountIdProblem(accountId),
    partition: partitionProblem(partition),
    roleArn: exactRoleProblem(roleArn) ?? otherPartitionProblem(roleArn, partition),
    ...Object.fromEntries(administrators.map((arn, index) => [`administrators[${index}]`, administratorProblem(arn)])),
  });
  const statements = [
    accountInCharge(accountId, partition),
    ...(administrators.length > 0 ? [keyAdministrators(administrators)] : []),
    keyUser(roleArn),
    keyGrants(roleArn),
    ...extraStatements,
  ];
  refuseProblems({ extraStatements: repeatedSid(statements) });
  return policyDocument(statements);
}

function accountInCharge(accountId: string, partition: Partition): Statement {
  return {
    Sid: "AccountInCharge",
    Effect: "Allow",
    Principal: { AWS: accountRootArn(accountId, partition) },
    Action: "kms:*",
    Resource: "*",
  };
}

function keyAdministrators(administrators: readonly string[]): Statement {
  return {
    Sid: "Administrators",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: KEY_ADMINISTRATOR_ACTIONS,
    Resource: "*",
    Condition: onlyPrincipals(administrators),
  };
}

function keyUser(roleArn: string): Statement {
  return {
    Sid: "PineconeRoleUsesKey",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: KEY_USER_ACTIONS,
    Resource: "*",
    Condition: onlyPrincipals([roleArn]),
  };
}

function keyGrants(roleArn: string): Statement {
  return {
    Sid: "PineconeRoleGrantsForAwsResources",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: KEY_GRANT_ACTIONS,
    Resource: "*",
    Condition: { ...onlyPrincipals([roleArn]), Bool: { "kms:GrantIsForAWSResource": "true" } },
  };
}

/**
 * The conditions by which a statement with the principal `*` is about these roles and users, and nobody else: see
 * {@link cmekKeyPolicy}. The account root as the principal would not do either: it only hands the question on to IAM, and the
 * role, made as Pinecone documents it, has no permissions policy. `kms:CallerAccount` says nothing new to KMS; it tells readers
 * and scanners that `*` is not the public.
 */
function onlyPrincipals(arns: readonly string[]): Conditions {
  const accounts = [...new Set(arns.map((arn) => principalAccount(arn).accountId))];
  return {
    ArnEquals: { "aws:PrincipalArn": oneOrMore(arns) },
    StringEquals: { "kms:CallerAccount": oneOrMore(accounts) },
  };
}

function oneOrMore(values: readonly string[]): string | readonly string[] {
  return values.length === 1 && values[0] !== undefined ? values[0] : values;
}

function principalAccount(arn: string): { accountId: string; partition: Partition } {
  const { accountId = "", partition = "" } = parseArn(arn) ?? {};
  return { accountId, partition: isPartition(partition) ? partition : "aws" };
}

/** A role's path may have `*` and `?` in it, which a condition on its ARN would read as patterns, and let other roles in. */
function exactRoleProblem(value: string): string | undefined {
  const problem = roleArnProblem(value);
  if (problem !== undefined || !/[*?$]/.test(value)) return problem;
  return `${JSON.stringify(value)} has *, ? or $ in it, which a policy takes for a pattern that fits other roles too; expected the ARN of one role.`;
}

function otherPartitionProblem(roleArn: string, partition: string): string | undefined {
  const own = parseArn(roleArn)?.partition;
  if (own === partition) return undefined;
  return `${JSON.stringify(roleArn)} is in the partition ${String(own)}, the key in ${partition}; expected both in one, as nothing in AWS reaches across partitions.`;
}

function administratorProblem(value: string): string | undefined {
  const arn = parseArn(value);
  if (arn?.service !== "iam" || !/^user\/[^*?$]+$/.test(arn.resource)) {
    const problem = exactRoleProblem(value);
    return problem === undefined ? undefined : `${problem} The ARN of an IAM user would do as well.`;
  }
  return accountIdProblem(arn.accountId);
}

function repeatedSid(statements: readonly Statement[]): string | undefined {
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
  const repeated = sids.find((sid, index) => sids.indexOf(sid) !== index);
  return repeated === undefined ? undefined : `the Sid ${JSON.stringify(repeated)} is used twice; give each its own.`;
}
