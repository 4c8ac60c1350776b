import { describe, expect, test } from "vitest";
import { useCloud } from "../cloud";
import { ACCOUNT, Driven, newContext, policy, policyOf } from "../support";

const KEY = "aws:kms/key:Key";
const ROOT_POLICY = policy(`arn:aws:iam::${ACCOUNT}:root`, "kms:*");
const OTHER_POLICY = policy(`arn:aws:iam::${ACCOUNT}:root`, "kms:Describe*", "Other");

const cloud = useCloud();
const key = (name = "key"): Driven => new Driven(cloud.plugin, KEY, name);

describe("a KMS key policy", () => {
  const keyPolicy = (context = newContext()): Driven =>
    new Driven(cloud.plugin, "aws:kms/keyPolicy:KeyPolicy", "policy", context);

  test("is put on the key, changed in place, and gives KMS's default back when deleted", async () => {
    const target = await key().create({});
    const made = await keyPolicy().create({ keyId: target.id, policy: OTHER_POLICY });
    expect(made.id).toBe(target.id);
    expect(await policyOf(cloud.kms, target.id)).toBe(OTHER_POLICY);
    const after = await keyPolicy().update(made, { keyId: target.id, policy: ROOT_POLICY });
    expect(await policyOf(cloud.kms, target.id)).toBe(ROOT_POLICY);
    await keyPolicy().delete(after);
    expect(JSON.parse((await policyOf(cloud.kms, target.id)) ?? "")).toMatchObject({
      Id: "default",
      Statement: [{ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*" }],
    });
  });

  test("does not make the key itself differ", async () => {
    const target = await key().create({ description: "policy elsewhere" });
    await keyPolicy().create({ keyId: target.id, policy: OTHER_POLICY });
    const read = await key().refresh(target);
    expect(read?.outputs["policy"]).toBe(OTHER_POLICY);
    expect(await key().changes(read ?? target, { description: "policy elsewhere" })).toEqual([]);
  });

  test("with the lock-out check bypassed stays on the key, and says so", async () => {
    const target = await key().create({});
    const context = newContext();
    const driven = keyPolicy(context);
    const made = await driven.create({ keyId: target.id, policy: OTHER_POLICY, bypassPolicyLockoutSafetyCheck: true });
    await driven.delete(made);
    expect(await policyOf(cloud.kms, target.id)).toBe(OTHER_POLICY);
    expect(context.logged).toEqual([expect.stringMatching(/^warning: The policy of KMS key .* stays as it is/)]);
  });

  test("of a key waiting for its deletion is gone", async () => {
    const target = await key().create({});
    const made = await keyPolicy().create({ keyId: target.id, policy: OTHER_POLICY });
    await key().delete(target);
    expect(await keyPolicy().refresh(made)).toBeUndefined();
    await keyPolicy().delete(made);
  });
});
