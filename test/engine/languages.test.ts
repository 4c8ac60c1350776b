import { describe, expect, test } from "vitest";
import { CmekProject } from "../../index";
import { useCloud, type Program, type TestStack } from "./harness";
import { apiBinding, roleAndKey } from "./programs";

const cloud = useCloud();
const region = "us-east-1";
const config = { ...apiBinding, "aws:region": region, protect: "false" };

/** Up, a look whether the bound key encrypts, an empty preview, and destroy. Returns the ARN of the key that was used. */
async function lives(stack: TestStack): Promise<string> {
  const projectId = String((await stack.up()).outputs["projectId"]?.value);
  const { projects } = await cloud.pinecone.snapshot();
  expect(projects).toMatchObject([{ id: projectId, force_encryption_with_cmek: true }]);
  const { keyArn, decrypted } = await cloud.pinecone.encrypt(projectId, "a vector");
  expect(decrypted).toBe("a vector");
  expect((await stack.preview()).steps).toEqual({});
  await stack.destroy();
  expect(await cloud.pinecone.snapshot()).toMatchObject({ projects: [], cmekKeys: [], apiKeys: [] });
  expect(stack.resources()).toEqual([]);
  return keyArn;
}

const create = (program: Program, change: Readonly<Record<string, string>> = {}): Promise<TestStack> =>
  cloud.stack(program, { config: { ...config, ...change } });

describe("from up to destroy works", () => {
  test("a TypeScript program", async () => {
    const { pineconeAccountId } = cloud.pinecone;
    await lives(await create({ folder: "examples/cmek" }, { pineconeAccountId }));
  });

  test("an inline program", async () => {
    const { pineconeAccountId } = cloud.pinecone;
    const stack = await create(async () => {
      const { projectId } = new CmekProject("search", {
        pineconeAccountId,
        trust: { variant: "explicitRegions", regions: [region] },
        protect: false,
      });
      return { projectId };
    });
    await lives(stack);
  });

  test("a YAML program", async () => {
    const { pineconeAccountId } = cloud.pinecone;
    await lives(await create({ folder: "examples/yaml-cmek" }, { pineconeAccountId }));
  });

  test("a program with a role and a key that exist already, which stay", async () => {
    const { roleArn, keyArn, externalId } = await roleAndKey(cloud);
    const stack = await create({ folder: "examples/existing-key" }, { roleArn, keyArn, externalId });
    expect(await lives(stack)).toBe(keyArn);
  });

  test("a program with a key in a customer's account", async () => {
    const { pineconeAccountId } = cloud.pinecone;
    const customerAccountId = "222233334444";
    const customer = { customerAccountId, customerRoleArn: `arn:aws:iam::${customerAccountId}:role/key-admin` };
    const stack = await create({ folder: "examples/customer-keys" }, { pineconeAccountId, ...customer });
    expect(await lives(stack)).toMatch(`arn:aws:kms:${region}:${customerAccountId}:key/`);
  });
});
