import { describe, expect, test } from "vitest";
import {
  accountIdProblem,
  formatArn,
  isUuidV4,
  keyArnProblem,
  parseArn,
  partitionProblem,
  regionProblem,
  roleArnProblem,
  uuidV4Problem,
} from "../../iam";

const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

test("an ARN is taken apart and put together again", () => {
  const arn = "arn:aws:kms:us-east-1:444455556666:alias/a:b";
  expect(parseArn(arn)).toEqual({
    partition: "aws",
    service: "kms",
    region: "us-east-1",
    accountId: "444455556666",
    resource: "alias/a:b",
  });
  expect(formatArn(parseArn(arn)!)).toBe(arn);
});

test.each(["", "arn", "arn:aws:iam::444455556666", "arn:aws:iam::444455556666:", "urn:aws:iam::444455556666:role/x"])(
  "%j is no ARN",
  (value) => {
    expect(parseArn(value)).toBeUndefined();
  },
);

describe("good values have no problem", () => {
  test.each([
    "arn:aws:iam::444455556666:role/cmek",
    "arn:aws-us-gov:iam::000000000000:role/a/b/c+=,.@_-",
    "arn:aws-cn:iam::444455556666:role/x",
  ])("role %s", (arn) => {
    expect(roleArnProblem(arn)).toBeUndefined();
  });

  test.each([
    `arn:aws:kms:us-east-1:444455556666:key/${KEY_ID}`,
    `arn:aws-us-gov:kms:us-gov-west-1:444455556666:key/${KEY_ID}`,
    "arn:aws:kms:ap-southeast-1:444455556666:key/mrk-1234abcd12ab34cd56ef1234567890ab",
  ])("key %s", (arn) => {
    expect(keyArnProblem(arn)).toBeUndefined();
  });

  test("account, region, partition, UUID v4", () => {
    expect(accountIdProblem("012345678901")).toBeUndefined();
    expect(regionProblem("eu-central-1")).toBeUndefined();
    expect(partitionProblem("aws-cn")).toBeUndefined();
    expect(isUuidV4("3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34")).toBe(true);
  });
});

describe("a wrong role ARN is told what it is instead", () => {
  test.each([
    ["cmek", '"cmek" is not an ARN; expected the ARN of an IAM role'],
    [`arn:aws:kms:us-east-1:444455556666:key/${KEY_ID}`, "names a KMS key; expected the ARN of an IAM role"],
    ["arn:aws:iam::444455556666:user/me", "names an IAM user"],
    ["arn:aws:iam::444455556666:instance-profile/x", "names an instance profile"],
    ["arn:aws:iam::444455556666:root", "names a whole AWS account"],
    ["arn:aws:s3:::bucket", 'names something of the service "s3"'],
    [
      "arn:aws:sts::444455556666:assumed-role/cmek/session",
      "is a session of a role; expected the ARN of the role itself",
    ],
    ["arn:aws:iam::44445555666:role/cmek", 'wrong account ID: "44445555666" has 11 digits'],
    ["arn:aws:iam::*:role/cmek", 'wrong account ID: "*" is not a number'],
    ["arn:mars:iam::444455556666:role/cmek", 'has the partition "mars"; expected one of aws, aws-us-gov, aws-cn'],
    ["arn:aws:iam:us-east-1:444455556666:role/cmek", 'has the region "us-east-1"; IAM is global'],
    ["arn:aws:iam::444455556666:role/", "has no valid role name"],
    ["arn:aws:iam::444455556666:role/a b", "has no valid role name"],
    ["arn:aws:iam::444455556666:role/pinecone*", "has no valid role name"],
  ])("%s", (value, words) => {
    expect(roleArnProblem(value)).toContain(words);
    expect(roleArnProblem(value)).toContain(JSON.stringify(value));
  });
});

describe("a wrong key ARN is told what it is instead", () => {
  test.each([
    [KEY_ID, "is a key's ID; expected its whole ARN"],
    ["mrk-1234abcd12ab34cd56ef1234567890ab", "is a key's ID; expected its whole ARN"],
    ["my key", "is not an ARN; expected the ARN of a KMS key"],
    ["arn:aws:iam::444455556666:role/cmek", "names an IAM role; expected the ARN of a KMS key"],
    ["arn:aws:kms:us-east-1:444455556666:key/1234", "has no valid key ID"],
    [`arn:aws:kms::444455556666:key/${KEY_ID}`, 'has the region ""'],
    [`arn:aws:kms:us-east-1:4444:key/${KEY_ID}`, 'wrong account ID: "4444" has 4 digits'],
  ])("%s", (value, words) => {
    expect(keyArnProblem(value)).toContain(words);
  });

  test("an alias, by ARN or name, gets the command that finds the key's own ARN", () => {
    expect(keyArnProblem("arn:aws:kms:us-east-1:444455556666:alias/cmek")).toBe(
      '"arn:aws:kms:us-east-1:444455556666:alias/cmek" is the ARN of an alias, which can be pointed at another key; ' +
        "Pinecone needs the key's own ARN. Find it with: " +
        "aws kms describe-key --region us-east-1 --key-id alias/cmek --query KeyMetadata.Arn",
    );
    expect(keyArnProblem("alias/cmek")).toContain("--key-id alias/cmek --query KeyMetadata.Arn");
  });
});

describe("a wrong external ID is told how it is wrong", () => {
  test.each([
    ["secret", '"secret" is not a UUID'],
    ["", '"" is not a UUID'],
    ["3f2b8c1e-9d4a-1c57-8e21-6b0f5a7d9c34", "is a UUID of version 1; Pinecone expects a UUID of version 4"],
    ["3f2b8c1e-9d4a-4c57-ce21-6b0f5a7d9c34", "is a UUID of another variant"],
    ["{3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34}", "is not a UUID"],
    ["3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34\n", "is not a UUID"],
  ])("%j", (value, words) => {
    expect(uuidV4Problem(value)).toContain(words);
  });
});

test("a wrong account ID or region is told what is expected", () => {
  expect(accountIdProblem("12345678901")).toContain('"12345678901" has 11 digits; an AWS account ID has exactly 12');
  expect(accountIdProblem("1234-5678-9012")).toContain('"1234-5678-9012" is not a number');
  expect(regionProblem("us-east-2")).toBe(
    '"us-east-2" is not an AWS region of Pinecone\'s; expected one of us-east-1, us-west-2, eu-west-1, eu-central-1, ap-southeast-1.',
  );
  expect(regionProblem("toString")).toBeDefined();
});
