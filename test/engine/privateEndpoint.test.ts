import { DeleteVpcEndpointsCommand } from "@aws-sdk/client-ec2";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { AccessGuard, getPrivateEndpointsOutput, PrivateEndpoint, type PrivateEndpointArgs, Project } from "../../sdk";
import { failure, type TestStack, useCloud } from "./harness";
import { projectWithIndex } from "./indexes";
import { makeProject, makeVpcEndpoints, registered, registrationIn } from "./privateLinkPrograms";
import { apiBinding as config, writes } from "./programs";

const cloud = useCloud();
const region = "us-east-1";

type Place = Pick<PrivateEndpointArgs, "projectId" | "vpcEndpointId">;

/** The registration `search`. */
function registration(
  place: Place,
  change: Partial<PrivateEndpointArgs> = {},
  options: CustomResourceOptions = {},
): PulumiFn {
  return async () => {
    new PrivateEndpoint("search", { region, ...place, ...change }, options);
  };
}

/** A registered VPC endpoint. */
async function made(): Promise<{ stack: TestStack; projectId: string; vpcEndpointId: string }> {
  const [projectId, [vpcEndpointId = ""]] = [await makeProject(cloud), await makeVpcEndpoints(cloud)];
  const stack = await cloud.stack(registration({ projectId, vpcEndpointId }), { config });
  await stack.up();
  await cloud.pinecone.clearRequests();
  return { stack, projectId, vpcEndpointId };
}

describe("another VPC endpoint", () => {
  test("is registered and available before the old registration goes: at every moment one of the two leads in", async () => {
    const { projectId, apiKey, privateHost } = await projectWithIndex(cloud);
    const [before = "", after = ""] = await makeVpcEndpoints(cloud, 2);
    const stack = await cloud.stack(registration({ projectId, vpcEndpointId: before }), { config });
    await stack.up();
    await cloud.pinecone.settings({ privateEndpointPendingSeconds: 2 });
    await cloud.pinecone.clearRequests();

    stack.program = registration({ projectId, vpcEndpointId: after });
    const seen = await knocking(stack.up(), async () => {
      // Both at one moment: between two knocks the one may become available and the other go.
      const doors = [before, after].map(async (vpcEndpointId) =>
        cloud.pinecone.knock(privateHost, { apiKey, vpcEndpointId }),
      );
      return (await Promise.all(doors)).map(({ status }) => status).join(" ");
    });
    expect(new Set(seen)).toEqual(new Set(["200 401", "200 200", "401 200"]));
    expect(await registered(cloud)).toEqual([`${after} available`]);
    expect((await stack.preview()).steps).toEqual({});
  });

  /** What is seen every 100 ms while an operation runs, and once after it. */
  async function knocking(operation: Promise<unknown>, look: () => Promise<string>): Promise<string[]> {
    const seen: string[] = [];
    const progress = { isOver: false };
    const end = operation.finally(() => (progress.isOver = true));
    while (!progress.isOver) {
      seen.push(await look());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await end;
    return [...seen, await look()];
  }
});

test("another name is given in place", async () => {
  const { stack, ...place } = await made();
  stack.program = registration(place, { name: "from the shop" });
  expect((await stack.up()).steps).toEqual({ update: ["search"] });
  const { privateEndpoints } = await cloud.pinecone.snapshot();
  expect(privateEndpoints).toMatchObject([{ vpc_endpoint_id: place.vpcEndpointId, name: "from the shop" }]);
  expect(await writes(cloud)).toEqual([`PATCH /admin/private-endpoints/${privateEndpoints[0]?.id ?? ""}`]);
});

describe("behind our back", () => {
  test("deregistered: refresh shows it, and up puts it back", async () => {
    const { stack, vpcEndpointId } = await made();
    const [old] = (await cloud.pinecone.snapshot()).privateEndpoints;
    await cloud.pinecone.deletePrivateEndpoint(old?.id ?? "");
    expect((await stack.refresh()).changes).toMatchObject({ delete: 1 });
    expect((await stack.up()).steps).toEqual({ create: ["search"] });
    expect(await registered(cloud)).toEqual([`${vpcEndpointId} available`]);
  });

  test("registered anew: refresh takes it up, and nothing is sent", async () => {
    const { stack, projectId, vpcEndpointId } = await made();
    const [old] = (await cloud.pinecone.snapshot()).privateEndpoints;
    await cloud.pinecone.deletePrivateEndpoint(old?.id ?? "");
    const { id } = await cloud.pinecone.addPrivateEndpoint(projectId, { vpc_endpoint_id: vpcEndpointId });
    expect((await stack.refresh()).changes).toMatchObject({ update: 1 });
    expect(registrationIn(stack)?.outputs).toMatchObject({ privateEndpointId: id });
    expect((await stack.up()).steps).toEqual({});
    expect(await writes(cloud)).toEqual([]);
  });

  test("its VPC endpoint deleted in AWS: refresh shows that it failed, and up says Pinecone's words", async () => {
    const { stack, vpcEndpointId } = await made();
    await cloud.ec2().send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [vpcEndpointId] }));
    await stack.refresh();
    expect(registrationIn(stack)?.outputs).toMatchObject({
      status: "failed",
      statusReason: `The VPC endpoint ${vpcEndpointId} is not in ${region} any more.`,
    });
    expect((await stack.preview()).steps).toEqual({ update: ["search"] });
    expect(await failure(stack.up())).toContain(`There is no VPC endpoint ${vpcEndpointId} in ${region}`);
    await stack.destroy();
    expect(await registered(cloud)).toEqual([]);
  });
});

test.each([
  ["after", true],
  ["before", false],
])("an answer that is lost %s Pinecone registered it leaves one registration, in the state too", async (_, commit) => {
  const [projectId, [vpcEndpointId = ""]] = [await makeProject(cloud), await makeVpcEndpoints(cloud)];
  const stack = await cloud.stack(registration({ projectId, vpcEndpointId }), { config });
  const path = "/admin/projects/*/private-endpoints";
  await cloud.pinecone.fault({ method: "POST", path, effect: { kind: "cut", commit } });
  await stack.up();

  expect(await cloud.pinecone.pendingFaults()).toEqual([]);
  expect(await registered(cloud)).toEqual([`${vpcEndpointId} available`]);
  const [endpoint] = (await cloud.pinecone.snapshot()).privateEndpoints;
  expect(registrationIn(stack)?.outputs).toMatchObject({ privateEndpointId: endpoint?.id });
  expect((await stack.preview()).steps).toEqual({});
});

test("imported, PrivateEndpoint and AccessGuard give an empty preview, with the option and without; nothing is sent", async () => {
  const [projectId, [vpcEndpointId = ""]] = [await makeProject(cloud), await makeVpcEndpoints(cloud)];
  await cloud.pinecone.addPrivateEndpoint(projectId, { vpc_endpoint_id: vpcEndpointId, name: "by hand" });
  const args = { projectId, region, vpcEndpointId };
  const program =
    (options: CustomResourceOptions): PulumiFn =>
    async () => {
      const registration = new PrivateEndpoint("search", { ...args, name: "by hand" }, options);
      new AccessGuard("guard", args, { ...options, dependsOn: [registration] });
    };
  const id = `${projectId}/${vpcEndpointId}`;
  const stack = await cloud.stack(program({ import: id }), { config });
  await cloud.pinecone.clearRequests();
  expect((await stack.up()).steps).toEqual({ import: ["search", "guard"] });
  expect((await stack.preview()).steps).toEqual({});
  stack.program = program({});
  expect((await stack.preview()).steps).toEqual({});
  expect(await writes(cloud)).toEqual([]);

  const other = await cloud.stack(program({}), { config });
  for (const [type, name] of [
    ["PrivateEndpoint", "search"],
    ["AccessGuard", "guard"],
  ] as const)
    await other.importResource({ type: `pinecone-security:index:${type}`, name, id });
  expect((await other.preview()).steps).toEqual({});
  expect(await writes(cloud)).toEqual([]);
});

test("getPrivateEndpoints tells a program what the project has, and whether it is VPC-only", async () => {
  const [projectId, [vpcEndpointId = ""]] = [await makeProject(cloud), await makeVpcEndpoints(cloud)];
  await cloud.pinecone.addPrivateEndpoint(projectId, { vpc_endpoint_id: vpcEndpointId, name: "by hand" });
  const { id } = await cloud.pinecone.addPrivateEndpoint(projectId, { state: "rejected", state_reason: "no quota" });
  await cloud.pinecone.setNetworkAccess(projectId, true);
  const stack = await cloud.stack(async () => ({ found: getPrivateEndpointsOutput({ projectId }) }), { config });
  const { outputs } = await stack.up();
  expect(outputs["found"]?.value).toMatchObject({
    privateEndpoints: [
      { vpcEndpointId, name: "by hand", cloud: "aws", region, status: "available" },
      { privateEndpointId: id, status: "rejected", statusReason: "no quota" },
    ],
    privateEndpointsOnly: true,
  });
});

test("a project with a Private Endpoint of somebody else's is not deleted, and the endpoint is named", async () => {
  const stack = await cloud.stack(
    async () => {
      new Project("search", { name: "search" });
    },
    { config },
  );
  await stack.up();
  const [project] = (await cloud.pinecone.snapshot()).projects;
  const { vpc_endpoint_id: vpcEndpointId } = await cloud.pinecone.addPrivateEndpoint(project?.id ?? "");
  expect(await failure(stack.destroy())).toMatch(
    new RegExp(`Project "search" \\(\\S+\\) is not deleted: it holds the Private Endpoint ${vpcEndpointId}`),
  );
  expect((await cloud.pinecone.snapshot()).projects).toHaveLength(1);
  expect(await registered(cloud)).toEqual([`${vpcEndpointId} available`]);
});
