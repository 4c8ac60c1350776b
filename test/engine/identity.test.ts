import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { ApiKey, CmekBinding, Project } from "../../sdk";
import { failure, useCloud } from "./harness";
import { apiBinding, roleAndKey, type RoleAndKey, writes } from "./programs";

const cloud = useCloud();
const config = apiBinding;

interface Choices {
  /** `name` is the one in the program, `title` the one in Pinecone. */
  readonly project?: { readonly name?: string; readonly title?: string; readonly options?: CustomResourceOptions };
  readonly binding?: { readonly name?: string; readonly options?: CustomResourceOptions };
  readonly trustPolicy?: string;
}

/** A bound project. */
function program(parts: RoleAndKey, { project = {}, binding = {}, trustPolicy }: Choices = {}): PulumiFn {
  return async () => {
    const forced = { name: project.title ?? "search", forceEncryptionWithCmek: true };
    const { id: projectId } = new Project(project.name ?? "search", forced, project.options);
    const args = { projectId, name: "search", ...parts, ...(trustPolicy !== undefined && { trustPolicy }) };
    new CmekBinding(binding.name ?? "search-binding", args, binding.options);
  };
}

const urnOf = (type: string, name: string) => `urn:pulumi:dev::claims::pinecone-security:index:${type}::${name}`;

/** A stack with all of it made. */
async function made() {
  const parts = await roleAndKey(cloud);
  const stack = await cloud.stack(program(parts), { config });
  await stack.up();
  await cloud.pinecone.clearRequests();
  return { parts, stack, before: await inPinecone() };
}

async function inPinecone() {
  const { projects, cmekKeys } = await cloud.pinecone.snapshot();
  return { projects, cmekKeys };
}

describe("a bound key stays, and what goes round it is refused with nothing sent:", () => {
  const lines = ["has a CMEK key already", "pulumi import pinecone-security:index:CmekBinding", "give it an alias"];

  test("--target-replace", async () => {
    const { stack, before } = await made();
    const urns = [urnOf("CmekBinding", "search-binding")];
    const refused = await failure(stack.up({ target: urns, replace: urns }));
    for (const line of lines) expect(refused).toContain(line);
    expect(await writes(cloud)).toEqual([]);
    expect(await inPinecone()).toEqual(before);
  });

  for (const deleteBeforeReplace of [false, true])
    test(`replaceOnChanges${deleteBeforeReplace ? " with deleteBeforeReplace" : ""}`, async () => {
      const { parts, stack, before } = await made();
      const options = { replaceOnChanges: ["trustPolicy"], deleteBeforeReplace };
      stack.program = program(parts, { binding: { options }, trustPolicy: `${parts.trustPolicy}\n` });
      for (const refused of [await failure(stack.preview()), await failure(stack.up())])
        for (const line of lines) expect(refused).toContain(line);
      expect(await writes(cloud)).toEqual([]);
      expect(await inPinecone()).toEqual(before);
    });

  test("a rename without an alias", async () => {
    const { parts, stack, before } = await made();
    stack.program = program(parts, { binding: { name: "renamed" } });
    for (const refused of [await failure(stack.preview()), await failure(stack.up())])
      for (const line of lines) expect(refused).toContain(line);
    expect(await writes(cloud)).toEqual([]);
    expect(await inPinecone()).toEqual(before);
  });
});

describe("a bound project stays:", () => {
  const refusal = /Project "search" is not replaced: the new one would be empty/;

  test("--replace is refused in preview; an up without one can't delete what holds a key", async () => {
    const { stack, before } = await made();
    const replace = [urnOf("Project", "search")];
    expect(await failure(stack.preview({ replace }))).toMatch(/projectId: may change/);
    expect(await failure(stack.up({ replace, target: replace }))).toMatch(
      /Project "search" \(\S+\) is not deleted: it holds the CMEK key "search"/,
    );
    const after = await inPinecone();
    expect(after.projects).toEqual(expect.arrayContaining([...before.projects]));
    expect(after.cmekKeys).toEqual(before.cmekKeys);
  });

  test("where it is protected, as the component's is, --target-replace sends nothing", async () => {
    const { parts, stack, before } = await made();
    stack.program = program(parts, { project: { options: { protect: true } } });
    await stack.up();
    const urns = [urnOf("Project", "search")];
    expect(await failure(stack.up({ target: urns, replace: urns }))).toMatch(/unprotect/);
    expect(await writes(cloud)).toEqual([]);
    expect(await inPinecone()).toEqual(before);
  });

  test("replaceOnChanges is refused, and nothing is sent", async () => {
    const { parts, stack, before } = await made();
    stack.program = program(parts, { project: { title: "found", options: { replaceOnChanges: ["name"] } } });
    expect(await failure(stack.preview())).toMatch(refusal);
    expect(await failure(stack.up())).toMatch(refusal);
    expect(await writes(cloud)).toEqual([]);
    expect(await inPinecone()).toEqual(before);
  });

  test("replaceOnChanges with deleteBeforeReplace is refused, and nothing is sent", async () => {
    const { parts, stack, before } = await made();
    const options = { replaceOnChanges: ["name"], deleteBeforeReplace: true };
    stack.program = program(parts, { project: { title: "found", options } });
    // Before the deletion the engine asks those that depend on the project.
    expect(await failure(stack.up())).toMatch(/is not replaced|projectId may change/);
    expect(await writes(cloud)).toEqual([]);
    expect(await inPinecone()).toEqual(before);
  });

  test("a rename without an alias is refused in preview; an up without one leaves the key, and the old name mends it", async () => {
    const { parts, stack, before } = await made();
    stack.program = program(parts, { project: { name: "renamed" } });
    for (const refused of [await failure(stack.preview()), await failure(stack.up())]) {
      expect(refused).toMatch(/projectId\b.*change/);
      expect(refused).toContain("If the Project was renamed in the program, give it an alias");
    }
    const after = await inPinecone();
    expect(after.projects).toEqual(expect.arrayContaining([...before.projects]));
    expect(after.cmekKeys).toEqual(before.cmekKeys);

    stack.program = program(parts);
    await stack.up();
    expect(await inPinecone()).toEqual(before);
  });
});

test("a rename with an alias changes nothing", async () => {
  const { parts, stack, before } = await made();
  stack.program = program(parts, {
    project: { name: "found", options: { aliases: [{ name: "search" }] } },
    binding: { name: "found-binding", options: { aliases: [{ name: "search-binding" }] } },
  });
  expect((await stack.preview()).steps).toEqual({});
  expect((await stack.up()).steps).toEqual({});
  expect(await writes(cloud)).toEqual([]);
  expect(await inPinecone()).toEqual(before);
});

test("an API key: --target-replace makes the new one before it deletes the old one", async () => {
  const stack = await cloud.stack(async () => {
    const { id: projectId } = new Project("search", { name: "search" });
    const { value } = new ApiKey("reader", { projectId, name: "reader" });
    return { value };
  });
  await stack.up();
  const [old] = (await cloud.pinecone.snapshot()).apiKeys;
  await cloud.pinecone.clearRequests();

  const urns = [urnOf("ApiKey", "reader")];
  const { outputs } = await stack.up({ target: urns, replace: urns });
  expect(await writes(cloud)).toEqual([
    `POST /admin/projects/${old?.key.project_id ?? ""}/api-keys`,
    `DELETE /admin/api-keys/${old?.key.id ?? ""}`,
  ]);
  const { apiKeys } = await cloud.pinecone.snapshot();
  expect(apiKeys).toMatchObject([{ key: { name: "reader" }, value: outputs["value"]?.value as string }]);
  expect(apiKeys[0]?.value).not.toBe(old?.value);
});
