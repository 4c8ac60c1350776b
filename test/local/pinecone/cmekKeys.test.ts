import { describe, expect, test } from "vitest";
import { cmekKeyPolicy, cmekTrustPolicy } from "../../../iam";
import type { CmekTrust, PolicyDocument } from "../../../iam";
import { ACCOUNT, EXTERNAL_ID, PINECONE, statement, useCloud } from "./cloud";
import { errorOf } from "./support";

const cloud = useCloud();
const OTHER_ID = "9d2f4c1a-1111-4222-8333-444455556666";
const principal = `arn:aws:iam::${PINECONE}:role/pinecone_cmek_access_us-east-1`;

/** Binds a key that is good but for the trust policy, and sends the external ID. */
async function bindWith(trust: PolicyDocument | string, externalId: string | undefined = EXTERNAL_ID) {
  const roleArn = await cloud.customer().role(trust);
  const keyArn = await cloud.customer().keyFor(roleArn);
  const project = await cloud.api().project({ force_encryption_with_cmek: true });
  const request = { role_arn: roleArn, key_arn: keyArn, ...(externalId && { external_id: externalId }) };
  return { roleArn, keyArn, project, reply: await cloud.api().bind(project.id, request) };
}

describe("a key is bound with each variant of Pinecone's trust policy", () => {
  const base = { pineconeAccountId: PINECONE };
  const variants: CmekTrust[] = [
    { ...base, variant: "explicitRegionsWithExternalId", regions: ["us-east-1", "eu-west-1"], externalId: EXTERNAL_ID },
    { ...base, variant: "explicitRegions", regions: ["us-east-1"] },
    { ...base, variant: "allRegionsWithExternalId", externalId: EXTERNAL_ID },
  ];
  test.each(variants)("$variant", async (trust) => {
    const sent = trust.variant === "explicitRegions" ? "" : EXTERNAL_ID;
    const { reply, project, roleArn, keyArn } = await bindWith(cmekTrustPolicy(trust), sent);
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({
      id: reply.body.id,
      project_id: project.id,
      name: "main",
      role_arn: roleArn,
      key_arn: keyArn,
      ...(sent && { external_id: sent }),
      state: "available",
      created_at: reply.body.created_at,
    });
    expect(await cloud.api().cmekKey(reply.body.id)).toEqual(reply.body);
  });
});

describe("a role that does not let Pinecone in is refused with AWS's words and the reason", () => {
  const trust = (change: Partial<CmekTrust>): PolicyDocument =>
    cmekTrustPolicy({
      variant: "explicitRegionsWithExternalId",
      pineconeAccountId: PINECONE,
      regions: ["us-east-1"],
      externalId: EXTERNAL_ID,
      ...change,
    } as CmekTrust);
  const refusals: [what: string, trust: PolicyDocument, sent: string, reason: RegExp][] = [
    ["a wrong external ID", trust({}), OTHER_ID, /sts:ExternalId is "9d2f4c1a-.*"3f2b8c1e-/],
    ["a missing external ID", trust({}), "", /sts:ExternalId/],
    ["another region", trust({ regions: ["eu-west-1"] }), EXTERNAL_ID, /pinecone_cmek_access_eu-west-1/],
    ["another account", trust({ pineconeAccountId: "111122223333" }), EXTERNAL_ID, /111122223333/],
    [
      "another principal",
      statement({ Principal: { AWS: `arn:aws:iam::${PINECONE}:role/x` }, Action: "sts:AssumeRole" }),
      "",
      /role\/x/,
    ],
    [
      "another action",
      statement({ Principal: { AWS: principal }, Action: "sts:TagSession" }),
      "",
      /no Allow statement/,
    ],
    [
      "an explicit Deny",
      { ...trust({}), Statement: [...trust({}).Statement, { Effect: "Deny", Principal: "*", Action: "sts:*" }] },
      EXTERNAL_ID,
      /denies it explicitly/,
    ],
    [
      "a condition that nobody can decide here",
      statement({
        Principal: { AWS: principal },
        Action: "sts:AssumeRole",
        Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      }),
      "",
      /aws:SourceIp/,
    ],
  ];
  test.each(refusals)("%s", async (_what, policy, sent, reason) => {
    const { reply, project, roleArn } = await bindWith(policy, sent);
    expect(errorOf(reply)).toContain(
      `412 FAILED_PRECONDITION: Pinecone could not assume the role ${roleArn}: AccessDenied: ` +
        `User: arn:aws:sts::${PINECONE}:assumed-role/pinecone_cmek_access_us-east-1/pinecone ` +
        `is not authorized to perform: sts:AssumeRole on resource: ${roleArn} (`,
    );
    const { step, aws_error_code: code, reasons } = reply.body.error.details ?? {};
    expect({ step, code }).toEqual({ step: "assume_role", code: "AccessDenied" });
    expect((reasons as string[]).join("\n")).toMatch(reason);
    const keys = await cloud.api().admin<{ data: unknown[] }>("GET", `/admin/projects/${project.id}/cmek-keys`);
    expect(keys.body.data).toEqual([]);
  });

  test("a role that does not exist, or only on another path", async () => {
    const real = await cloud.customer().role(undefined, "/security/");
    const keyArn = await cloud.customer().keyFor(real);
    const { id } = await cloud.api().project();
    for (const roleArn of [`arn:aws:iam::${ACCOUNT}:role/absent`, real.replace("/security/", "/")]) {
      const reply = await cloud.api().bind(id, { role_arn: roleArn, key_arn: keyArn, external_id: EXTERNAL_ID });
      expect(errorOf(reply)).toMatch(/could not assume the role .* AccessDenied: .* \(There is no role arn:aws:iam::/);
    }
    const good = await cloud.api().bind(id, { role_arn: real, key_arn: keyArn, external_id: EXTERNAL_ID });
    expect(good.status).toBe(201);
  });
});

describe("a key that the role can't use is refused with AWS's words and the reason", () => {
  async function bindKey(keyOf: (roleArn: string) => Promise<string>) {
    const roleArn = await cloud.customer().role();
    const keyArn = await keyOf(roleArn);
    const { id } = await cloud.api().project();
    const reply = await cloud.api().bind(id, { role_arn: roleArn, key_arn: keyArn, external_id: EXTERNAL_ID });
    return { roleArn, keyArn, reply };
  }

  test("a key policy that leaves all to IAM, and a role without permissions", async () => {
    const { reply, roleArn, keyArn } = await bindKey(() => cloud.customer().key());
    expect(errorOf(reply)).toContain(
      `412 FAILED_PRECONDITION: Pinecone could not use the key ${keyArn}: AccessDeniedException: ` +
        `User: arn:aws:sts::${ACCOUNT}:assumed-role/${roleArn.split("/").at(-1) ?? ""}/pinecone-cmek ` +
        `is not authorized to perform: kms:Encrypt on resource: ${keyArn} (`,
    );
    expect(reply.body.error.details).toMatchObject({ step: "encrypt", aws_error_code: "AccessDeniedException" });
    expect(reply.body.error.message).toMatch(/permissions policies of .* do not allow it/);
  });

  test("a key policy that allows to encrypt but not to decrypt", async () => {
    const { reply } = await bindKey((roleArn) =>
      cloud.customer().key({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { AWS: roleArn }, Action: "kms:Encrypt", Resource: "*" },
          { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/admin` }, Action: "kms:*", Resource: "*" },
        ],
      }),
    );
    expect(reply.body.error.details).toMatchObject({ step: "decrypt" });
    expect(errorOf(reply)).toMatch(/not authorized to perform: kms:Decrypt .*\(/);
  });

  test("a key policy with an explicit Deny", async () => {
    const { reply } = await bindKey((roleArn) => {
      const good = cmekKeyPolicy({ accountId: ACCOUNT, roleArn });
      const deny = {
        Sid: "NoPinecone",
        Effect: "Deny",
        Principal: { AWS: roleArn },
        Action: "kms:Encrypt",
        Resource: "*",
      } as const;
      return cloud.customer().key({ ...good, Statement: [...good.Statement, deny] });
    });
    expect(errorOf(reply)).toMatch(/kms:Encrypt .*NoPinecone.*denies it explicitly/);
  });

  test("a disabled key, and one that is to be deleted", async () => {
    const customer = cloud.customer();
    const disabled = await bindKey(async (roleArn) => {
      const arn = await customer.keyFor(roleArn);
      await customer.disable(arn);
      return arn;
    });
    expect(errorOf(disabled.reply)).toMatch(/could not use the key .*: DisabledException: .* is disabled\.$/);
    const dying = await bindKey(async (roleArn) => {
      const arn = await customer.keyFor(roleArn);
      await customer.scheduleDeletion(arn);
      return arn;
    });
    expect(errorOf(dying.reply)).toMatch(
      /could not use the key .*: KMSInvalidStateException: .* is pending deletion\.$/,
    );
  });

  test("a key that does not exist, and one that signs instead of encrypting", async () => {
    const absent = await bindKey(
      async () => `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    );
    expect(errorOf(absent.reply)).toMatch(/could not use the key .*: NotFoundException: /);
    const signing = await bindKey((roleArn) =>
      cloud
        .customer()
        .key(cmekKeyPolicy({ accountId: ACCOUNT, roleArn }), { KeyUsage: "SIGN_VERIFY", KeySpec: "ECC_NIST_P256" }),
    );
    expect(errorOf(signing.reply)).toMatch(/InvalidKeyUsageException: .* ECC_NIST_P256 key for SIGN_VERIFY/);
  });
});

describe("a project has one key", () => {
  test("a second one is a conflict that names the first, also when both are added at once", async () => {
    const { project, reply, roleArn, keyArn } = await bindWith(cloud.customer().trust());
    const request = { role_arn: roleArn, key_arn: keyArn, external_id: EXTERNAL_ID };
    const second = await cloud.api().bind(project.id, request);
    expect(errorOf(second)).toContain(
      `409 ALREADY_EXISTS: Project ${project.id} has the CMEK key "main" (${reply.body.id})`,
    );
    const fresh = await cloud.api().project();
    const both = await Promise.all([cloud.api().bind(fresh.id, request), cloud.api().bind(fresh.id, request)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test("it can't be deleted while the project has indexes, which are named", async () => {
    const { project, reply } = await bindWith(cloud.customer().trust());
    const { emulator } = cloud.api();
    await emulator.createIndex(project.id, { name: "docs" });
    const path = `/admin/cmek-keys/${reply.body.id}`;
    const refused = await cloud.api().admin("DELETE", path);
    expect(errorOf(refused)).toMatch(
      /^412 FAILED_PRECONDITION: .* still has indexes: docs\. Delete them before the CMEK key "main"/,
    );
    expect(refused.body.error.details).toEqual({ indexes: ["docs"] });
    await emulator.deleteIndex(project.id, "docs");
    expect((await cloud.api().admin("DELETE", path)).status).toBe(202);
    expect((await cloud.api().admin("GET", path)).status).toBe(404);
    expect((await cloud.api().admin("DELETE", path)).status).toBe(404);
  });
});

test("values that can't be right are refused before AWS is asked, all at once", async () => {
  const { id } = await cloud.api().project();
  const reply = await cloud.api().bind(id, {
    name: "",
    role_arn: "arn:aws:iam::123:role/x",
    key_arn: "arn:aws:kms:us-east-1:123456789012:alias/x",
    external_id: "no-uuid",
    colour: "blue",
  });
  expect(errorOf(reply)).toMatch(
    /^400 INVALID_ARGUMENT: .*name: .*role_arn: .*key_arn: .*alias.*external_id: .*colour/,
  );
  const elsewhere = await cloud.api().bind(id, {
    role_arn: `arn:aws:iam::${ACCOUNT}:role/x`,
    key_arn: `arn:aws:kms:eu-west-2:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  });
  expect(errorOf(elsewhere)).toMatch(
    /^400 INVALID_ARGUMENT: Pinecone has no role for the region .*us-east-1, us-west-2/,
  );
  const nowhere = await cloud.api().bind("5c1f1f0e-0000-4000-8000-000000000000", {});
  expect(errorOf(nowhere)).toBe("404 NOT_FOUND: Project 5c1f1f0e-0000-4000-8000-000000000000 not found.");
});
