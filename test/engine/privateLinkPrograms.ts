/** What tests of the private way share: VPC endpoints made past Pulumi, and a project's Private Endpoints as the emulator has them. */
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
} from "@aws-sdk/client-ec2";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { REGION_TABLE, type PineconeRegion } from "../../iam";
import { PrivateLink, type PrivateLinkArgs } from "../../index";
import { NetworkAccess } from "../../sdk";
import { makeVpc, type StateResource, type TestCloud, type TestStack, type TestVpc } from "./harness";
import { admin } from "./programs";

/** Makes VPC interface endpoints for Pinecone's service past Pulumi, in a new VPC. */
export async function makeVpcEndpoints(
  cloud: TestCloud,
  count = 1,
  region: PineconeRegion = "us-east-1",
): Promise<string[]> {
  const { vpcId, subnetIds } = await makeVpc(cloud, { region });
  const request = new CreateVpcEndpointCommand({
    VpcEndpointType: "Interface",
    VpcId: vpcId,
    ServiceName: REGION_TABLE[region].serviceName,
    SubnetIds: [...subnetIds],
  });
  const made = Array.from({ length: count }, async () => cloud.ec2(region).send(request));
  return (await Promise.all(made)).map(({ VpcEndpoint }) => VpcEndpoint?.VpcEndpointId ?? "");
}

/** Makes an empty project past Pulumi. @returns its ID */
export async function makeProject(cloud: TestCloud, name = "search"): Promise<string> {
  return (await admin<{ id: string }>(cloud, "POST", "projects", { name })).id;
}

/** The VPC endpoints that Pinecone has, with their states: `["vpce-… available"]`. */
export async function registered(cloud: TestCloud): Promise<string[]> {
  const { privateEndpoints } = await cloud.pinecone.snapshot();
  return privateEndpoints.map(({ vpc_endpoint_id: id, state }) => `${id} ${state}`);
}

/** The one PrivateEndpoint of a stack's state. */
export function registrationIn(stack: TestStack): StateResource | undefined {
  return stack.resources().find(({ type }) => type === "pinecone-security:index:PrivateEndpoint");
}

/** The VPC endpoints that a region has. moto goes on showing those that are deleted, and so does AWS for some time. */
export async function livingEndpoints(cloud: TestCloud, region = "us-east-1"): Promise<string[]> {
  const { VpcEndpoints = [] } = await cloud.ec2(region).send(new DescribeVpcEndpointsCommand({}));
  const living = VpcEndpoints.filter(({ State }) => State?.toLowerCase() !== "deleted");
  return living.map(({ VpcEndpointId = "" }) => VpcEndpointId);
}

/** The security groups that a region has, without the one that AWS gives every VPC. */
export async function securityGroups(cloud: TestCloud, region = "us-east-1"): Promise<string[]> {
  const { SecurityGroups = [] } = await cloud.ec2(region).send(new DescribeSecurityGroupsCommand({}));
  return SecurityGroups.filter(({ GroupName }) => GroupName !== "default").map(({ GroupId = "" }) => GroupId);
}

/** Makes a security group in us-east-1 that lets a VPC's clients in, past Pulumi. */
export async function makeGroup(cloud: TestCloud, { vpcId, cidr }: TestVpc): Promise<string> {
  const ec2 = cloud.ec2();
  const group = new CreateSecurityGroupCommand({ GroupName: "ours", Description: "Ours", VpcId: vpcId });
  const { GroupId = "" } = await ec2.send(group);
  const https = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: cidr }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [https] }));
  return GroupId;
}

/** A PrivateLink `link`, and with `restricted` the switch `access` that shuts everybody else out. Exports what the tests ask for. */
export function privateWay(args: PrivateLinkArgs, { restricted = false } = {}): PulumiFn {
  return async () => {
    const { projectId } = args;
    const { vpcEndpointId, zoneId, record, region } = new PrivateLink("link", args);
    if (restricted) new NetworkAccess("access", { projectId, privateEndpointsOnly: true, regions: [region] });
    return { vpcEndpointId, zoneId, record };
  };
}
