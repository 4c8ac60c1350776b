import type { PulumiFn } from "@pulumi/pulumi/automation";
import { afterEach, describe, expect, test } from "vitest";
import { NetworkAccess, PrivateEndpoint } from "../../sdk";
import { confirm, confirmCommandIn, fingerprintIn } from "./consoleSteps";
import { failure, type TestStack, useCloud } from "./harness";
import { projectWithIndex, type ProjectWithIndex } from "./indexes";
import { makeProject, registrationIn } from "./privateLinkPrograms";
import { admin } from "./programs";

const cloud = useCloud();
const region = "us-east-1";
const vpcEndpointId = "vpce-0a1b2c3d4e5f67890";

/** A Private Endpoint. Nothing of the configuration says `binding: api`. */
function registration(projectId: string, id = vpcEndpointId): PulumiFn {
  return async () => {
    new PrivateEndpoint("search", { projectId, region, vpcEndpointId: id });
  };
}

/** A project with an index, and an API key that may list its indexes and read from them. */
async function visibleProject(): Promise<ProjectWithIndex> {
  const made = await projectWithIndex(cloud);
  const request = { name: "plugin", roles: ["ControlPlaneViewer", "DataPlaneViewer"] };
  const path = `projects/${made.projectId}/api-keys`;
  const { value: apiKey } = await admin<{ value: string }>(cloud, "POST", path, request);
  return { ...made, apiKey };
}

/** A stack whose Private Endpoint a person has confirmed. @param apiKey of the project, for the plugin's configuration */
async function registeredStack(projectId: string, apiKey?: string): Promise<TestStack> {
  const secretConfig = apiKey === undefined ? {} : { "pinecone-security:apiKey": apiKey };
  const stack = await cloud.stack(registration(projectId), { secretConfig });
  await confirm(stack, await failure(stack.up()));
  await stack.up();
  return stack;
}

afterEach(async () => {
  const paths = (await cloud.pinecone.requests()).map(({ path }) => path);
  expect(paths.length, "requests of this test").toBeGreaterThan(0);
  expect(paths.filter((path) => /private-endpoints|network-access/.test(path))).toEqual([]);
});

describe("a Private Endpoint that a person adds", () => {
  test("is asked for by a worksheet in preview and up, and made by the up after its confirmation", async () => {
    const projectId = await makeProject(cloud);
    const stack = await cloud.stack(registration(projectId));
    const told = (await stack.preview()).diagnostics.map(({ message }) => message).join("\n");
    const worksheet = await failure(stack.up());
    for (const message of [told, worksheet]) {
      expect(message).toContain(`select the project ${projectId}`);
      expect(message).toMatch(new RegExp(`VPC region +${region}$`, "m"));
      expect(message).toMatch(new RegExp(`AWS VPC endpoint ID +${vpcEndpointId}$`, "m"));
    }
    expect(registrationIn(stack)).toMatchObject({ outputs: { status: "pending" } });
    expect(confirmCommandIn(worksheet)).toBe(
      `pulumi config set --path 'pinecone-security:confirmed.search' ${String(registrationIn(stack)?.outputs?.["fingerprint"])}`,
    );

    await confirm(stack, worksheet);
    expect((await stack.up()).steps).toEqual({ update: ["search"] });
    expect(registrationIn(stack)).toMatchObject({ outputs: { status: "available", evidence: "attested" } });
    expect((await stack.preview()).steps).toEqual({});
    await stack.refresh();
    expect((await stack.preview()).steps).toEqual({});
  });

  test("is not confirmed by a wrong fingerprint, nor by that of another VPC endpoint", async () => {
    const projectId = await makeProject(cloud);
    const stack = await cloud.stack(registration(projectId));
    const first = await failure(stack.up());
    await confirm(stack, first);
    stack.program = registration(projectId, "vpce-0fedcba9876543210");
    const second = await failure(stack.up());
    expect(second).toContain(
      `confirms ${fingerprintIn(first)}, but these values have the fingerprint ${fingerprintIn(second)}`,
    );
    expect(fingerprintIn(second)).not.toBe(fingerprintIn(first));
  });

  test("is deleted by a person: destroy shows the worksheet, and goes on once it is confirmed", async () => {
    const stack = await registeredStack(await makeProject(cloud));
    const worksheet = await failure(stack.destroy());
    expect(worksheet).toContain(
      `For the Private Endpoint of ${vpcEndpointId} in ${region}, click the ... (Actions) icon`,
    );
    expect(registrationIn(stack)).toBeDefined();
    await confirm(stack, worksheet);
    await stack.destroy({ runProgram: true });
    expect(stack.resources()).toEqual([]);
  });

  test("that was never confirmed is forgotten with a warning", async () => {
    const stack = await cloud.stack(registration(await makeProject(cloud)));
    expect(await failure(stack.up())).toContain("Waiting for a person");
    expect((await stack.destroy()).stdout).toMatch(/warning: PrivateEndpoint "search" was never confirmed/);
    expect(stack.resources()).toEqual([]);
  });
});

test("the last way to a VPC-only project goes when a person has confirmed that it may, and then that it is gone", async () => {
  const { projectId, apiKey, host } = await visibleProject();
  const stack = await registeredStack(projectId, apiKey);
  await cloud.pinecone.setNetworkAccess(projectId, true);

  const refused = await failure(stack.destroy());
  expect(refused).toContain(
    `is VPC-only (the public host of the index "docs" (${host}) answers Unauthorized over the internet)`,
  );
  await confirm(stack, refused);
  const worksheet = await failure(stack.destroy({ runProgram: true }));
  expect(worksheet).toContain(`For the Private Endpoint of ${vpcEndpointId} in ${region}`);
  expect(worksheet).not.toContain("the confirmation is wrong");
  await confirm(stack, worksheet);
  await stack.destroy({ runProgram: true });
  expect(stack.resources()).toEqual([]);
});

describe("the switch that a person turns", () => {
  /** The switch of a project with an index. */
  async function switching(apiKey: (made: ProjectWithIndex) => string | undefined = (made) => made.apiKey) {
    const made = await visibleProject();
    const { projectId, host } = made;
    const value = apiKey(made);
    const stack = await cloud.stack(
      async () => {
        new NetworkAccess("lockdown", { projectId, privateEndpointsOnly: true, regions: [region] });
      },
      { secretConfig: value === undefined ? {} : { "pinecone-security:apiKey": value } },
    );
    await confirm(stack, await failure(stack.up()));
    return { stack, projectId, door: `the public host of the index "docs" (${host})` };
  }

  /** What the state says of it. */
  const inState = (stack: TestStack) =>
    stack.resources().find(({ type }) => type === "pinecone-security:index:NetworkAccess")?.outputs;

  test("is not on for a confirmation while the public host answers, and verified once it says Unauthorized", async () => {
    const { stack, projectId, door } = await switching();
    expect(await failure(stack.up())).toContain(
      `The configuration confirms that it is on, but ${door} answers over the internet.`,
    );
    expect(inState(stack)).toMatchObject({ status: "pending" });

    await cloud.pinecone.setNetworkAccess(projectId, true);
    expect((await stack.up()).steps).toEqual({ update: ["lockdown"] });
    expect(inState(stack)).toMatchObject({
      status: "restricted",
      evidence: "verified",
      seen: `${door} answers Unauthorized over the internet`,
    });
    expect((await stack.preview()).steps).toEqual({});

    await cloud.pinecone.setNetworkAccess(projectId, false);
    await stack.refresh();
    expect(inState(stack)).toMatchObject({ status: "open", privateEndpointsOnly: false });
    expect(await failure(stack.up())).toContain(`confirms that it is on, but ${door} answers over the internet.`);
  });

  test("is not off for a confirmation while the public host says Unauthorized, and off once it answers", async () => {
    const { stack, projectId, door } = await switching();
    await cloud.pinecone.setNetworkAccess(projectId, true);
    await stack.up();

    const worksheet = await failure(stack.destroy());
    expect(worksheet).toMatch(/^\W*2\. Turn the toggle "VPC endpoint access only" .* off\.$/m);
    await confirm(stack, worksheet);
    expect(await failure(stack.destroy({ runProgram: true }))).toContain(
      `The configuration confirms that it is off, but ${door} answers Unauthorized over the internet.`,
    );
    await cloud.pinecone.setNetworkAccess(projectId, false);
    await stack.destroy({ runProgram: true });
    expect(stack.resources()).toEqual([]);
  });

  test("is attested by the confirmation where no API key is known", async () => {
    const { stack } = await switching(() => undefined);
    await stack.up();
    expect(inState(stack)).toMatchObject({ status: "restricted", evidence: "attested" });
    expect((await stack.preview()).steps).toEqual({});
  });
});
