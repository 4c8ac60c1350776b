import { GetRoleCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { Config } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { afterEach, describe, expect, test } from "vitest";
import { ApiKey, CmekBinding, CmekProject, Project, Provider, type CmekBindingArgs } from "../../index";
import { bindingIn, brought, confirm, confirmCommandIn, fingerprintIn, person } from "./consoleSteps";
import { failure, useCloud } from "./harness";

const cloud = useCloud();

/** A project, a binding of what was brought, and an API key that waits for it. */
function bound(change: Partial<CmekBindingArgs> = {}): PulumiFn {
  return async () => {
    const project = new Project("search", { name: "search", forceEncryptionWithCmek: true });
    const binding = new CmekBinding("binding", { projectId: project.id, ...brought, ...change });
    new ApiKey("reader", { projectId: binding.projectId, name: "reader" });
  };
}

/** The whole journey, as a user writes it. Nothing of the configuration says `binding: api`. */
const journey: PulumiFn = async () => {
  const made = new CmekProject("search", {
    pineconeAccountId: cloud.pinecone.pineconeAccountId,
    trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
    apiKeys: { reader: ["DataPlaneViewer"] },
  });
  return { roleArn: made.roleArn, keyArn: made.keyArn };
};

async function apiKeys() {
  return (await cloud.pinecone.snapshot()).apiKeys.map(({ key }) => key.name);
}

afterEach(async () => {
  const paths = (await cloud.pinecone.requests()).map(({ method, path }) => `${method} ${path}`);
  expect(paths.length, "requests of this test").toBeGreaterThan(0);
  expect(paths.filter((path) => path.includes("cmek-keys"))).toEqual([]);
});

describe("the worksheet", () => {
  test("stops the first up when role, key and project are there, and says every value", async () => {
    const stack = await cloud.stack(journey);
    const message = await failure(stack.up());

    const { projects } = await cloud.pinecone.snapshot();
    expect(projects).toMatchObject([{ name: "search", force_encryption_with_cmek: true }]);
    const binding = bindingIn(stack);
    const { name, roleArn, keyArn, externalId } = binding?.inputs as typeof brought;
    await cloud.iam.send(new GetRoleCommand({ RoleName: roleArn.split("/").at(-1) }));
    await cloud.kms.send(new DescribeKeyCommand({ KeyId: keyArn }));
    expect(binding?.outputs).toMatchObject({ projectId: projects[0]?.id, status: "pending" });
    expect(binding?.initErrors).not.toEqual([]);

    expect(message).toContain(`for the project ${String(projects[0]?.id)}`);
    for (const [field, value] of Object.entries({
      "Key name": name,
      "Role ARN": roleArn,
      "Key ARN": keyArn,
      "External ID": externalId,
    })) {
      expect(message).toMatch(new RegExp(`^\\W*${field} +${value}$`, "m"));
    }
    expect(confirmCommandIn(message)).toBe(
      `pulumi config set --path 'pinecone-security:confirmed.search-binding' ${String(binding?.outputs?.["fingerprint"])}`,
    );
  });

  test("makes what depends on the key wait, and the up after the confirmation makes it", async () => {
    const stack = await cloud.stack(bound());
    await confirm(stack, await failure(stack.up()));
    expect(await apiKeys()).toEqual([]);
    expect((await stack.up()).steps).toEqual({ update: ["binding"], create: ["reader"] });
    expect(await apiKeys()).toEqual(["reader"]);
    expect(bindingIn(stack)).toMatchObject({ outputs: { status: "available", evidence: "attested" } });
    expect((await stack.preview()).steps).toEqual({});
  });

  test("is told in the preview too, when every value is known", async () => {
    const { id: projectId } = await person(cloud).projects.create({ name: "search" });
    const stack = await cloud.stack(async () => {
      new CmekBinding("binding", { ...brought, projectId });
    });
    const { diagnostics } = await stack.preview();
    expect(diagnostics.map(({ message }) => message).join("\n")).toMatch(
      /Role ARN +arn:aws:iam[^]*confirmed\.binding'/,
    );
  });

  test("is not confirmed by a wrong fingerprint", async () => {
    const stack = await cloud.stack(bound());
    const fingerprint = fingerprintIn(await failure(stack.up()));
    await stack.setConfig("pinecone-security:confirmed.binding", "0123456789ab", { path: true });
    const message = await failure(stack.up());
    expect(message).toContain(`confirms 0123456789ab, but these values have the fingerprint ${fingerprint}`);
    expect(await apiKeys()).toEqual([]);
  });

  test("is void once a value changes before the confirmation reaches the stack", async () => {
    const stack = await cloud.stack(bound());
    const first = await failure(stack.up());
    await confirm(stack, first);
    stack.program = bound({ name: "another-name" });
    const second = await failure(stack.up());
    expect(second).toMatch(/Key name +another-name$/m);
    expect(second).toContain(`confirms ${fingerprintIn(first)}, but these values have`);
    expect(await apiKeys()).toEqual([]);

    await confirm(stack, second);
    await stack.up();
    expect(await apiKeys()).toEqual(["reader"]);
  });

  test("once confirmed, lets nothing change any more: preview refuses it", async () => {
    const stack = await cloud.stack(bound());
    await confirm(stack, await failure(stack.up()));
    await stack.up();
    stack.program = bound({ name: "another-name" });
    expect(await failure(stack.preview())).toMatch(/name can't change from "search-key" to "another-name"/);
  });

  test("is confirmed for a name with a dot, a colon, quotes and a space by its command in a shell", async () => {
    const name = `a.b:c "d" 'e'`;
    const { id: projectId } = await person(cloud).projects.create({ name: "search" });
    const stack = await cloud.stack(async () => {
      new CmekBinding(name, { ...brought, projectId });
    });
    await confirm(stack, await failure(stack.up()));
    await stack.up();
    expect(bindingIn(stack)).toMatchObject({ outputs: { status: "available" } });
  });
});

test("several explicit providers are confirmed by the stack's configuration, handed to them as an argument", async () => {
  const { projects } = person(cloud);
  const sides = { one: await projects.create({ name: "one" }), two: await projects.create({ name: "two" }) };
  const stack = await cloud.stack(async () => {
    const confirmed = new Config("pinecone-security").getObject<Record<string, string>>("confirmed");
    for (const [side, { id: projectId }] of Object.entries(sides)) {
      const provider = new Provider(side, { confirmed });
      new CmekBinding(`binding-${side}`, { projectId, ...brought }, { provider });
    }
  });
  const { diagnostics } = await stack.preview();
  for (const name of ["binding-one", "binding-two"]) {
    const worksheet = diagnostics.find(({ resource, message }) => resource === name && message.includes("Role ARN"));
    await confirm(stack, worksheet?.message ?? "");
  }
  const { steps } = await stack.up();
  expect([...(steps["create"] ?? [])].sort()).toEqual(["binding-one", "binding-two"]);
});
