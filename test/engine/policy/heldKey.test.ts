import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import * as kms from "@pulumi/aws/kms";
import { expect, test } from "vitest";
import { CmekBinding, Project } from "../../../sdk";
import { failure, useCloud } from "../harness";
import { apiBinding, roleAndKey } from "../programs";

const cloud = useCloud();

/** What pinecone-cmek-protected stands on: https://www.pulumi.com/docs/iac/concepts/resources/options/protect/ */
test("Pulumi does not delete a key that a protected binding depends on, not even when it goes on after errors", async () => {
  const { roleArn, externalId, trustPolicy, keyPolicy, pineconeAccountId } = await roleAndKey(cloud);
  const program = async () => {
    const key = new kms.Key("key", { policy: keyPolicy });
    const project = new Project("search", { name: "search", forceEncryptionWithCmek: true });
    const binding = { roleArn, externalId, trustPolicy, keyPolicy, pineconeAccountId, name: "search" };
    new CmekBinding("binding", { ...binding, keyArn: key.arn, projectId: project.id }, { protect: true });
    return { keyArn: key.arn };
  };
  const stack = await cloud.stack(program, { config: apiBinding });
  const { outputs } = await stack.up();
  stack.program = async () => Promise.resolve();
  expect(await failure(stack.up())).toMatch(/it is protected/);
  await stack.pulumi("up", "--yes", "--skip-preview", "--continue-on-error", "--stack", "dev");
  await stack.pulumi("destroy", "--yes", "--skip-preview", "--continue-on-error", "--stack", "dev");
  const KeyId = String(outputs["keyArn"]?.value);
  const { KeyMetadata } = await cloud.kms.send(new DescribeKeyCommand({ KeyId }));
  expect(KeyMetadata?.KeyState).toBe("Enabled");
});
