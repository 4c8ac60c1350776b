import { describe, expect, test } from "vitest";
import { customerKeysPolicy, customerKeyStatement } from "../../../iam";
import { ACCOUNT, EXTERNAL_ID, statement, useCloud } from "./cloud";
import { errorOf } from "./support";

const cloud = useCloud();

async function bound() {
  const customer = cloud.customer();
  const roleArn = await customer.role();
  const keyArn = await customer.keyFor(roleArn);
  const project = await cloud.api().project({ force_encryption_with_cmek: true });
  const request = { role_arn: roleArn, key_arn: keyArn, external_id: EXTERNAL_ID };
  const { body } = await cloud.api().bind(project.id, request);
  expect(body.state).toBe("available");
  return { customer, roleArn, keyArn, project, id: body.id, request };
}

describe("the state of a key is what AWS says now", () => {
  test("disabled, then enabled again", async () => {
    const { customer, keyArn, id } = await bound();
    await customer.disable(keyArn);
    expect(await cloud.api().cmekKey(id)).toMatchObject({
      state: "unavailable",
      state_reason: `Pinecone could not use the key ${keyArn}: DisabledException: ${keyArn} is disabled.`,
    });
    await customer.enable(keyArn);
    const again = await cloud.api().cmekKey(id);
    expect(again.state).toBe("available");
    expect(again).not.toHaveProperty("state_reason");
  });

  test("to be deleted", async () => {
    const { customer, keyArn, id } = await bound();
    await customer.scheduleDeletion(keyArn);
    const { state, state_reason: reason } = await cloud.api().cmekKey(id);
    expect({ state, reason }).toEqual({
      state: "unavailable",
      reason: expect.stringMatching(/is pending deletion\.$/) as string,
    });
  });

  test("the role is gone", async () => {
    const { customer, roleArn, id } = await bound();
    await customer.deleteRole(roleArn);
    expect((await cloud.api().cmekKey(id)).state_reason).toMatch(/could not assume the role .*There is no role/);
  });

  test("the trust policy no longer has the external ID, also in the list", async () => {
    const { customer, roleArn, project } = await bound();
    await customer.changeTrust(
      roleArn,
      statement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "sts:AssumeRole" }),
    );
    const { body } = await cloud
      .api()
      .admin<{ data: { state: string }[] }>("GET", `/admin/projects/${project.id}/cmek-keys`);
    expect(body.data.map(({ state }) => state)).toEqual(["unavailable"]);
  });

  test("the role got a permissions boundary that leaves KMS out", async () => {
    const { customer, roleArn, id } = await bound();
    await customer.bound(roleArn, statement({ Action: "kms:*", Resource: "*" }));
    expect((await cloud.api().cmekKey(id)).state).toBe("available");
    await customer.bound(roleArn, statement({ Action: "s3:*", Resource: "*" }));
    expect((await cloud.api().cmekKey(id)).state_reason).toMatch(
      /AccessDeniedException: .*kms:Encrypt .*\(The role's permissions boundary does not allow kms:Encrypt\.\)/,
    );
  });

  test("rebound behind the back to another key, or with another external ID", async () => {
    const { customer, roleArn, id } = await bound();
    const { emulator } = cloud.api();
    const other = await customer.keyFor(roleArn);
    await emulator.rebind(id, { key_arn: other });
    expect(await cloud.api().cmekKey(id)).toMatchObject({ key_arn: other, state: "available" });
    await emulator.rebind(id, { external_id: null });
    const without = await cloud.api().cmekKey(id);
    expect(without).not.toHaveProperty("external_id");
    expect(without).toMatchObject({
      state: "unavailable",
      state_reason: expect.stringContaining("sts:ExternalId") as string,
    });
  });
});

test("the bound key really encrypts: its ciphertext is not the text, and decrypts to it", async () => {
  const { project, keyArn, customer } = await bound();
  const sealed = await cloud.api().emulator.encrypt(project.id, "a secret of ours");
  expect({ keyArn: sealed.keyArn, decrypted: sealed.decrypted }).toEqual({ keyArn, decrypted: "a secret of ours" });
  const bytes = Buffer.from(sealed.ciphertext, "base64");
  expect(bytes.length).toBeGreaterThan("a secret of ours".length);
  expect(bytes.toString("latin1")).not.toContain("a secret");
  // moto puts the key's ID before what it encrypts, so the ciphertext shows which key made it.
  expect(bytes.toString("latin1")).toContain(keyArn.split("/").at(-1));
  await customer.disable(keyArn);
  await expect(cloud.api().emulator.encrypt(project.id, "x")).rejects.toThrow(/412.*DisabledException/);
});

describe("a new role can't be assumed for as long as IAM lags", () => {
  test("with AWS's words and no more, until it is old enough", async () => {
    const { emulator } = cloud.api();
    const { request, id } = await bound();
    await emulator.settings({ iamLagSeconds: 600 });
    const project = await cloud.api().project();
    const refused = await cloud.api().bind(project.id, request);
    expect(errorOf(refused)).toMatch(
      /^412 FAILED_PRECONDITION: Pinecone could not assume the role .*: AccessDenied: .*on resource: \S+$/,
    );
    expect(refused.body.error.details).toEqual({ step: "assume_role", aws_error_code: "AccessDenied", reasons: [] });
    expect((await cloud.api().cmekKey(id)).state).toBe("unavailable");
    await emulator.settings({ clockOffsetSeconds: 590 });
    expect((await cloud.api().bind(project.id, request)).status).toBe(412);
    await emulator.settings({ clockOffsetSeconds: 601 });
    expect((await cloud.api().bind(project.id, request)).status).toBe(201);
    await emulator.settings({ iamLagSeconds: 0, clockOffsetSeconds: 0 });
  });
});

describe("a key of another account", () => {
  const CUSTOMER = "444455556666";

  async function customerKey() {
    const provider = cloud.customer();
    const owner = await provider.other(CUSTOMER);
    const roleArn = await provider.role();
    const policy = (...extra: ReturnType<typeof customerKeyStatement>[]) => ({
      Version: "2012-10-17" as const,
      Statement: [
        {
          Effect: "Allow" as const,
          Principal: { AWS: `arn:aws:iam::${CUSTOMER}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        ...extra,
      ],
    });
    const keyArn = await owner.key(policy(customerKeyStatement({ roleArn })));
    const { id } = await cloud.api().project();
    const bind = () => cloud.api().bind(id, { role_arn: roleArn, key_arn: keyArn, external_id: EXTERNAL_ID });
    return { provider, owner, roleArn, keyArn, policy, bind };
  }

  test("needs both the key policy and the role's permissions", async () => {
    const { provider, owner, roleArn, keyArn, policy, bind } = await customerKey();
    expect(errorOf(await bind())).toMatch(/kms:Encrypt .*permissions policies of .* do not allow it/);
    await provider.allow(roleArn, customerKeysPolicy({ accountIds: [CUSTOMER] }));
    await owner.changeKeyPolicy(keyArn, policy());
    expect(errorOf(await bind())).toMatch(/AccessDeniedException: .*kms:Encrypt/);
    await owner.changeKeyPolicy(keyArn, policy(customerKeyStatement({ roleArn })));
    const reply = await bind();
    expect(reply.status).toBe(201);
    await provider.disallow(roleArn);
    expect((await cloud.api().cmekKey(reply.body.id)).state).toBe("unavailable");
  });

  test("counts attached policies too", async () => {
    const { provider, roleArn, bind } = await customerKey();
    await provider.attach(roleArn, customerKeysPolicy({ accountIds: ["999988887777"] }));
    expect((await bind()).status).toBe(412);
    await provider.attach(roleArn, customerKeysPolicy({ accountIds: [CUSTOMER] }));
    expect((await bind()).status).toBe(201);
  });
});
