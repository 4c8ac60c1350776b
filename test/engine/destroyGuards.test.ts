import { ListRolesCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { CmekProject } from "../../index";
import { Project } from "../../sdk";
import { failure, useCloud } from "./harness";
import { apiBinding, writes } from "./programs";

const cloud = useCloud();
const config = apiBinding;

/** Role, key, project and binding, all made. */
function encrypted(options: { readonly protect?: false } = {}): PulumiFn {
  return async () => {
    new CmekProject("search", {
      pineconeAccountId: cloud.pinecone.pineconeAccountId,
      trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
      ...options,
    });
  };
}

async function inPinecone() {
  const { projects, apiKeys, cmekKeys, indexes } = await cloud.pinecone.snapshot();
  return { projects, apiKeys, cmekKeys, indexes };
}

/** Roles, the users' aliases, and the states of the keys. */
async function inAws() {
  const { Roles = [] } = await cloud.iam.send(new ListRolesCommand({}));
  const { Aliases = [] } = await cloud.kms.send(new ListAliasesCommand({}));
  const { Keys = [] } = await cloud.kms.send(new ListKeysCommand({}));
  const described = Keys.map(async (key) => cloud.kms.send(new DescribeKeyCommand({ KeyId: key.KeyId })));
  return {
    roles: Roles.length,
    aliases: Aliases.filter(({ AliasName = "" }) => !AliasName.startsWith("alias/aws/")).length,
    keys: (await Promise.all(described)).map(({ KeyMetadata }) => KeyMetadata?.KeyState),
  };
}

describe("with an index in the project", () => {
  test("a bound key is not destroyed, nor anything else; once the index is gone, all of it is", async () => {
    const stack = await cloud.stack(encrypted({ protect: false }), { config });
    await stack.up();
    const { projects } = await inPinecone();
    const projectId = projects[0]?.id ?? "";
    await cloud.pinecone.createIndex(projectId, { name: "docs" });
    const [pinecone, aws] = [await inPinecone(), await inAws()];

    const refused = await failure(stack.destroy());
    expect(refused).toMatch(/CmekBinding "search-binding" is not deleted: the project \S+ has the index "docs"/);
    expect(refused).toContain("all indexes in the project must be deleted");
    expect(await inPinecone()).toEqual(pinecone);
    expect(await inAws()).toEqual(aws);

    await cloud.pinecone.deleteIndex(projectId, "docs");
    await stack.destroy();
    expect(await inPinecone()).toEqual({ projects: [], apiKeys: [], cmekKeys: [], indexes: [] });
    expect(await inAws()).toEqual({ roles: 0, aliases: 0, keys: ["PendingDeletion"] });
    expect(stack.resources()).toEqual([]);
  });

  test("a project is not deleted, and every index is named", async () => {
    const stack = await cloud.stack(async () => {
      new Project("search", { name: "search" });
    });
    await stack.up();
    const { projects } = await inPinecone();
    for (const name of ["docs", "mails"]) await cloud.pinecone.createIndex(projects[0]?.id ?? "", { name });
    const before = await inPinecone();

    expect(await failure(stack.destroy())).toMatch(
      /Project "search" \(\S+\) is not deleted: it holds the indexes "docs", "mails"/,
    );
    expect(await inPinecone()).toEqual(before);
    expect(stack.resources().map(({ type }) => type)).toContain("pinecone-security:index:Project");
  });
});

describe("protection, which the component has by default", () => {
  test("refuses destroy before anything is sent", async () => {
    const stack = await cloud.stack(encrypted(), { config });
    await stack.up();
    await cloud.pinecone.clearRequests();
    const aws = await inAws();

    expect(await failure(stack.destroy())).toMatch(/search(-binding)?" cannot be deleted[^]*protect/);
    expect(await writes(cloud)).toEqual([]);
    expect(await inAws()).toEqual(aws);
  });

  test("leaves the KMS key in AWS, also when the rest is unprotected and destroyed", async () => {
    const stack = await cloud.stack(encrypted(), { config });
    await stack.up();
    await stack.pulumi("state", "unprotect", "--all", "--yes");
    await stack.destroy();

    expect(await inPinecone()).toEqual({ projects: [], apiKeys: [], cmekKeys: [], indexes: [] });
    expect(await inAws()).toEqual({ roles: 0, aliases: 0, keys: ["Enabled"] });
  });
});
