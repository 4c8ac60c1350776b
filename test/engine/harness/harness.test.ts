import { CreateKeyCommand, GetKeyRotationStatusCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import * as aws from "@pulumi/aws";
import { describe, expect, test } from "vitest";
import { failure, TestStack, useCloud } from ".";

test("an inline program goes up, shows no change, and is destroyed", async () => {
  const stack = await TestStack.create(async () => ({ answer: 42 }));
  const first = await stack.up();
  expect(first.changes).toEqual({ create: 1 });
  expect(first.outputs["answer"]?.value).toBe(42);
  expect((await stack.preview()).changes).toEqual({ same: 1 });
  stack.program = async () => ({ answer: 43 });
  expect((await stack.up()).outputs["answer"]?.value).toBe(43);
  expect(stack.resources()).toHaveLength(1);
  await stack.destroy();
  expect(stack.resources()).toHaveLength(0);
});

test("a program that throws fails with its message", async () => {
  const stack = await TestStack.create(async () => {
    throw new Error("no such moon");
  });
  expect(await failure(stack.preview())).toContain("no such moon");
});

test("a YAML program runs", async () => {
  const stack = await TestStack.create({ yaml: { outputs: { answer: "${pulumi.stack}" } } });
  expect((await stack.up()).outputs["answer"]?.value).toBe("dev");
});

describe("in the local cloud", () => {
  const cloud = useCloud();

  test("what goes up is in AWS, and gone after destroy", async () => {
    const stack = await cloud.stack(async () => {
      const key = new aws.kms.Key("key", { enableKeyRotation: true });
      return { keyId: key.keyId };
    });
    const { outputs, steps } = await stack.up();
    expect(steps).toEqual({ create: ["key"] });
    const rotation = await cloud.kms.send(new GetKeyRotationStatusCommand({ KeyId: String(outputs["keyId"]?.value) }));
    expect(rotation.KeyRotationEnabled).toBe(true);
    expect((await stack.destroy()).steps).toEqual({ delete: ["key"] });
  });

  test("each test finds it empty", async () => {
    expect((await cloud.kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
    expect((await cloud.pinecone.snapshot()).projects).toEqual([]);
  });

  test("a plugin's refusal fails the preview with its reason", async () => {
    const stack = await cloud.stack(async () => {
      new aws.kms.Key("key", { keyUsage: "TELEPATHY" });
    });
    expect(await failure(stack.preview())).toMatch(/keyUsage/);
  });

  test("a folder's program runs as its users run it", async () => {
    const config = {
      pineconeAccountId: cloud.pinecone.pineconeAccountId,
      protect: "false",
      "pinecone-security:binding": "api",
    };
    const stack = await cloud.stack({ folder: "examples/cmek" }, { config });
    const { outputs } = await stack.up();
    const { cmekKeys } = await cloud.pinecone.snapshot();
    expect(cmekKeys.map((key) => key.project_id)).toEqual([outputs["projectId"]?.value]);
    expect((await stack.preview()).steps).toEqual({});
  });

  test("a command that fails before the engine runs has the command's own words", async () => {
    const stack = await cloud.stack({ folder: "examples/cmek" });
    expect(await failure(stack.preview())).toMatch(/^error: .*missing configuration value 'pineconeAccountId'$/);
  });

  test("a resource is imported by its id", async () => {
    const stack = await cloud.stack(async () => undefined);
    const key = await cloud.kms.send(new CreateKeyCommand({}));
    const id = String(key.KeyMetadata?.KeyId);
    await stack.importResource({ type: "aws:kms/key:Key", name: "key", id });
    expect(stack.resources().find(({ type }) => type === "aws:kms/key:Key")?.id).toBe(id);
  });
});
