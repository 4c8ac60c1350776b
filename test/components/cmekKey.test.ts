import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import { CmekKey, type CmekKeyArgs } from "../../components/cmekKey";
import { cmekKeyPolicy } from "../../iam";
import { ACCOUNT, KEY_ID, keyArn, record, type Recorder, refusals, settled, value } from "./mocks";

const roleArn = `arn:aws:iam::${ACCOUNT}:role/search`;
const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";
const REPLICA = "aws:kms/replicaKey:ReplicaKey";
const policy = JSON.stringify(cmekKeyPolicy({ accountId: ACCOUNT, roleArn }));

let recorder: Recorder;

beforeEach(async () => {
  recorder = await record();
});

async function build(args: Partial<CmekKeyArgs> = {}): Promise<CmekKey> {
  const key = new CmekKey("search", { roleArn, ...args }, { transformations: [recorder.transformation] });
  await settled(key);
  return key;
}

describe("the children of a CmekKey", () => {
  test("are a key that rotates and waits 30 days to be deleted, and its alias", async () => {
    const key = await build();
    expect(recorder.custom).toEqual([`${ALIAS} search-alias`, `${KEY} search`]);
    expect(recorder.ofType(KEY)).toEqual({
      search: {
        description: "Encrypts the indexes of a Pinecone project.",
        policy,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        multiRegion: false,
      },
    });
    expect(recorder.ofType(ALIAS)).toEqual({ "search-alias": { name: "alias/search", targetKeyId: KEY_ID } });
    expect(await value(key.arn)).toBe(keyArn("us-east-1"));
    expect(await value(key.alias)).toBe("alias/search");
    expect(await value(key.policy)).toBe(policy);
    expect(await value(key.replicaArns)).toEqual({});
  });

  test("get every option where it belongs", async () => {
    const administrators = [`arn:aws:iam::${ACCOUNT}:role/admin`];
    const statement = {
      Sid: "Ours",
      Effect: "Deny",
      Principal: "*",
      Action: "kms:ScheduleKeyDeletion",
      Resource: "*",
    } as const;
    await build({
      alias: "alias/ours",
      description: "ours",
      administrators,
      extraStatements: [statement],
      rotationPeriodInDays: 180,
      deletionWindowInDays: 7,
      multiRegion: true,
      tags: { team: "search" },
    });
    expect(recorder.ofType(KEY)).toEqual({
      search: {
        description: "ours",
        policy: JSON.stringify(
          cmekKeyPolicy({ accountId: ACCOUNT, roleArn, administrators, extraStatements: [statement] }),
        ),
        enableKeyRotation: true,
        rotationPeriodInDays: 180,
        deletionWindowInDays: 7,
        multiRegion: true,
        tags: { team: "search" },
      },
    });
    expect(recorder.ofType(ALIAS)).toEqual({ "search-alias": { name: "alias/ours", targetKeyId: KEY_ID } });
  });

  test("are a replica in each Region besides, under the same policy", async () => {
    const key = await build({
      replicaRegions: ["us-west-2", "eu-west-1"],
      tags: { team: "search" },
      deletionWindowInDays: 14,
    });
    expect(recorder.custom).toEqual([
      `${ALIAS} search-alias`,
      `${KEY} search`,
      `${REPLICA} search-replica-eu-west-1`,
      `${REPLICA} search-replica-us-west-2`,
    ]);
    expect(recorder.ofType(KEY).search).toMatchObject({ multiRegion: true });
    expect(recorder.ofType(REPLICA)["search-replica-us-west-2"]).toEqual({
      primaryKeyArn: keyArn("us-east-1"),
      region: "us-west-2",
      policy,
      description: "Encrypts the indexes of a Pinecone project.",
      deletionWindowInDays: 14,
      tags: { team: "search" },
    });
    expect(await value(key.replicaArns)).toEqual({
      "us-west-2": keyArn("us-west-2"),
      "eu-west-1": keyArn("eu-west-1"),
    });
  });

  test("get their defaults also where an output turns out to be nothing", async () => {
    const nothing = pulumi.output(undefined);
    await build({ alias: nothing, description: nothing, enableKeyRotation: nothing, deletionWindowInDays: nothing });
    expect(recorder.ofType(ALIAS)["search-alias"]).toMatchObject({ name: "alias/search" });
    expect(recorder.ofType(KEY).search).toMatchObject({
      description: "Encrypts the indexes of a Pinecone project.",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
  });

  test("have a policy of the role's partition", async () => {
    await build({ roleArn: `arn:aws-us-gov:iam::${ACCOUNT}:role/search` });
    expect(recorder.ofType(KEY).search?.policy).toContain(`"arn:aws-us-gov:iam::${ACCOUNT}:root"`);
  });

  test("can be a key that does not rotate", async () => {
    await build({ enableKeyRotation: false });
    expect(recorder.ofType(KEY).search).toMatchObject({ enableKeyRotation: false });
  });
});

describe("the key and its replicas", () => {
  test("stay in AWS when they leave the stack", async () => {
    await build({ replicaRegions: ["us-west-2"] });
    expect(recorder.options.get(`${KEY} search`)?.retainOnDelete).toBe(true);
    expect(recorder.options.get(`${REPLICA} search-replica-us-west-2`)?.retainOnDelete).toBe(true);
    expect(recorder.options.get(`${ALIAS} search-alias`)?.retainOnDelete).toBeUndefined();
  });

  test("are deleted with the stack when protect is false", async () => {
    await build({ replicaRegions: ["us-west-2"], protect: false });
    expect(recorder.options.get(`${KEY} search`)?.retainOnDelete).toBeUndefined();
    expect(recorder.options.get(`${REPLICA} search-replica-us-west-2`)?.retainOnDelete).toBeUndefined();
  });

  test("never bypass AWS's check that the policy does not lock the account out", async () => {
    await build({ replicaRegions: ["us-west-2"] });
    for (const { inputs } of recorder.resources) expect(inputs).not.toHaveProperty("bypassPolicyLockoutSafetyCheck");
  });
});

describe("bad arguments of a CmekKey", () => {
  const bad = (args: object) => refusals(() => new CmekKey("search", { roleArn, ...args }));

  test("are told all at once, and nothing is made", () => {
    const found = bad({
      roleArn: "arn:aws:kms:us-east-1:111122223333:key/1",
      partition: "aws-moon",
      alias: "ours",
      rotationPeriodInDays: 10,
      deletionWindowInDays: 31,
      multiRegion: false,
      replicaRegions: ["us-west-2", "us-west-2"],
    });
    expect(Object.keys(found).sort()).toEqual([
      "alias",
      "deletionWindowInDays",
      "multiRegion",
      "partition",
      "replicaRegions",
      "roleArn",
      "rotationPeriodInDays",
    ]);
    expect(recorder.resources).toEqual([]);
  });

  test("are told with the value, the rule and the remedy", () => {
    expect(bad({ deletionWindowInDays: 31 })).toEqual({
      deletionWindowInDays: "31 is out of range: KMS takes 7 to 30 days.",
    });
    expect(bad({ rotationPeriodInDays: 90.5 })).toEqual({
      rotationPeriodInDays: "90.5 is out of range: KMS takes 90 to 2560 days.",
    });
    expect(bad({ alias: "alias/aws/s3" }).alias).toContain('begins with "alias/aws/"');
    expect(bad({ enableKeyRotation: false, rotationPeriodInDays: 90 })).toEqual({
      rotationPeriodInDays: "is given, but enableKeyRotation is false. Leave one of them out.",
    });
  });

  test("include a name that makes no alias, unless an alias is given", async () => {
    expect(refusals(() => new CmekKey("my search", { roleArn })).alias).toContain('"alias/my search" is not an alias');
    await settled(new CmekKey("my search", { roleArn, alias: "alias/search" }));
    expect(recorder.ofType(ALIAS)["my search-alias"]).toMatchObject({ name: "alias/search" });
  });

  test("are not what lies on the limit", async () => {
    const limits = { deletionWindowInDays: 7, rotationPeriodInDays: 2560 };
    await build({ ...limits, alias: "alias/a" });
    expect(recorder.ofType(KEY).search).toMatchObject(limits);
  });
});
