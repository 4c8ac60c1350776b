import { describe, expect, test } from "vitest";
import { HalfCreatedError } from "../../../../provider/rpc";
import { useCloud } from "../cloud";
import { startRefusingProxy } from "../refusingProxy";
import { ACCOUNT, configuredPlugin, Driven, newContext, policy, policyOf, REGION } from "../support";

const KEY = "aws:kms/key:Key";
const ELSEWHERE = "eu-west-1";
const ROOT_POLICY = policy(`arn:aws:iam::${ACCOUNT}:root`, "kms:*");
const OTHER_POLICY = policy(`arn:aws:iam::${ACCOUNT}:root`, "kms:Describe*", "Other");

const cloud = useCloud();
const key = (name = "key"): Driven => new Driven(cloud.plugin, KEY, name);
const state = async (KeyId: string): Promise<string | undefined> =>
  (await cloud.kms.describeKey({ KeyId })).KeyMetadata?.KeyState;

describe("creating a KMS key", () => {
  test("makes it in KMS with all that was asked for", async () => {
    const made = await key().create({
      description: "seals Pinecone's data",
      policy: ROOT_POLICY,
      enableKeyRotation: true,
      rotationPeriodInDays: 180,
      deletionWindowInDays: 7,
      tags: { team: "search" },
    });
    const { KeyMetadata } = await cloud.kms.describeKey({ KeyId: made.id });
    expect(KeyMetadata).toMatchObject({
      Description: "seals Pinecone's data",
      MultiRegion: false,
      KeyState: "Enabled",
    });
    expect((await cloud.kms.getKeyRotationStatus({ KeyId: made.id })).KeyRotationEnabled).toBe(true);
    expect(await policyOf(cloud.kms, made.id)).toBe(ROOT_POLICY);
    expect((await cloud.kms.listResourceTags({ KeyId: made.id })).Tags).toEqual([
      { TagKey: "team", TagValue: "search" },
    ]);
    expect(made.outputs).toEqual({
      arn: KeyMetadata?.Arn,
      keyId: made.id,
      description: "seals Pinecone's data",
      policy: ROOT_POLICY,
      bypassPolicyLockoutSafetyCheck: false,
      enableKeyRotation: true,
      rotationPeriodInDays: 180,
      isEnabled: true,
      deletionWindowInDays: 7,
      multiRegion: false,
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      customKeyStoreId: "",
      xksKeyId: "",
      region: REGION,
      tags: { team: "search" },
      tagsAll: { team: "search" },
    });
  });

  test("without any input gives it KMS's defaults, and the next preview is empty", async () => {
    const made = await key().create({});
    expect(made.outputs).toMatchObject({
      enableKeyRotation: false,
      rotationPeriodInDays: 0,
      isEnabled: true,
      tags: {},
    });
    expect(JSON.parse(made.outputs["policy"] as string)).toMatchObject({ Version: "2012-10-17" });
    expect(await key().changes(made, {})).toEqual([]);
  });

  test("with rotation and no period reports KMS's own 365 days", async () => {
    expect((await key().create({ enableKeyRotation: true })).outputs["rotationPeriodInDays"]).toBe(365);
  });

  test("disabled leaves it disabled, with its rotation set before", async () => {
    const made = await key().create({ isEnabled: false, enableKeyRotation: true });
    expect(await state(made.id)).toBe("Disabled");
    expect((await cloud.kms.getKeyRotationStatus({ KeyId: made.id })).KeyRotationEnabled).toBe(true);
  });

  test("makes it in the region the resource names", async () => {
    const made = await key().create({ region: ELSEWHERE });
    expect(made.outputs["arn"]).toBe(`arn:aws:kms:${ELSEWHERE}:${ACCOUNT}:key/${made.id}`);
    await expect(cloud.kms.describeKey({ KeyId: made.id })).rejects.toThrow(/does not exist/);
  });

  test.each([
    ["refused", 'Could not finish the KMS key "{id}": Too many of them. (LimitExceededException)'],
    ["cut by Ctrl-C", "cancelled"],
  ])(
    "that is %s after the key is there keeps the key in the state, and the next update finishes it",
    async (how, why) => {
      const stop = new AbortController();
      const proxy = await startRefusingProxy(cloud.endpoint, "EnableKeyRotation", () => {
        if (how !== "refused") stop.abort(new Error("cancelled"));
      });
      const news = { description: "half", enableKeyRotation: true };
      const driven = new Driven(await configuredPlugin(proxy.endpoint), KEY, "half", newContext(stop.signal));
      const failure = await driven.create(news).catch((error: unknown) => error);
      await proxy.close();
      expect(failure).toBeInstanceOf(HalfCreatedError);
      const { id, inputs, outputs, reasons } = failure as HalfCreatedError;
      expect(reasons).toEqual([why.replace("{id}", id)]);
      expect(await state(id)).toBe("Enabled");
      await key("half").update({ id, inputs, outputs }, news);
      expect((await cloud.kms.getKeyRotationStatus({ KeyId: id })).KeyRotationEnabled).toBe(true);
    },
  );
});

describe("updating a KMS key", () => {
  test("changes description, policy, rotation and tags in KMS, and disables it last", async () => {
    const made = await key().create({ description: "old", tags: { gone: "1" }, policy: ROOT_POLICY });
    const news = {
      description: "new",
      policy: OTHER_POLICY,
      enableKeyRotation: true,
      rotationPeriodInDays: 90,
      isEnabled: false,
      tags: { added: "1" },
    };
    const after = await key().update(made, news);
    expect((await cloud.kms.describeKey({ KeyId: made.id })).KeyMetadata).toMatchObject({
      Description: "new",
      Enabled: false,
    });
    expect(await policyOf(cloud.kms, made.id)).toBe(OTHER_POLICY);
    expect((await cloud.kms.listResourceTags({ KeyId: made.id })).Tags).toEqual([{ TagKey: "added", TagValue: "1" }]);
    expect(after.outputs).toMatchObject({ rotationPeriodInDays: 90, isEnabled: false, arn: made.outputs["arn"] });
    expect(await key().changes(after, news)).toEqual([]);
  });

  test("sends a new rotation period, though moto does not tell the old one", async () => {
    const made = await key().create({ enableKeyRotation: true, rotationPeriodInDays: 90 });
    const news = { enableKeyRotation: true, rotationPeriodInDays: 180 };
    expect(await key().changes(made, news)).toEqual(["rotationPeriodInDays"]);
    expect((await key().update(made, news)).outputs["rotationPeriodInDays"]).toBe(180);
  });
});

describe("reading a KMS key", () => {
  test("shows that it was disabled behind our back", async () => {
    const made = await key().create({});
    await cloud.kms.disableKey({ KeyId: made.id });
    const read = await key().refresh(made);
    expect(read?.outputs["isEnabled"]).toBe(false);
    expect(await key().changes(read ?? made, {})).toEqual(["isEnabled"]);
  });

  test("says that a key waiting for its deletion is gone, and one that never was", async () => {
    const made = await key().create({});
    await cloud.kms.scheduleKeyDeletion({ KeyId: made.id });
    expect(await key().refresh(made)).toBeUndefined();
    expect(await key().import("00000000-0000-4000-8000-000000000000")).toBeUndefined();
  });

  test("for an import takes the region behind the ID, and gives inputs without a diff", async () => {
    const made = await key().create({ region: ELSEWHERE, policy: ROOT_POLICY, description: "there" });
    const read = await key().import(`${made.id}@${ELSEWHERE}`);
    expect(read).toMatchObject({ id: made.id, inputs: { region: ELSEWHERE, policy: ROOT_POLICY } });
    const news = { region: ELSEWHERE, policy: ROOT_POLICY, description: "there" };
    expect(await key().changes(read ?? made, news)).toEqual([]);
  });
});

describe("deleting a KMS key", () => {
  test("begins its waiting period, of the days that were set", async () => {
    const made = await key().create({ deletionWindowInDays: 7 });
    await key().delete(made);
    const { KeyMetadata } = await cloud.kms.describeKey({ KeyId: made.id });
    expect(KeyMetadata?.KeyState).toBe("PendingDeletion");
    const days = ((KeyMetadata?.DeletionDate?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
    await key().delete(made);
  });
});
