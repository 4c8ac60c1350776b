import type { Subnet } from "@aws-sdk/client-ec2";
import { ProviderError } from "../../../provider/rpc";
import { unlessGone } from "../errors";
import { REGION, resourceType, TAGS, TAGS_ALL } from "../resourceType";
import { syncTags, tagsOf, tagSpecifications } from "./support";

const NO_POOL = "the local subnets have no address pools: give cidrBlock";
const NO_IPV6 = "the local subnets have IPv4 only";
const NO_OUTPOST = "there are no Outposts locally";
const NOT_KEPT = "moto does not keep it";

/** A subnet of a VPC, in one Availability Zone. Its ID is its subnet ID. */
export const subnet = resourceType({
  token: "aws:ec2/subnet:Subnet",
  title: "subnet",
  inputs: {
    vpcId: { kind: "string", onChange: "replace", required: true },
    cidrBlock: { kind: "string", onChange: "replace", required: true },
    availabilityZone: { kind: "string", onChange: "replace", computed: true },
    availabilityZoneId: { kind: "string", onChange: "replace", computed: true },
    mapPublicIpOnLaunch: { kind: "boolean", onChange: "update", default: false },
    enableResourceNameDnsARecordOnLaunch: { kind: "boolean", onChange: "update", default: false },
    tags: TAGS,
    region: REGION,
  },
  outputs: {
    arn: { kind: "string" },
    ownerId: { kind: "string" },
    assignIpv6AddressOnCreation: { kind: "boolean" },
    customerOwnedIpv4Pool: { kind: "string" },
    enableDns64: { kind: "boolean" },
    enableLniAtDeviceIndex: { kind: "number" },
    enableResourceNameDnsAaaaRecordOnLaunch: { kind: "boolean" },
    ipv4IpamPoolId: { kind: "string" },
    ipv4NetmaskLength: { kind: "number" },
    ipv6CidrBlock: { kind: "string" },
    ipv6CidrBlockAssociationId: { kind: "string" },
    ipv6IpamPoolId: { kind: "string" },
    ipv6Native: { kind: "boolean" },
    ipv6NetmaskLength: { kind: "number" },
    mapCustomerOwnedIpOnLaunch: { kind: "boolean" },
    outpostArn: { kind: "string" },
    privateDnsHostnameTypeOnLaunch: { kind: "string" },
    tagsAll: TAGS_ALL,
  },
  refused: {
    assignIpv6AddressOnCreation: NO_IPV6,
    customerOwnedIpv4Pool: NO_OUTPOST,
    enableDns64: NOT_KEPT,
    enableLniAtDeviceIndex: NOT_KEPT,
    enableResourceNameDnsAaaaRecordOnLaunch: NOT_KEPT,
    ipv4IpamPoolId: NO_POOL,
    ipv4NetmaskLength: NO_POOL,
    ipv6CidrBlock: NO_IPV6,
    ipv6IpamPoolId: NO_IPV6,
    ipv6Native: NO_IPV6,
    ipv6NetmaskLength: NO_IPV6,
    mapCustomerOwnedIpOnLaunch: NO_OUTPOST,
    outpostArn: NO_OUTPOST,
    privateDnsHostnameTypeOnLaunch: NOT_KEPT,
  },

  async create(call, wanted) {
    const ec2 = await call.ec2();
    const zone = wanted.availabilityZone;
    if (zone !== undefined && !zone.startsWith(call.region)) {
      throw new ProviderError(
        `Could not create the subnet ${wanted.cidrBlock}: the Availability Zone "${zone}" is not in the region ${call.region}. AWS takes a zone of the subnet's region only.`,
      );
    }
    const { Subnet } = await ec2.createSubnet(
      {
        VpcId: wanted.vpcId,
        CidrBlock: wanted.cidrBlock,
        AvailabilityZone: zone,
        AvailabilityZoneId: wanted.availabilityZoneId,
        ...tagSpecifications("subnet", wanted.tagsAll),
      },
      call.abort,
    );
    return Subnet?.SubnetId ?? "";
  },

  async read(call, SubnetId) {
    const ec2 = await call.ec2();
    const found = (await unlessGone(ec2.describeSubnets({ SubnetIds: [SubnetId] }, call.abort)))?.Subnets?.[0];
    return found && { ...described(found), ...NOT_SET, tagsAll: tagsOf(found.Tags) };
  },

  /** Each request sets one attribute: AWS refuses two at once. */
  async sync(call, SubnetId, wanted, changed, actual) {
    const ec2 = await call.ec2();
    if (changed.has("mapPublicIpOnLaunch")) {
      await ec2.modifySubnetAttribute(
        { SubnetId, MapPublicIpOnLaunch: { Value: wanted.mapPublicIpOnLaunch } },
        call.abort,
      );
    }
    if (changed.has("enableResourceNameDnsARecordOnLaunch")) {
      const EnableResourceNameDnsARecordOnLaunch = { Value: wanted.enableResourceNameDnsARecordOnLaunch };
      await ec2.modifySubnetAttribute({ SubnetId, EnableResourceNameDnsARecordOnLaunch }, call.abort);
    }
    await syncTags(ec2, call, SubnetId, actual.tagsAll, wanted.tagsAll);
  },

  async delete(call, SubnetId) {
    const ec2 = await call.ec2();
    await unlessGone(ec2.deleteSubnet({ SubnetId }, call.abort));
  },
});

/** What this plugin refuses to set, and so is nowhere set. */
const NOT_SET = {
  assignIpv6AddressOnCreation: false,
  customerOwnedIpv4Pool: "",
  enableDns64: false,
  enableLniAtDeviceIndex: 0,
  enableResourceNameDnsAaaaRecordOnLaunch: false,
  ipv4IpamPoolId: "",
  ipv4NetmaskLength: 0,
  ipv6CidrBlock: "",
  ipv6CidrBlockAssociationId: "",
  ipv6IpamPoolId: "",
  ipv6Native: false,
  ipv6NetmaskLength: 0,
  mapCustomerOwnedIpOnLaunch: false,
  outpostArn: "",
};

/** What a subnet and the function that looks one up show alike. */
export function described(found: Subnet) {
  const dns = found.PrivateDnsNameOptionsOnLaunch;
  return {
    arn: found.SubnetArn ?? "",
    availabilityZone: found.AvailabilityZone ?? "",
    availabilityZoneId: found.AvailabilityZoneId ?? "",
    cidrBlock: found.CidrBlock ?? "",
    enableResourceNameDnsARecordOnLaunch: dns?.EnableResourceNameDnsARecord ?? false,
    mapPublicIpOnLaunch: found.MapPublicIpOnLaunch ?? false,
    ownerId: found.OwnerId ?? "",
    privateDnsHostnameTypeOnLaunch: dns?.HostnameType ?? "ip-name",
    vpcId: found.VpcId ?? "",
  };
}
