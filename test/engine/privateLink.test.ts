import { DescribeSecurityGroupsCommand, DescribeVpcEndpointsCommand } from "@aws-sdk/client-ec2";
import { ListHostedZonesCommand } from "@aws-sdk/client-route-53";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { PrivateLink } from "../../index";
import { ApiKey, Index, Project } from "../../sdk";
import { fromInternet, makeVpc, reach, useCloud, type TestVpc } from "./harness";
import { apiBinding } from "./programs";

const cloud = useCloud();
const region = "us-east-1";

/** A project with an index, and the private way to it from a VPC that is there already. */
function privateIndex({ vpcId, subnetIds, cidr }: TestVpc): PulumiFn {
  return async () => {
    const { id: projectId } = new Project("search", { name: "search" });
    const { value: apiKey } = new ApiKey("search-key", { projectId, name: "search", roles: ["ProjectEditor"] });
    const place = { region, dimension: 8, deletionProtection: "disabled" } as const;
    const index = new Index("products", { projectId, apiKey, name: "products", ...place });
    const link = new PrivateLink("link", {
      projectId,
      region,
      vpcId,
      subnetIds: [...subnetIds],
      allowedCidrs: [cidr],
    });
    const { vpcEndpointId, record } = link;
    return { apiKey, host: index.host, privateHost: link.privateHost(index.host), vpcEndpointId, record };
  };
}

describe("one region", () => {
  test("is reached through its VPC endpoint and not from the internet, and destroy leaves nothing", async () => {
    const vpc = await makeVpc(cloud);
    // The provider's region is another one: the component's counts.
    const stack = await cloud.stack(privateIndex(vpc), { config: { ...apiBinding, "aws:region": "eu-west-1" } });
    const { outputs } = await stack.up();
    const text = (name: string) => String(outputs[name]?.value);
    const apiKey = text("apiKey");

    expect(text("privateHost")).toBe(text("host").replace(".svc.", ".svc.private."));
    const inside = await reach(cloud, { vpcId: vpc.vpcId, host: text("privateHost"), apiKey });
    expect(inside).toMatchObject({ status: 200, through: text("vpcEndpointId") });
    const outside = await fromInternet(cloud, { host: text("privateHost"), apiKey });
    expect(outside).toEqual({ status: 401, body: "Unauthorized" });

    expect((await stack.preview()).steps).toEqual({});
    await stack.refresh();
    expect((await stack.preview()).steps).toEqual({});

    await stack.destroy();
    expect(await cloud.pinecone.snapshot()).toMatchObject({
      projects: [],
      apiKeys: [],
      indexes: [],
      privateEndpoints: [],
    });
    expect(await leftovers(vpc)).toEqual([]);
  });
});

/** What is in AWS besides the VPC itself, with the security group that AWS gives every VPC. */
async function leftovers({ vpcId }: TestVpc): Promise<string[]> {
  const ec2 = cloud.ec2(region);
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
  const ofVpc = { Filters: [{ Name: "vpc-id", Values: [vpcId] }] };
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand(ofVpc));
  const { HostedZones = [] } = await cloud.route53.send(new ListHostedZonesCommand({}));
  return [
    // moto goes on showing those that are deleted; the SDK's type writes the state with a capital.
    ...VpcEndpoints.filter(({ State }) => State?.toLowerCase() !== "deleted").map(
      ({ VpcEndpointId }) => VpcEndpointId ?? "",
    ),
    ...SecurityGroups.filter(({ GroupName }) => GroupName !== "default").map(({ GroupId }) => GroupId ?? ""),
    ...HostedZones.map(({ Id }) => Id ?? ""),
  ];
}
