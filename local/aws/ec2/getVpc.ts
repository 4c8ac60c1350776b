import type { Vpc } from "@aws-sdk/client-ec2";
import { awsFunction } from "../functionType";
import { filtersOf, theOnly } from "./filters";
import { tagsOf } from "./support";
import { attributesOf, described, mainRouteTableOf } from "./vpc";

/** Looks up a VPC by what it is like. */
export const getVpc = awsFunction({
  token: "aws:ec2/getVpc:getVpc",
  args: {
    cidrBlock: "string",
    default: "boolean",
    dhcpOptionsId: "string",
    filters: "objects",
    id: "string",
    region: "string",
    state: "string",
    tags: "tags",
  },
  results: {
    arn: "string",
    cidrBlock: "string",
    cidrBlockAssociations: "objects",
    default: "boolean",
    dhcpOptionsId: "string",
    enableDnsHostnames: "boolean",
    enableDnsSupport: "boolean",
    enableNetworkAddressUsageMetrics: "boolean",
    filters: "objects",
    id: "string",
    instanceTenancy: "string",
    ipv6AssociationId: "string",
    ipv6CidrBlock: "string",
    ipv6CidrBlockAssociations: "objects",
    mainRouteTableId: "string",
    ownerId: "string",
    region: "string",
    state: "string",
    tags: "tags",
  },
  async answer(call, args) {
    const ec2 = await call.ec2();
    const Filters = filtersOf(args, {
      cidr: args.cidrBlock,
      "is-default": args.default,
      "dhcp-options-id": args.dhcpOptionsId,
      state: args.state,
    });
    const { Vpcs } = await ec2.describeVpcs(
      { ...(args.id !== undefined && { VpcIds: [args.id] }), Filters },
      call.abort,
    );
    const found = theOnly(Vpcs, "VPC");
    const id = found.VpcId ?? "";
    return {
      ...described(call, found, id),
      ...(await attributesOf(ec2, call, id)),
      cidrBlockAssociations: associationsOf(found),
      default: found.IsDefault ?? false,
      filters: args.filters ?? [],
      id,
      ipv6AssociationId: "",
      ipv6CidrBlock: "",
      ipv6CidrBlockAssociations: [],
      mainRouteTableId: await mainRouteTableOf(ec2, call, id),
      region: call.region,
      state: found.State ?? "",
      tags: tagsOf(found.Tags),
    };
  },
});

function associationsOf({ CidrBlockAssociationSet = [] }: Vpc) {
  return CidrBlockAssociationSet.map(({ AssociationId = "", CidrBlock = "", CidrBlockState }) => ({
    associationId: AssociationId,
    cidrBlock: CidrBlock,
    state: CidrBlockState?.State ?? "",
  }));
}
