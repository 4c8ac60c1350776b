import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../provider/rpc";
import { ACCOUNT, configuredPlugin, Driven, policy, REGION } from "./support";

const TRUST = policy(`arn:aws:iam::${ACCOUNT}:root`, "sts:AssumeRole");
const OTHER_TRUST = policy("arn:aws:iam::210987654321:root", "sts:AssumeRole");
const ROOT_POLICY = policy(`arn:aws:iam::${ACCOUNT}:root`, "kms:*");

/** Nobody listens there: what is claimed here is claimed without a request. */
const offline = configuredPlugin("http://127.0.0.1:1");
const role = async (name = "role"): Promise<Driven> => new Driven(await offline, "aws:iam/role:Role", name);
const key = async (name = "key"): Promise<Driven> => new Driven(await offline, "aws:kms/key:Key", name);

describe("the preview of a role", () => {
  test("knows the trust policy, the name and the tags, and nothing that AWS gives", async () => {
    const { id, outputs } = await (
      await role("seen")
    ).preview({ assumeRolePolicy: TRUST, name: "seen", tags: { a: "b" } });
    expect(id).toBe("");
    expect(outputs).toEqual({
      assumeRolePolicy: TRUST,
      name: "seen",
      path: "/",
      maxSessionDuration: 3600,
      forceDetachPolicies: false,
      tags: { a: "b" },
      tagsAll: { a: "b" },
      namePrefix: UNKNOWN,
      arn: UNKNOWN,
      uniqueId: UNKNOWN,
      createDate: UNKNOWN,
      inlinePolicies: UNKNOWN,
      managedPolicyArns: UNKNOWN,
    });
  });

  test("does not know a trust policy with something unknown in it", async () => {
    const { outputs } = await (await role("later")).preview({ assumeRolePolicy: { Version: UNKNOWN } });
    expect(outputs["assumeRolePolicy"]).toBe(UNKNOWN);
  });

  test("of an update keeps the ARN and shows the new trust policy", async () => {
    const driven = await role("planned");
    const inputs = await driven.inputs({ assumeRolePolicy: TRUST, name: "planned", description: "old" });
    const state = { id: "planned", inputs, outputs: { ...inputs, arn: "arn:aws:iam::1:role/planned", tagsAll: {} } };
    const { outputs } = await driven.update(state, { assumeRolePolicy: OTHER_TRUST, name: "planned" }, true);
    expect(outputs).toMatchObject({ arn: state.outputs["arn"], assumeRolePolicy: OTHER_TRUST });
    expect(outputs).not.toHaveProperty("description");
  });
});

describe("the preview of a KMS key", () => {
  test("knows what was given, the region and the defaults, and nothing that KMS gives", async () => {
    const { outputs } = await (await key()).preview({ policy: ROOT_POLICY, deletionWindowInDays: 30 });
    expect(outputs).toEqual({
      policy: ROOT_POLICY,
      deletionWindowInDays: 30,
      bypassPolicyLockoutSafetyCheck: false,
      enableKeyRotation: false,
      isEnabled: true,
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      region: REGION,
      tagsAll: {},
      description: UNKNOWN,
      rotationPeriodInDays: UNKNOWN,
      multiRegion: UNKNOWN,
      arn: UNKNOWN,
      keyId: UNKNOWN,
      customKeyStoreId: UNKNOWN,
      xksKeyId: UNKNOWN,
    });
  });
});
