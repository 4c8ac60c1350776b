import { randomUUID } from "node:crypto";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { beforeEach, describe, expect, test } from "vitest";
import { ApiKey, CmekBinding, Project } from "../../sdk";
import { failure, type TestStack, useCloud } from "./harness";
import { admin, apiBinding, roleAndKey, type RoleAndKey, writes } from "./programs";

const cloud = useCloud();
const config = apiBinding;

/** What somebody has made in Pinecone without Pulumi. */
let parts: RoleAndKey;
let ids: Readonly<Record<"project" | "apiKey", string>>;

beforeEach(async () => {
  parts = await roleAndKey(cloud);
  const force_encryption_with_cmek = true;
  const project = await admin<{ id: string }>(cloud, "POST", "projects", {
    name: "search",
    force_encryption_with_cmek,
  });
  const { roleArn: role_arn, keyArn: key_arn, externalId: external_id } = parts;
  const cmekKey = { name: "search", role_arn, key_arn, external_id };
  await admin(cloud, "POST", `projects/${project.id}/cmek-keys`, cmekKey);
  const roles = ["DataPlaneViewer", "ControlPlaneViewer"];
  const apiKey = await admin<{ key: { id: string } }>(cloud, "POST", `projects/${project.id}/api-keys`, {
    name: "reader",
    roles,
  });
  ids = { project: project.id, apiKey: apiKey.key.id };
  await cloud.pinecone.clearRequests();
});

interface Import {
  readonly type: "Project" | "ApiKey" | "CmekBinding";
  readonly id: () => string;
  /** Declares it; with `import`, takes it over. */
  readonly declare: (options?: { readonly import: string }) => void;
}

const imports: readonly Import[] = [
  {
    type: "Project",
    id: () => ids.project,
    declare: (options) => new Project("it", { name: "search", forceEncryptionWithCmek: true }, options),
  },
  {
    type: "ApiKey",
    id: () => ids.apiKey,
    declare: (options) => {
      const roles = ["ControlPlaneViewer", "DataPlaneViewer"] as const;
      new ApiKey("it", { projectId: ids.project, name: "reader", roles: [...roles] }, options);
    },
  },
  {
    type: "CmekBinding",
    id: () => ids.project,
    declare: (options) => {
      const { roleArn, keyArn, externalId } = parts;
      new CmekBinding("it", { projectId: ids.project, name: "search", roleArn, keyArn, externalId }, options);
    },
  },
];

for (const { type, id, declare } of imports)
  describe(type, () => {
    const token = `pinecone-security:index:${type}`;
    const program =
      (takeOver: boolean): PulumiFn =>
      async () => {
        declare(takeOver ? { import: id() } : undefined);
      };

    test("imported by command: the preview is empty, and nothing was sent", async () => {
      const stack = await cloud.stack(program(false), { config });
      await stack.importResource({ type: token, name: "it", id: id() });
      expect((await stack.preview()).steps).toEqual({});
      expect(await writes(cloud)).toEqual([]);
    });

    test("imported by the resource option: the preview is empty with the option and without, and nothing was sent", async () => {
      const stack = await cloud.stack(program(true), { config });
      expect((await stack.up()).steps).toEqual({ import: ["it"] });
      expect((await stack.preview()).steps).toEqual({});
      stack.program = program(false);
      expect((await stack.preview()).steps).toEqual({});
      expect(await writes(cloud)).toEqual([]);
    });

    test("an ID that is none is refused with where to find the right one", async () => {
      const stack = await cloud.stack(program(false), { config });
      const refused = await failure(stack.importResource({ type: token, name: "it", id: "search" }));
      expect(refused).toContain(
        `can't import "it": "search" is no ${type === "ApiKey" ? "ID of an API key" : "project ID"}`,
      );
      expect(refused).not.toMatch(/^\s+at /m);
      expect(stack.resources().map((resource) => resource.type)).not.toContain(token);
    });

    test("an ID that Pinecone does not know is refused", async () => {
      const stack = await cloud.stack(program(false), { config });
      const unknown = randomUUID();
      const refused = await failure(stack.importResource({ type: token, name: "it", id: unknown }));
      expect(refused).toContain(unknown);
      expect(refused).toContain("does not exist");
      expect(refused).not.toMatch(/^\s+at /m);
    });
  });

test("an imported CmekBinding takes up the policies for the check with the next up, which sends nothing", async () => {
  const stack = await cloud.stack(
    async () => {
      new CmekBinding("it", { projectId: ids.project, name: "search", ...parts }, { import: ids.project });
    },
    { config },
  );
  expect((await stack.up()).steps).toEqual({ import: ["it"], update: ["it"] });
  expect((await stack.preview()).steps).toEqual({});
  expect(await writes(cloud)).toEqual([]);
});

test("an imported API key warns that its value is not known, and keeps the key", async () => {
  const stack: TestStack = await cloud.stack(
    async () => {
      const options = { import: ids.apiKey };
      const { value } = new ApiKey(
        "it",
        { projectId: ids.project, name: "reader", roles: ["DataPlaneViewer", "ControlPlaneViewer"] },
        options,
      );
      return { value };
    },
    { config },
  );
  const { diagnostics, outputs } = await stack.up();
  expect(diagnostics).toContainEqual(
    expect.objectContaining({
      severity: "warning",
      message: expect.stringContaining("is imported without its value") as unknown,
    }),
  );
  expect(outputs["value"]?.value ?? null).toBeNull();
  expect((await cloud.pinecone.snapshot()).apiKeys).toHaveLength(1);
});
