import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { NetworkAccess, type NetworkAccessArgs } from "../../sdk";
import { failure, fromInternet, useCloud } from "./harness";
import { projectWithIndex, type ProjectWithIndex } from "./indexes";
import { admin, apiBinding, writes } from "./programs";

const cloud = useCloud();
const config = apiBinding;
const region = "us-east-1";

/** The VPC-only switch of a project, which is to be on unless the change says otherwise. */
function access(
  { projectId }: ProjectWithIndex,
  change: Partial<NetworkAccessArgs> = {},
  name = "search",
  options: CustomResourceOptions = {},
): PulumiFn {
  return async () => {
    new NetworkAccess(name, { projectId, privateEndpointsOnly: true, ...change }, options);
  };
}

const nothing: PulumiFn = async () => Promise.resolve();

/** A project with the index "docs" in us-east-1, reached by an endpoint in each of the regions. */
async function projectReachedIn(...regions: readonly string[]): Promise<ProjectWithIndex> {
  const project = await projectWithIndex(cloud, region);
  for (const one of regions) await cloud.pinecone.addPrivateEndpoint(project.projectId, { region: one });
  await cloud.pinecone.clearRequests();
  return project;
}

/** A stack whose project is VPC-only, made by Pulumi a moment ago. */
async function restricted() {
  const project = await projectReachedIn(region);
  const stack = await cloud.stack(access(project), { config });
  await stack.up();
  expect(await isOn(project)).toBe(true);
  await cloud.pinecone.clearRequests();
  return { project, stack };
}

async function isOn({ projectId }: ProjectWithIndex): Promise<boolean | undefined> {
  const { networkAccess } = await cloud.pinecone.snapshot();
  return networkAccess.find(({ project_id }) => project_id === projectId)?.private_endpoints_only;
}

/** How the switch was turned since the log was cleared, and with what each request was answered. */
async function turns() {
  const requests = await cloud.pinecone.requests();
  return requests
    .filter(({ method, path }) => method === "PATCH" && path.endsWith("/network-access"))
    .map(({ body, status }) => ({ on: (body as { private_endpoints_only: boolean }).private_endpoints_only, status }));
}

/** The provider's configuration with an API key of the project that may list its indexes. */
async function withKeyOf({ projectId }: ProjectWithIndex) {
  const request = { name: "viewer", roles: ["ControlPlaneViewer"] };
  const { value } = await admin<{ value: string }>(cloud, "POST", `projects/${projectId}/api-keys`, request);
  await cloud.pinecone.clearRequests();
  return { config, secretConfig: { "pinecone-security:apiKey": value } };
}

describe("turned on while an index is in a region without an available endpoint", () => {
  test("it is refused in preview and in up, the index is named, and nothing is sent", async () => {
    const project = await projectReachedIn("eu-west-1");
    const stack = await cloud.stack(access(project), await withKeyOf(project));
    for (const refused of [await failure(stack.preview()), await failure(stack.up())])
      expect(refused).toMatch(/acknowledgeLostAccess.* the index "docs" \(us-east-1\), which has no available Private/);
    expect(await writes(cloud)).toEqual([]);
    expect(await isOn(project)).toBe(false);
  });

  test("it is refused by up where no API key is known, with one that is made for the look and deleted", async () => {
    const project = await projectReachedIn("eu-west-1");
    await cloud.pinecone.addPrivateEndpoint(project.projectId, { region, state: "pending" });
    const stack = await cloud.stack(access(project), { config });
    await stack.preview();
    expect(await writes(cloud)).toEqual([]);
    const before = (await cloud.pinecone.snapshot()).apiKeys;

    expect(await failure(stack.up())).toMatch(/"search" is not turned on[^]*the index "docs" \(us-east-1\)/);
    expect(await turns()).toEqual([]);
    expect((await cloud.pinecone.snapshot()).apiKeys).toEqual(before);
  });

  test("it passes when acknowledgeLostAccess names all that is lost, and not when it names fewer", async () => {
    const project = await projectReachedIn("eu-west-1");
    await cloud.pinecone.createIndex(project.projectId, { name: "mails" });
    const some = access(project, { acknowledgeLostAccess: ["docs"] });
    const stack = await cloud.stack(some, await withKeyOf(project));
    for (const refused of [await failure(stack.preview()), await failure(stack.up())]) {
      expect(refused).toContain('the index "mails" (us-east-1)');
      expect(refused).not.toContain('"docs" (us-east-1)');
    }
    expect(await writes(cloud)).toEqual([]);

    stack.program = access(project, { acknowledgeLostAccess: ["docs", "mails"] });
    const { diagnostics } = await stack.up();
    expect(diagnostics).toContainEqual({
      severity: "warning",
      resource: "search",
      message: expect.stringMatching(/"docs" \(us-east-1\), "mails" \(us-east-1\) lose all access/) as string,
    });
    expect(await fromInternet(cloud, project)).toMatchObject({ status: 401 });
  });

  test("it is refused, whatever is acknowledged, in a project that has no endpoint at all", async () => {
    const project = await projectReachedIn();
    const stack = await cloud.stack(access(project, { acknowledgeLostAccess: ["docs"] }), { config });
    for (const refused of [await failure(stack.preview()), await failure(stack.up())])
      expect(refused).toMatch(/privateEndpointsOnly.* has no available Private Endpoint/);
    expect(await writes(cloud)).toEqual([]);
  });
});

describe("turning it off is allowed with the endpoints gone, the indexes not to be listed, and every look failing:", () => {
  test.each<[how: string, turnOff: "up" | "destroy", program?: (project: ProjectWithIndex) => PulumiFn]>([
    ["declared off", "up", (project) => access(project, { privateEndpointsOnly: false, regions: [region] })],
    ["taken out of the program", "up", () => nothing],
    ["destroyed", "destroy"],
  ])("%s", async (_how, turnOff, program) => {
    const { project, stack } = await restricted();
    for (const { id } of (await cloud.pinecone.snapshot()).privateEndpoints)
      await cloud.pinecone.deletePrivateEndpoint(id);
    const down = { kind: "status", status: 503 } as const;
    await cloud.pinecone.fault({ method: "GET", times: 1000, effect: down });
    await cloud.pinecone.fault({ path: "/admin/projects/*/api-keys", times: 1000, effect: down });

    if (program !== undefined) stack.program = program(project);
    await stack[turnOff]();
    expect(await turns()).toEqual([{ on: false, status: 200 }]);
    expect(await fromInternet(cloud, project)).toMatchObject({ status: 200 });
  });
});

test("renamed without an alias it stays on, and is not turned in between", async () => {
  const { project, stack } = await restricted();
  stack.program = access(project, {}, "renamed");
  expect((await stack.up()).steps).toEqual({ create: ["renamed"], delete: ["search"] });
  expect(await writes(cloud)).toEqual([]);
  expect(await isOn(project)).toBe(true);
});

test("replaced on order it stays on, and is not turned in between", async () => {
  const { project, stack } = await restricted();
  const urns = stack.resources().flatMap(({ type, urn }) => (type.endsWith(":NetworkAccess") ? [urn] : []));
  await stack.up({ target: urns, replace: urns });
  expect(await writes(cloud)).toEqual([]);
  expect(await isOn(project)).toBe(true);
});

describe("imported", () => {
  const declared = { regions: [region], acknowledgeLostAccess: ["docs"] };

  test.each([
    ["as Pinecone has it", {}],
    ["with what Pinecone does not tell", declared],
  ])("by command %s, the preview is empty, and nothing was sent", async (_, args) => {
    const project = await projectReachedIn(region);
    await cloud.pinecone.setNetworkAccess(project.projectId, true);
    const stack = await cloud.stack(access(project, args), { config });
    await stack.importResource({
      type: "pinecone-security:index:NetworkAccess",
      name: "search",
      id: project.projectId,
    });
    expect((await stack.preview()).steps).toEqual({});
    expect(await writes(cloud)).toEqual([]);
  });

  test("by the resource option, the preview is empty with the option and without, and nothing was sent", async () => {
    const project = await projectReachedIn(region);
    await cloud.pinecone.setNetworkAccess(project.projectId, true);
    const stack = await cloud.stack(access(project, {}, "search", { import: project.projectId }), { config });
    expect((await stack.up()).steps).toEqual({ import: ["search"] });
    expect((await stack.preview()).steps).toEqual({});
    stack.program = access(project);
    expect((await stack.preview()).steps).toEqual({});
    expect(await writes(cloud)).toEqual([]);
  });
});

describe("turned behind our back", () => {
  test.each([
    ["off", true],
    ["on", false],
  ])("%s: refresh shows it, and up turns it back", async (_, privateEndpointsOnly) => {
    const project = await projectReachedIn(region);
    const stack = await cloud.stack(access(project, { privateEndpointsOnly }), { config });
    await stack.up();
    await cloud.pinecone.setNetworkAccess(project.projectId, !privateEndpointsOnly);

    expect((await stack.refresh()).changes).toMatchObject({ update: 1 });
    expect((await stack.up()).steps).toEqual({ update: ["search"] });
    expect(await isOn(project)).toBe(privateEndpointsOnly);
    expect((await stack.preview()).steps).toEqual({});
  });
});

describe("the answer to turning it that is lost", () => {
  test.each([
    ["after", true],
    ["before", false],
  ])("%s Pinecone turned it ends in what was declared, on and off", async (_, commit) => {
    const project = await projectReachedIn(region);
    const stack = await cloud.stack(access(project), { config });
    await cloud.pinecone.fault({ method: "PATCH", effect: { kind: "cut", commit } });
    await stack.up();
    expect(await isOn(project)).toBe(true);
    expect((await stack.preview()).steps).toEqual({});

    await cloud.pinecone.fault({ method: "PATCH", effect: { kind: "cut", commit } });
    await stack.destroy();
    expect(await cloud.pinecone.pendingFaults()).toEqual([]);
    expect(await isOn(project)).toBe(false);
    expect(stack.resources()).toEqual([]);
  });

  test("and can't be looked for stays in the state, so that a destroy turns it off", async () => {
    const project = await projectReachedIn(region);
    const stack = await cloud.stack(access(project), { config });
    await cloud.pinecone.fault({ method: "PATCH", times: 20, effect: { kind: "cut", commit: true } });
    const path = "/admin/projects/*/network-access";
    await cloud.pinecone.fault({ method: "GET", path, after: 2, times: 20, effect: { kind: "cut" } });
    expect(await failure(stack.up())).toMatch(/the answer to turning the switch .* on was lost/);
    await cloud.pinecone.clearFaults();
    expect(await isOn(project)).toBe(true);

    await stack.destroy();
    expect(await isOn(project)).toBe(false);
  });
});
