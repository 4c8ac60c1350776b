import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { bindingIn, confirm, person } from "./consoleSteps";
import { failure, useCloud, type TestStack } from "./harness";
import { boundProject, roleAndKey } from "./programs";

const cloud = useCloud();

/** A stack that waits for a person, who adds the key of the worksheet, or another one, and makes an API key. */
async function addedByHand({ anotherKey = false } = {}): Promise<{
  stack: TestStack;
  projectId: string;
  apiKey: string;
}> {
  const parts = await roleAndKey(cloud);
  const stack = await cloud.stack(boundProject(parts));
  const worksheet = await failure(stack.up());
  const projectId = String(bindingIn(stack)?.id);
  const { cmekKeys, apiKeys } = person(cloud);
  const { roleArn, externalId } = parts;
  const keyArn = anotherKey ? await newKey(parts.keyPolicy) : parts.keyArn;
  await cmekKeys.create(projectId, { name: "search", roleArn, keyArn, externalId });
  const { value } = await apiKeys.create(projectId, { name: "by hand" });
  await confirm(stack, worksheet);
  await stack.up();
  return { stack, projectId, apiKey: value };
}

async function newKey(policy: string): Promise<string> {
  const { KeyMetadata } = await cloud.kms.send(new CreateKeyCommand({ Policy: policy }));
  return String(KeyMetadata?.Arn);
}

test("a binding is attested until an index shows its key to the configured API key, and verified then", async () => {
  const { stack, projectId, apiKey } = await addedByHand();
  await stack.setConfig("pinecone-security:apiKey", apiKey, { secret: true });
  await stack.refresh({ runProgram: true });
  expect(bindingIn(stack)?.outputs).toMatchObject({ evidence: "attested" });

  const index = await cloud.pinecone.createIndex(projectId, { name: "docs" });
  await stack.refresh({ runProgram: true });
  expect(bindingIn(stack)?.outputs).toMatchObject({
    evidence: "verified",
    seen: `the index "docs" shows the CMEK key ${String(index.cmek_id)}`,
  });
  expect((await stack.preview()).steps).toEqual({});
});

test("without an API key a binding stays attested, though an index shows its key", async () => {
  const { stack, projectId } = await addedByHand();
  await cloud.pinecone.createIndex(projectId, { name: "docs" });
  await stack.refresh();
  expect(bindingIn(stack)?.outputs).toMatchObject({ evidence: "attested" });
});

test("an index with another key is warned of, and the binding stays attested", async () => {
  const { stack, projectId, apiKey } = await addedByHand({ anotherKey: true });
  const { cmek_id: seen } = await cloud.pinecone.createIndex(projectId, { name: "docs" });
  await stack.setConfig("pinecone-security:apiKey", apiKey, { secret: true });
  const { diagnostics } = await stack.refresh({ runProgram: true });
  expect(diagnostics.map(({ message }) => message).join("\n")).toContain(
    `The index "docs" is encrypted with ${String(seen)}`,
  );
  expect(bindingIn(stack)?.outputs).toMatchObject({ evidence: "attested" });
});
