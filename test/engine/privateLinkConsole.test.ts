import type { PulumiFn } from "@pulumi/pulumi/automation";
import { expect, test } from "vitest";
import { PrivateLink } from "../../index";
import { NetworkAccess } from "../../sdk";
import { confirm } from "./consoleSteps";
import { failure, fromInternet, makeVpc, reach, type TestVpc, useCloud } from "./harness";
import { projectWithIndex } from "./indexes";
import { livingEndpoints, registered, securityGroups } from "./privateLinkPrograms";
import { admin } from "./programs";

const cloud = useCloud();
const region = "us-east-1";

/** The private way to a project, and the switch that waits for it. Nothing of the configuration says `binding: api`. */
function everything(projectId: string, { vpcId, subnetIds, cidr }: TestVpc): PulumiFn {
  return async () => {
    const place = { projectId, region, vpcId, subnetIds: [...subnetIds], allowedCidrs: [cidr] };
    const link = new PrivateLink("link", place);
    new NetworkAccess("access", { projectId, privateEndpointsOnly: true, regions: [link.region] });
    return Promise.resolve();
  };
}

test("a person adds the endpoint before DNS leads to it, then turns the switch; destroy asks for the same two, the switch first", async () => {
  const { projectId, host, privateHost } = await projectWithIndex(cloud);
  const roles = ["ControlPlaneViewer", "DataPlaneViewer"];
  const path = `projects/${projectId}/api-keys`;
  const { value: apiKey } = await admin<{ value: string }>(cloud, "POST", path, { name: "plugin", roles });
  const vpc = await makeVpc(cloud);
  const secretConfig = { "pinecone-security:apiKey": apiKey };
  const stack = await cloud.stack(everything(projectId, vpc), { secretConfig });
  await cloud.pinecone.clearRequests();
  /** In the VPC by the private host, and over the internet by the public one. */
  const doors = async () => [
    (await reach(cloud, { vpcId: vpc.vpcId, host: privateHost, apiKey })).status,
    (await fromInternet(cloud, { host, apiKey })).status,
  ];

  const adding = await failure(stack.up());
  const [vpcEndpointId = ""] = await livingEndpoints(cloud);
  expect(adding).toMatch(new RegExp(`AWS VPC endpoint ID +${vpcEndpointId}$`, "m"));
  expect(adding).not.toContain("VPC-only switch");
  await cloud.pinecone.addPrivateEndpoint(projectId, { vpc_endpoint_id: vpcEndpointId });
  expect(await doors(), "no name leads to an endpoint that nobody vouches for").toEqual([undefined, 200]);

  await confirm(stack, adding);
  const turning = await failure(stack.up());
  expect(turning).toContain(`a Private Endpoint that works must be there for ${region}`);
  expect(await doors()).toEqual([200, 200]);

  await cloud.pinecone.setNetworkAccess(projectId, true);
  await confirm(stack, turning);
  expect((await stack.up()).steps).toEqual({ update: ["access"] });
  expect(await doors()).toEqual([200, 401]);
  expect((await stack.preview()).steps).toEqual({});

  const opening = await failure(stack.destroy());
  expect(opening).toMatch(/NetworkAccess "access" is not deleted yet/);
  expect(await doors(), "nothing goes while the switch is on").toEqual([200, 401]);
  await cloud.pinecone.setNetworkAccess(projectId, false);
  await confirm(stack, opening);
  const removing = await failure(stack.destroy({ runProgram: true }));
  expect(removing).toMatch(/PrivateEndpoint "link-registration" is not deleted yet/);
  expect(await livingEndpoints(cloud), "AWS keeps what Pinecone has registered").toEqual([vpcEndpointId]);

  for (const { id } of (await cloud.pinecone.snapshot()).privateEndpoints)
    await cloud.pinecone.deletePrivateEndpoint(id);
  await confirm(stack, removing);
  await stack.destroy({ runProgram: true });
  expect(stack.resources()).toEqual([]);
  expect([await livingEndpoints(cloud), await securityGroups(cloud), await registered(cloud)]).toEqual([[], [], []]);
  const paths = (await cloud.pinecone.requests()).map((request) => request.path);
  expect(paths.filter((one) => /private-endpoints|network-access/.test(one))).toEqual([]);
});
