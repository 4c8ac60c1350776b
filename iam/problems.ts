/**
 * Checks of single values. Each returns `undefined` for a good value, else one sentence or two for the person who wrote it:
 * what was got, what is expected, and how to find it.
 */
import type { Arn } from "./arn";
import { isPartition, parseArn, PARTITIONS } from "./arn";
import { isPineconeRegion, PINECONE_REGIONS } from "./regions";

const ROLE_EXAMPLE = "arn:aws:iam::123456789012:role/pinecone-cmek";
const KEY_EXAMPLE = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ACCOUNT_ID = /^\d{12}$/;
const AWS_REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{12}$/i;
const ROLE_RESOURCE = /^role\/(?:[\x21-\x7e]{1,510}\/)?[\w+=,.@-]{1,64}$/;
const KEY_RESOURCE = /^key\/(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const quote = (value: string): string => JSON.stringify(value);

/** What kind of thing an ARN names, in words, for "this is …, but … is expected". */
function kindOf({ service, resource }: Arn): string {
  const type = resource.split(/[/:]/)[0] ?? resource;
  const kinds: Record<string, string> = {
    "iam:role": "an IAM role",
    "iam:user": "an IAM user",
    "iam:group": "an IAM group",
    "iam:policy": "an IAM policy",
    "iam:instance-profile": "an instance profile",
    "iam:root": "a whole AWS account",
    "sts:assumed-role": "a session of a role",
    "kms:key": "a KMS key",
    "kms:alias": "a KMS alias",
  };
  return kinds[`${service}:${type}`] ?? `something of the service ${quote(service)}`;
}

function accountPartProblem(value: string, { partition, accountId }: Arn): string | undefined {
  if (!isPartition(partition)) {
    return `${quote(value)} has the partition ${quote(partition)}; expected one of ${PARTITIONS.join(", ")}.`;
  }
  const problem = accountIdProblem(accountId);
  return problem === undefined ? undefined : `${quote(value)} has a wrong account ID: ${problem}`;
}

/** Why the value is no 12-digit AWS account ID, or `undefined` when it is one. */
export function accountIdProblem(value: string): string | undefined {
  if (ACCOUNT_ID.test(value)) return undefined;
  const got = /^\d+$/.test(value)
    ? `${quote(value)} has ${value.length} digit${value.length === 1 ? "" : "s"}`
    : `${quote(value)} is not a number`;
  return `${got}; an AWS account ID has exactly 12 digits and no dashes, leading zeros included.`;
}

/** Why the value is not one of AWS's partitions, or `undefined` when it is one. */
export function partitionProblem(value: string): string | undefined {
  if (isPartition(value)) return undefined;
  return `${quote(value)} is not an AWS partition; expected one of ${PARTITIONS.join(", ")}.`;
}

/** Why the value is not an AWS region of Pinecone's, or `undefined` when it is one. */
export function regionProblem(value: string): string | undefined {
  if (isPineconeRegion(value)) return undefined;
  return `${quote(value)} is not an AWS region of Pinecone's; expected one of ${PINECONE_REGIONS.join(", ")}.`;
}

/** Whether the value is a UUID of version 4, the form Pinecone asks of an external ID. */
export function isUuidV4(value: string): boolean {
  return uuidV4Problem(value) === undefined;
}

/** Why the value is no UUID of version 4, or `undefined` when it is one. */
export function uuidV4Problem(value: string): string | undefined {
  const [, version, variant] = UUID.exec(value) ?? [];
  const expected = "Pinecone expects a UUID of version 4, such as 3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34.";
  if (version === undefined || variant === undefined) return `${quote(value)} is not a UUID; ${expected}`;
  if (version !== "4") return `${quote(value)} is a UUID of version ${version}; ${expected}`;
  if (!/[89ab]/i.test(variant)) return `${quote(value)} is a UUID of another variant than RFC 9562's; ${expected}`;
  return undefined;
}

/** Why the value is not the ARN of an IAM role, or `undefined` when it is one. */
export function roleArnProblem(value: string): string | undefined {
  const arn = parseArn(value);
  if (!arn) return `${quote(value)} is not an ARN; expected the ARN of an IAM role, such as ${ROLE_EXAMPLE}.`;
  if (arn.service === "sts" && arn.resource.startsWith("assumed-role/")) {
    return `${quote(value)} is a session of a role; expected the ARN of the role itself, such as ${ROLE_EXAMPLE}.`;
  }
  if (arn.service !== "iam" || !arn.resource.startsWith("role/")) {
    return `${quote(value)} names ${kindOf(arn)}; expected the ARN of an IAM role, such as ${ROLE_EXAMPLE}.`;
  }
  if (arn.region !== "") {
    return `${quote(value)} has the region ${quote(arn.region)}; IAM is global and a role's ARN has none, such as ${ROLE_EXAMPLE}.`;
  }
  if (!ROLE_RESOURCE.test(arn.resource)) {
    return `${quote(value)} has no valid role name; a name has 1 to 64 letters, digits and +=,.@_-, after an optional path, such as ${ROLE_EXAMPLE}.`;
  }
  return accountPartProblem(value, arn);
}

/** Why the value is not the ARN of a KMS key, or `undefined` when it is one. An alias gets words of its own. */
export function keyArnProblem(value: string): string | undefined {
  const arn = parseArn(value);
  if (!arn) return noKeyArn(value);
  if (arn.service === "kms" && arn.resource.startsWith("alias/")) {
    return (
      `${quote(value)} is the ARN of an alias, which can be pointed at another key; Pinecone needs the key's own ARN. ` +
      `Find it with: aws kms describe-key --region ${arn.region} --key-id ${arn.resource} --query KeyMetadata.Arn`
    );
  }
  if (arn.service !== "kms" || !arn.resource.startsWith("key/")) {
    return `${quote(value)} names ${kindOf(arn)}; expected the ARN of a KMS key, such as ${KEY_EXAMPLE}.`;
  }
  if (!AWS_REGION.test(arn.region)) {
    return `${quote(value)} has the region ${quote(arn.region)}; expected an AWS region, such as in ${KEY_EXAMPLE}.`;
  }
  if (!KEY_RESOURCE.test(arn.resource)) {
    return `${quote(value)} has no valid key ID; expected a UUID, or mrk- and 32 hexadecimal digits, such as in ${KEY_EXAMPLE}.`;
  }
  return accountPartProblem(value, arn);
}

function noKeyArn(value: string): string {
  if (KEY_RESOURCE.test(`key/${value}`)) {
    return `${quote(value)} is a key's ID; expected its whole ARN, such as ${KEY_EXAMPLE}.`;
  }
  if (value.startsWith("alias/")) {
    return (
      `${quote(value)} is the name of an alias; Pinecone needs the key's own ARN. ` +
      `Find it with: aws kms describe-key --key-id ${value} --query KeyMetadata.Arn`
    );
  }
  return `${quote(value)} is not an ARN; expected the ARN of a KMS key, such as ${KEY_EXAMPLE}.`;
}
