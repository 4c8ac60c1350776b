import { describe, expect, test } from "vitest";
import { useCloud } from "../cloud";
import { ACCOUNT, Driven, kmsOf, policy, policyOf } from "../support";

const KEY = "aws:kms/key:Key";
const ELSEWHERE = "eu-west-1";
const OTHER_POLICY = policy(`arn:aws:iam::${ACCOUNT}:root`, "kms:Describe*", "Other");

const cloud = useCloud();
const key = (name = "key"): Driven => new Driven(cloud.plugin, KEY, name);

describe("a KMS replica key", () => {
  const replica = (): Driven => new Driven(cloud.plugin, "aws:kms/replicaKey:ReplicaKey", "replica");
  const primary = (): ReturnType<Driven["create"]> =>
    key("primary").create({ multiRegion: true, description: "first" });

  test("is made in its region, with a description, policy and tags of its own", async () => {
    const { id, outputs } = await primary();
    const primaryKeyArn = outputs["arn"] ?? null;
    const made = await replica().create({
      primaryKeyArn,
      region: ELSEWHERE,
      description: "second",
      policy: OTHER_POLICY,
      tags: { copy: "yes" },
    });
    const elsewhere = kmsOf(cloud.endpoint, ELSEWHERE);
    const { KeyMetadata } = await elsewhere.describeKey({ KeyId: id });
    expect(KeyMetadata).toMatchObject({ Description: "second", Arn: made.outputs["arn"] ?? null });
    expect(await policyOf(elsewhere, id)).toBe(OTHER_POLICY);
    expect((await elsewhere.listResourceTags({ KeyId: id })).Tags).toEqual([{ TagKey: "copy", TagValue: "yes" }]);
    elsewhere.destroy();
    expect((await cloud.kms.describeKey({ KeyId: id })).KeyMetadata?.Description).toBe("first");
    expect(made.outputs).toEqual({
      arn: `arn:aws:kms:${ELSEWHERE}:${ACCOUNT}:key/${id}`,
      keyId: id,
      primaryKeyArn,
      description: "second",
      policy: OTHER_POLICY,
      bypassPolicyLockoutSafetyCheck: false,
      enabled: true,
      deletionWindowInDays: 30,
      keyRotationEnabled: false,
      keySpec: "SYMMETRIC_DEFAULT",
      keyUsage: "ENCRYPT_DECRYPT",
      region: ELSEWHERE,
      tags: { copy: "yes" },
      tagsAll: { copy: "yes" },
    });
  });

  test("is deleted without its primary key", async () => {
    const first = await primary();
    const made = await replica().create({ primaryKeyArn: first.outputs["arn"] ?? null, region: ELSEWHERE });
    await replica().delete(made);
    expect(await replica().refresh(made)).toBeUndefined();
    expect((await cloud.kms.describeKey({ KeyId: first.id })).KeyMetadata?.KeyState).toBe("Enabled");
  });
});
