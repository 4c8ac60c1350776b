import { describe, expect, test } from "vitest";
import { failure, fromInternet, makeVpc, reach, useCloud } from "./harness";
import { projectWithIndex } from "./indexes";
import { livingEndpoints, privateWay, registered } from "./privateLinkPrograms";
import { apiBinding as config } from "./programs";

const cloud = useCloud();
const region = "us-east-1";

/** A project with an index, and a stack with the private way to it and the switch. */
async function restrictedWay() {
  const { projectId, apiKey, host, privateHost } = await projectWithIndex(cloud);
  const { vpcId, subnetIds, cidr } = await makeVpc(cloud);
  const args = { projectId, region, vpcId, subnetIds: [...subnetIds], allowedCidrs: [cidr] };
  const stack = await cloud.stack(privateWay(args, { restricted: true }), { config });
  /** In the VPC by the private host, and over the internet by the public one. */
  const doors = async () => [
    (await reach(cloud, { vpcId, host: privateHost, apiKey })).status,
    (await fromInternet(cloud, { host, apiKey })).status,
  ];
  return { stack, doors };
}

describe("a PrivateLink of a VPC-only project", () => {
  test("that is deregistered behind our back is put back by up after a refresh, with the same VPC endpoint", async () => {
    const { stack, doors } = await restrictedWay();
    await stack.up();
    expect(await doors()).toEqual([200, 401]);
    const [vpcEndpointId = ""] = await livingEndpoints(cloud);
    const [old] = (await cloud.pinecone.snapshot()).privateEndpoints;
    await cloud.pinecone.deletePrivateEndpoint(old?.id ?? "");
    expect(await doors(), "somebody has locked everybody out").toEqual([401, 401]);

    expect((await stack.refresh()).changes).toMatchObject({ delete: 1 });
    expect((await stack.up()).steps).toMatchObject({ create: ["link-registration"] });
    expect(await doors()).toEqual([200, 401]);
    expect(await livingEndpoints(cloud)).toEqual([vpcEndpointId]);
    expect(await registered(cloud)).toEqual([`${vpcEndpointId} available`]);
    expect((await stack.preview()).steps).toEqual({});
  });

  test("that Pinecone rejects has no DNS, and the switch is not turned, until an up after the cause is gone", async () => {
    const reason = "The owner of the VPC endpoint is not known.";
    await cloud.pinecone.settings({ privateEndpointVerdict: { state: "rejected", reason } });
    const { stack, doors } = await restrictedWay();
    expect(await failure(stack.up())).toContain(reason);
    expect(await doors()).toEqual([undefined, 200]);

    await cloud.pinecone.settings({ privateEndpointVerdict: { state: "available" } });
    await stack.up();
    expect(await doors()).toEqual([200, 401]);
    expect(await livingEndpoints(cloud)).toHaveLength(1);
    expect((await stack.preview()).steps).toEqual({});
  });

  test("that Pinecone rejects can be destroyed, and nothing is left", async () => {
    await cloud.pinecone.settings({ privateEndpointVerdict: { state: "rejected" } });
    const { stack, doors } = await restrictedWay();
    expect(await failure(stack.up())).toContain("is rejected");
    await stack.destroy();
    expect(stack.resources()).toEqual([]);
    expect(await doors()).toEqual([undefined, 200]);
    expect([await livingEndpoints(cloud), await registered(cloud)]).toEqual([[], []]);
  });
});
