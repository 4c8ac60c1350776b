import { DisableKeyCommand, EnableKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { ApiKey, Project } from "../../sdk";
import { failure, type TestStack, useCloud } from "./harness";
import { admin, apiBinding, boundProject, roleAndKey, type RoleAndKey, writes } from "./programs";

const cloud = useCloud();
const config = apiBinding;

/** A stack whose project is bound, and what there is in Pinecone and AWS. */
async function bound() {
  const parts = await roleAndKey(cloud);
  const stack = await cloud.stack(boundProject(parts), { config });
  await stack.up();
  const [cmekKey] = (await cloud.pinecone.snapshot()).cmekKeys;
  return { parts, stack, cmekKeyId: cmekKey?.id ?? "", projectId: cmekKey?.project_id ?? "" };
}

/** moto changes the state of a key by its ID only. */
function keyId({ keyArn }: RoleAndKey): { KeyId: string } {
  return { KeyId: keyArn.slice(keyArn.indexOf("/") + 1) };
}

/** What the state says of the binding. */
function binding(stack: TestStack): Readonly<Record<string, unknown>> {
  return stack.resources().find(({ type }) => type === "pinecone-security:index:CmekBinding")?.outputs ?? {};
}

/** After `refresh`: nothing was sent, and destroy is still possible. */
async function destroyed(stack: TestStack): Promise<void> {
  expect(await writes(cloud)).toEqual([]);
  await stack.destroy();
  const { projects, cmekKeys } = await cloud.pinecone.snapshot();
  expect({ projects, cmekKeys }).toEqual({ projects: [], cmekKeys: [] });
}

describe("a KMS key that Pinecone can't use any more", () => {
  const harms: readonly (readonly [what: string, harm: (parts: RoleAndKey) => Promise<unknown>, says: RegExp])[] = [
    ["disabled", (parts) => cloud.kms.send(new DisableKeyCommand(keyId(parts))), /is disabled/],
    [
      "scheduled for deletion",
      (parts) => cloud.kms.send(new ScheduleKeyDeletionCommand({ ...keyId(parts), PendingWindowInDays: 7 })),
      /is pending deletion/,
    ],
  ];

  for (const [what, harm, says] of harms)
    test(`because it is ${what}: refresh shows it, up says what to do and changes nothing, destroy works`, async () => {
      const { parts, stack } = await bound();
      await harm(parts);
      await cloud.pinecone.clearRequests();

      expect((await stack.refresh()).changes).toMatchObject({ update: 1 });
      expect(binding(stack)).toMatchObject({
        status: "unavailable",
        statusReason: expect.stringMatching(says) as unknown,
      });

      const { steps, diagnostics } = await stack.up();
      expect(steps).toEqual({});
      const [warning] = diagnostics.filter(({ resource }) => resource === "search-binding");
      expect(warning).toMatchObject({ severity: "warning", message: expect.stringMatching(says) as unknown });
      expect(warning?.message).toContain("Enable the KMS key (or cancel its deletion)");
      await destroyed(stack);
    });

  test("is available again after a refresh, once it is enabled again", async () => {
    const { parts, stack } = await bound();
    await cloud.kms.send(new DisableKeyCommand(keyId(parts)));
    await stack.refresh();
    await cloud.kms.send(new EnableKeyCommand(keyId(parts)));
    await stack.refresh();

    expect(binding(stack)["status"]).toBe("available");
    expect(binding(stack)).not.toHaveProperty("statusReason");
    const { diagnostics } = await stack.preview();
    expect(diagnostics.filter(({ severity }) => severity === "warning")).toEqual([]);
  });
});

test("a CMEK key deleted in Pinecone: refresh shows it, up does not add it unasked, destroy works", async () => {
  const { stack, cmekKeyId } = await bound();
  await cloud.pinecone.deleteCmekKey(cmekKeyId);
  await cloud.pinecone.clearRequests();

  expect((await stack.refresh()).changes).toMatchObject({ update: 1 });
  expect(binding(stack)).toMatchObject({ status: "deleted" });

  const refused = await failure(stack.up());
  expect(refused).toContain("was deleted outside Pulumi. Nothing is changed.");
  expect(refused).toContain(
    "pulumi state delete 'urn:pulumi:dev::claims::pinecone-security:index:CmekBinding::search-binding'",
  );
  await destroyed(stack);
});

test("a project rebound in Pinecone: refresh shows it, up does not bind it back, destroy works", async () => {
  const { stack, parts, cmekKeyId } = await bound();
  const { keyArn } = await roleAndKey(cloud, "another");
  await cloud.pinecone.rebind(cmekKeyId, { key_arn: keyArn });
  await cloud.pinecone.clearRequests();

  const { diagnostics } = await stack.refresh();
  expect(diagnostics.map(({ message }) => message).join()).toContain(`keyArn was ${parts.keyArn}, is ${keyArn}`);
  expect(binding(stack)).toMatchObject({ keyArn });

  const refused = await failure(stack.up());
  expect(refused).toMatch(new RegExp(`keyArn\\b.*can't change from "${keyArn}" to "${parts.keyArn}"`));
  expect(refused).toContain("set the program to what Pinecone has now");
  await destroyed(stack);
});

describe("a project", () => {
  const program: PulumiFn = async () => {
    new Project("search", { name: "search", forceEncryptionWithCmek: true });
  };

  test("renamed outside is called again by its name in the program, and only the name is sent", async () => {
    const stack = await cloud.stack(program);
    await stack.up();
    const { projects } = await cloud.pinecone.snapshot();
    await cloud.pinecone.changeProject(projects[0]?.id ?? "", { name: "found" });
    expect((await stack.refresh()).changes).toMatchObject({ update: 1 });
    await stack.up();

    expect((await cloud.pinecone.snapshot()).projects).toEqual(projects);
    const update = (await cloud.pinecone.requests()).find(({ method }) => method === "PATCH");
    expect(update?.body).toEqual({ name: "search" });
  });

  test("deleted outside leaves the state with a refresh, and the next up makes a new one", async () => {
    const stack = await cloud.stack(program);
    await stack.up();
    const [old] = (await cloud.pinecone.snapshot()).projects;
    await admin(cloud, "DELETE", `projects/${old?.id ?? ""}`);
    expect((await stack.refresh()).changes).toMatchObject({ delete: 1 });
    expect((await stack.up()).steps).toEqual({ create: ["search"] });

    const { projects } = await cloud.pinecone.snapshot();
    expect(projects).toMatchObject([{ name: "search" }]);
    expect(projects[0]?.id).not.toBe(old?.id);
  });
});

test("an API key deleted outside is made again, with a value of its own", async () => {
  const stack = await cloud.stack(async () => {
    const project = new Project("search", { name: "search" });
    const { value } = new ApiKey("reader", { projectId: project.id, name: "reader", roles: ["DataPlaneViewer"] });
    return { value };
  });
  await stack.up();
  const [old] = (await cloud.pinecone.snapshot()).apiKeys;
  await admin(cloud, "DELETE", `api-keys/${old?.key.id ?? ""}`);
  expect((await stack.refresh()).changes).toMatchObject({ delete: 1 });
  const { outputs } = await stack.up();

  const { apiKeys } = await cloud.pinecone.snapshot();
  expect(apiKeys).toMatchObject([
    { key: { name: "reader", roles: ["DataPlaneViewer"] }, value: outputs["value"]?.value as string },
  ]);
  expect(apiKeys[0]?.value).not.toBe(old?.value);
});
