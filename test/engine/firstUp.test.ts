import { ListRolesCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { CmekProject, type CmekProjectArgs } from "../../index";
import { useCloud } from "./harness";

const cloud = useCloud();
const config = { "pinecone-security:binding": "api" };

/** The journey's program: everything is made. */
function encrypted(change: Partial<CmekProjectArgs> = {}): PulumiFn {
  return async () => {
    const made = new CmekProject("search", {
      pineconeAccountId: cloud.pinecone.pineconeAccountId,
      trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
      protect: false,
      ...change,
    } as CmekProjectArgs);
    return { projectId: made.projectId, roleArn: made.roleArn, keyArn: made.keyArn, externalId: made.externalId };
  };
}

describe("the first up", () => {
  test("makes role, key and project, and binds the key", async () => {
    const stack = await cloud.stack(encrypted(), { config });
    const { outputs } = await stack.up();

    const { projects, cmekKeys } = await cloud.pinecone.snapshot();
    expect(projects).toMatchObject([{ name: "search", force_encryption_with_cmek: true }]);
    expect(cmekKeys).toMatchObject([
      {
        name: "search",
        project_id: projects[0]?.id,
        role_arn: outputs["roleArn"]?.value as string,
        key_arn: outputs["keyArn"]?.value as string,
        external_id: outputs["externalId"]?.value as string,
      },
    ]);
    const { KeyMetadata: key } = await cloud.kms.send(new DescribeKeyCommand({ KeyId: cmekKeys[0]?.key_arn }));
    expect(key).toMatchObject({
      KeyState: "Enabled",
      KeySpec: "SYMMETRIC_DEFAULT",
      Origin: "AWS_KMS",
      MultiRegion: false,
    });
    const sealed = await cloud.pinecone.encrypt(projects[0]?.id ?? "", "a vector");
    expect(sealed).toMatchObject({ keyArn: key?.Arn, decrypted: "a vector" });
  });

  test("a second preview is empty, and a second up changes nothing", async () => {
    const stack = await cloud.stack(encrypted(), { config });
    await stack.up();
    expect((await stack.preview()).steps).toEqual({});
    expect((await stack.up()).steps).toEqual({});
  });

  test("destroy leaves Pinecone and AWS empty", async () => {
    const stack = await cloud.stack(encrypted(), { config });
    await stack.up();
    await stack.destroy();

    const { projects, cmekKeys, apiKeys } = await cloud.pinecone.snapshot();
    expect({ projects, cmekKeys, apiKeys }).toEqual({ projects: [], cmekKeys: [], apiKeys: [] });
    expect((await cloud.iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
    expect(
      (await cloud.kms.send(new ListAliasesCommand({}))).Aliases?.filter(
        ({ AliasName }) => AliasName?.startsWith("alias/aws/") !== true,
      ),
    ).toEqual([]);
    const { Keys = [] } = await cloud.kms.send(new ListKeysCommand({}));
    for (const { KeyId } of Keys) {
      const { KeyMetadata } = await cloud.kms.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata?.KeyState).toBe("PendingDeletion");
    }
  });
});
