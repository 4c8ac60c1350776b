import { describe, expect, test } from "vitest";
import { ACCOUNT, configuredPlugin, Driven, policy, REGION } from "./support";

const ELSEWHERE = "eu-west-1";
const TRUST = policy(`arn:aws:iam::${ACCOUNT}:root`, "sts:AssumeRole");

/** Nobody listens there: what is claimed here is claimed without a request. */
const offline = configuredPlugin("http://127.0.0.1:1");
const role = async (name = "role"): Promise<Driven> => new Driven(await offline, "aws:iam/role:Role", name);
const key = async (name = "key"): Promise<Driven> => new Driven(await offline, "aws:kms/key:Key", name);
const alias = async (name = "alias"): Promise<Driven> => new Driven(await offline, "aws:kms/alias:Alias", name);
const replica = async (name = "replica"): Promise<Driven> =>
  new Driven(await offline, "aws:kms/replicaKey:ReplicaKey", name);

describe("the name of a resource", () => {
  test("without a name gives it the logical name and seven random digits, the same in each check of a deployment", async () => {
    const { inputs } = await (await role("access")).check({ assumeRolePolicy: TRUST });
    expect(inputs["name"]).toMatch(/^access-[0-9a-f]{7}$/);
    expect((await (await role("access")).check({ assumeRolePolicy: TRUST })).inputs["name"]).toBe(inputs["name"]);
    const other = await (await role("access")).check({ assumeRolePolicy: TRUST }, undefined, new Uint8Array([9]));
    expect(other.inputs["name"]).not.toBe(inputs["name"]);
  });

  test("takes the trust policy as an object too", async () => {
    const document = { Version: "2012-10-17", Statement: [] };
    const { inputs } = await (await role("object")).check({ assumeRolePolicy: document });
    expect(inputs["assumeRolePolicy"]).toBe(JSON.stringify(document));
  });

  test("without a name is called alias/, its logical name and seven random digits", async () => {
    expect((await (await alias("seal")).inputs({ targetKeyId: "x" }))["name"]).toMatch(/^alias\/seal-[0-9a-f]{7}$/);
  });

  test.each(["pinecone", "alias/aws/s3", "alias/with space"])("called %s is refused", async (name) => {
    const { failures } = await (await alias()).check({ name, targetKeyId: "x" });
    expect(failures.map(({ property }) => property)).toEqual(["name"]);
  });
});

describe("wrong inputs of a role", () => {
  test("are told all at once, each with its rule", async () => {
    const { failures } = await (
      await role("wrong")
    ).check({
      assumeRolePolicy: "not json",
      path: "pinecone",
      maxSessionDuration: 60,
      tags: { a: 1 },
      inlinePolicies: [],
      colour: "red",
    });
    expect(failures).toEqual([
      {
        property: "assumeRolePolicy",
        reason: '"assumeRolePolicy" is "not json", and must be a policy document as JSON text or as an object',
      },
      { property: "path", reason: '"path" is "pinecone": a path begins and ends with a slash' },
      {
        property: "maxSessionDuration",
        reason: '"maxSessionDuration" is 60, and AWS takes whole numbers from 3600 to 43200',
      },
      { property: "tags", reason: '"tags" is {"a":1}, and must be a map of strings' },
      expect.objectContaining({
        property: "inlinePolicies",
        reason: expect.stringContaining("use aws.iam.RolePolicy") as string,
      }),
      expect.objectContaining({
        property: "colour",
        reason: expect.stringContaining('has no input "colour"') as string,
      }),
    ]);
  });

  test("a missing trust policy, and a logical name too long for a name", async () => {
    const { failures } = await (await role("x".repeat(60))).check({});
    expect(failures.map(({ property }) => property)).toEqual(["assumeRolePolicy", "name"]);
    expect(failures[1]?.reason).toContain("has 68 characters");
  });

  test("a name together with a prefix", async () => {
    const { failures } = await (await role("both")).check({ assumeRolePolicy: TRUST, name: "a", namePrefix: "b" });
    expect(failures).toEqual([{ property: "namePrefix", reason: '"name" and "namePrefix" exclude each other' }]);
  });
});

describe("wrong inputs of a KMS key", () => {
  test.each([
    [{ deletionWindowInDays: 6 }, '"deletionWindowInDays" is 6, and AWS takes whole numbers from 7 to 30'],
    [{ enableKeyRotation: true, rotationPeriodInDays: 89 }, "from 90 to 2560"],
    [{ keyUsage: "SEAL" }, "must be one of ENCRYPT_DECRYPT, SIGN_VERIFY"],
    [{ enableKeyRotation: "yes" }, '"enableKeyRotation" is "yes", and must be a boolean'],
    [{ region: "Ireland" }, "a region is called like us-east-1"],
    [{ customKeyStoreId: "cks-1" }, 'does not support "customKeyStoreId"'],
  ])("%j are refused", async (news, reason) => {
    const { failures } = await (await key()).check(news);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason).toContain(reason);
  });
});

describe("wrong inputs of a KMS replica key", () => {
  test("of a single-Region key is refused before anything is sent", async () => {
    const primaryKeyArn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`;
    const { failures } = await (await replica()).check({ primaryKeyArn, region: ELSEWHERE });
    expect(failures[0]?.reason).toContain("the ARN of a multi-Region key is like");
  });
});
