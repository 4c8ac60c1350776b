/** The partitions of AWS: commercial regions, GovCloud (US), China. */
export const PARTITIONS = ["aws", "aws-us-gov", "aws-cn"] as const;

/** A partition of AWS: the second part of every ARN. */
export type Partition = (typeof PARTITIONS)[number];

/** The parts of an Amazon Resource Name, `arn:partition:service:region:accountId:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global services such as IAM. */
  readonly region: string;
  readonly accountId: string;
  /** All after the fifth colon, such as `role/name` or `key/1234abcd-…`. */
  readonly resource: string;
}

/** Takes an ARN apart. Returns `undefined` when the value has no ARN's shape; the parts are not checked further. */
export function parseArn(value: string): Arn | undefined {
  const [arn, partition, service, region, accountId, ...rest] = value.split(":");
  const resource = rest.join(":");
  if (arn !== "arn" || !partition || !service || region === undefined || accountId === undefined || !resource) {
    return undefined;
  }
  return { partition, service, region, accountId, resource };
}

/** Puts the parts of an ARN together again. */
export function formatArn({ partition, service, region, accountId, resource }: Arn): string {
  return ["arn", partition, service, region, accountId, resource].join(":");
}

/** The ARN that stands for a whole account as a principal: `arn:aws:iam::<account>:root`. */
export function accountRootArn(accountId: string, partition: Partition = "aws"): string {
  return formatArn({ partition, service: "iam", region: "", accountId, resource: "root" });
}

/** Whether the value is one of AWS's partitions. */
export function isPartition(value: string): value is Partition {
  return PARTITIONS.some((partition) => partition === value);
}
