import type { Subnet } from "@aws-sdk/client-ec2";
import { awsFunction } from "../functionType";
import { filtersOf, theOnly } from "./filters";
import { described } from "./subnet";
import { tagsOf } from "./support";

/** Looks up a subnet by what it is like. */
export const getSubnet = awsFunction({
  token: "aws:ec2/getSubnet:getSubnet",
  args: {
    availabilityZone: "string",
    availabilityZoneId: "string",
    cidrBlock: "string",
    defaultForAz: "boolean",
    filters: "objects",
    id: "string",
    ipv6CidrBlock: "string",
    region: "string",
    state: "string",
    tags: "tags",
    vpcId: "string",
  },
  results: {
    arn: "string",
    assignIpv6AddressOnCreation: "boolean",
    availabilityZone: "string",
    availabilityZoneId: "string",
    availableIpAddressCount: "number",
    cidrBlock: "string",
    customerOwnedIpv4Pool: "string",
    defaultForAz: "boolean",
    enableDns64: "boolean",
    enableLniAtDeviceIndex: "number",
    enableResourceNameDnsARecordOnLaunch: "boolean",
    enableResourceNameDnsAaaaRecordOnLaunch: "boolean",
    filters: "objects",
    id: "string",
    ipv6CidrBlock: "string",
    ipv6CidrBlockAssociationId: "string",
    ipv6Native: "boolean",
    mapCustomerOwnedIpOnLaunch: "boolean",
    mapPublicIpOnLaunch: "boolean",
    outpostArn: "string",
    ownerId: "string",
    privateDnsHostnameTypeOnLaunch: "string",
    region: "string",
    state: "string",
    tags: "tags",
    vpcId: "string",
  },
  async answer(call, args) {
    const ec2 = await call.ec2();
    const Filters = filtersOf(args, {
      "availability-zone": args.availabilityZone,
      "availability-zone-id": args.availabilityZoneId,
      "cidr-block": args.cidrBlock,
      "default-for-az": args.defaultForAz,
      "ipv6-cidr-block-association.ipv6-cidr-block": args.ipv6CidrBlock,
      state: args.state,
      "vpc-id": args.vpcId,
    });
    const SubnetIds = args.id === undefined ? undefined : [args.id];
    const found = theOnly((await ec2.describeSubnets({ SubnetIds, Filters }, call.abort)).Subnets, "subnet");
    return {
      ...described(found),
      ...rarelySet(found),
      availableIpAddressCount: found.AvailableIpAddressCount ?? 0,
      defaultForAz: found.DefaultForAz ?? false,
      filters: args.filters ?? [],
      id: found.SubnetId ?? "",
      region: call.region,
      state: found.State ?? "",
      tags: tagsOf(found.Tags),
    };
  },
});

/** What the subnets that this plugin makes never have, and one that was there before may. */
function rarelySet(found: Subnet) {
  const ipv6 = found.Ipv6CidrBlockAssociationSet?.[0];
  return {
    assignIpv6AddressOnCreation: found.AssignIpv6AddressOnCreation ?? false,
    customerOwnedIpv4Pool: found.CustomerOwnedIpv4Pool ?? "",
    enableDns64: found.EnableDns64 ?? false,
    enableLniAtDeviceIndex: found.EnableLniAtDeviceIndex ?? 0,
    enableResourceNameDnsAaaaRecordOnLaunch:
      found.PrivateDnsNameOptionsOnLaunch?.EnableResourceNameDnsAAAARecord ?? false,
    ipv6CidrBlock: ipv6?.Ipv6CidrBlock ?? "",
    ipv6CidrBlockAssociationId: ipv6?.AssociationId ?? "",
    ipv6Native: found.Ipv6Native ?? false,
    mapCustomerOwnedIpOnLaunch: found.MapCustomerOwnedIpOnLaunch ?? false,
    outpostArn: found.OutpostArn ?? "",
  };
}
