import type { EC2, Tenancy, Vpc } from "@aws-sdk/client-ec2";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import { REGION, resourceType, TAGS, TAGS_ALL } from "../resourceType";
import { arnOf, syncTags, tagsOf, tagSpecifications } from "./support";

const NO_POOL = "the local VPCs have no address pools: give cidrBlock";
const NO_IPV6 = "the local VPCs have IPv4 only";

/** A VPC. Its ID is its VPC ID. */
export const vpc = resourceType({
  token: "aws:ec2/vpc:Vpc",
  title: "VPC",
  inputs: {
    cidrBlock: { kind: "string", onChange: "replace", required: true },
    enableDnsHostnames: { kind: "boolean", onChange: "update", computed: true },
    enableDnsSupport: { kind: "boolean", onChange: "update", default: true },
    enableNetworkAddressUsageMetrics: { kind: "boolean", onChange: "update", computed: true },
    instanceTenancy: { kind: "string", onChange: "replace", default: "default", values: ["default", "dedicated"] },
    tags: TAGS,
    region: REGION,
  },
  outputs: {
    arn: { kind: "string" },
    defaultNetworkAclId: { kind: "string" },
    defaultRouteTableId: { kind: "string" },
    defaultSecurityGroupId: { kind: "string" },
    dhcpOptionsId: { kind: "string" },
    mainRouteTableId: { kind: "string" },
    ownerId: { kind: "string" },
    assignGeneratedIpv6CidrBlock: { kind: "boolean" },
    ipv4IpamPoolId: { kind: "string" },
    ipv4NetmaskLength: { kind: "number" },
    ipv6AssociationId: { kind: "string" },
    ipv6CidrBlock: { kind: "string" },
    ipv6CidrBlockNetworkBorderGroup: { kind: "string" },
    ipv6IpamPoolId: { kind: "string" },
    ipv6NetmaskLength: { kind: "number" },
    tagsAll: TAGS_ALL,
  },
  refused: {
    assignGeneratedIpv6CidrBlock: NO_IPV6,
    ipv4IpamPoolId: NO_POOL,
    ipv4NetmaskLength: NO_POOL,
    ipv6CidrBlock: NO_IPV6,
    ipv6CidrBlockNetworkBorderGroup: NO_IPV6,
    ipv6IpamPoolId: NO_IPV6,
    ipv6NetmaskLength: NO_IPV6,
  },

  async create(call, wanted) {
    const ec2 = await call.ec2();
    const { Vpc } = await ec2.createVpc(
      {
        CidrBlock: wanted.cidrBlock,
        InstanceTenancy: wanted.instanceTenancy as Tenancy,
        ...tagSpecifications("vpc", wanted.tagsAll),
      },
      call.abort,
    );
    return Vpc?.VpcId ?? "";
  },

  async read(call, VpcId) {
    const ec2 = await call.ec2();
    const found = await describeVpc(ec2, call, VpcId);
    return (
      found && {
        ...described(call, found, VpcId),
        tagsAll: tagsOf(found.Tags),
        ...(await attributesOf(ec2, call, VpcId)),
        ...(await madeAlong(ec2, call, VpcId)),
        ...WITHOUT_IPV6,
      }
    );
  },

  /** Each request sets one attribute: AWS refuses two at once. */
  async sync(call, VpcId, wanted, changed, actual) {
    const ec2 = await call.ec2();
    const set = (attribute: Parameters<EC2["modifyVpcAttribute"]>[0]) => ec2.modifyVpcAttribute(attribute, call.abort);
    if (changed.has("enableDnsSupport")) {
      await set({ VpcId, EnableDnsSupport: { Value: wanted.enableDnsSupport } });
    }
    if (changed.has("enableDnsHostnames")) {
      await set({ VpcId, EnableDnsHostnames: { Value: wanted.enableDnsHostnames } });
    }
    if (changed.has("enableNetworkAddressUsageMetrics")) {
      await set({ VpcId, EnableNetworkAddressUsageMetrics: { Value: wanted.enableNetworkAddressUsageMetrics } });
    }
    await syncTags(ec2, call, VpcId, actual.tagsAll, wanted.tagsAll);
  },

  async delete(call, VpcId) {
    const ec2 = await call.ec2();
    await unlessGone(ec2.deleteVpc({ VpcId }, call.abort));
  },
});

const WITHOUT_IPV6 = {
  assignGeneratedIpv6CidrBlock: false,
  ipv4IpamPoolId: "",
  ipv4NetmaskLength: 0,
  ipv6AssociationId: "",
  ipv6CidrBlock: "",
  ipv6CidrBlockNetworkBorderGroup: "",
  ipv6IpamPoolId: "",
  ipv6NetmaskLength: 0,
};

async function describeVpc(ec2: EC2, call: Call, VpcId: string): Promise<Vpc | undefined> {
  return (await unlessGone(ec2.describeVpcs({ VpcIds: [VpcId] }, call.abort)))?.Vpcs?.[0];
}

/** What a VPC and the function that looks one up show alike. */
export function described(call: Call, found: Vpc, id: string) {
  const ownerId = found.OwnerId ?? "";
  return {
    arn: arnOf(call, ownerId, "vpc", id),
    cidrBlock: found.CidrBlock ?? "",
    dhcpOptionsId: found.DhcpOptionsId ?? "",
    instanceTenancy: found.InstanceTenancy ?? "default",
    ownerId,
  };
}

/** What a VPC says of itself one by one only. */
export async function attributesOf(ec2: EC2, call: Call, VpcId: string) {
  const [hostnames, support, metrics] = await Promise.all([
    ec2.describeVpcAttribute({ VpcId, Attribute: "enableDnsHostnames" }, call.abort),
    ec2.describeVpcAttribute({ VpcId, Attribute: "enableDnsSupport" }, call.abort),
    ec2.describeVpcAttribute({ VpcId, Attribute: "enableNetworkAddressUsageMetrics" }, call.abort),
  ]);
  return {
    enableDnsHostnames: hostnames.EnableDnsHostnames?.Value ?? false,
    enableDnsSupport: support.EnableDnsSupport?.Value ?? true,
    enableNetworkAddressUsageMetrics: metrics.EnableNetworkAddressUsageMetrics?.Value ?? false,
  };
}

/** What AWS makes along with each VPC. */
async function madeAlong(ec2: EC2, call: Call, vpcId: string) {
  const Filters = [
    { Name: "vpc-id", Values: [vpcId] },
    { Name: "default", Values: ["true"] },
  ];
  const [mainRouteTableId, defaultSecurityGroupId, acls] = await Promise.all([
    mainRouteTableOf(ec2, call, vpcId),
    defaultSecurityGroupOf(ec2, call, vpcId),
    ec2.describeNetworkAcls({ Filters }, call.abort),
  ]);
  return {
    defaultNetworkAclId: acls.NetworkAcls?.[0]?.NetworkAclId ?? "",
    defaultRouteTableId: mainRouteTableId,
    defaultSecurityGroupId,
    mainRouteTableId,
  };
}

export async function mainRouteTableOf(ec2: EC2, call: Call, vpcId: string): Promise<string> {
  const Filters = [
    { Name: "vpc-id", Values: [vpcId] },
    { Name: "association.main", Values: ["true"] },
  ];
  return (await ec2.describeRouteTables({ Filters }, call.abort)).RouteTables?.[0]?.RouteTableId ?? "";
}

export async function defaultSecurityGroupOf(ec2: EC2, call: Call, vpcId: string): Promise<string> {
  const Filters = [
    { Name: "vpc-id", Values: [vpcId] },
    { Name: "group-name", Values: ["default"] },
  ];
  return (await ec2.describeSecurityGroups({ Filters }, call.abort)).SecurityGroups?.[0]?.GroupId ?? "";
}
