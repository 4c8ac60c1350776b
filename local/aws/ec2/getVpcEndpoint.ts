import { awsFunction } from "../functionType";
import { filtersOf, theOnly } from "./filters";
import { tagsOf } from "./support";
import { described, dnsOptionsOf, stateOf } from "./vpcEndpoints";

/** Looks up a VPC endpoint by what it is like. Deleted ones, which AWS shows for some time and moto for ever, are passed over. */
export const getVpcEndpoint = awsFunction({
  token: "aws:ec2/getVpcEndpoint:getVpcEndpoint",
  args: {
    filters: "objects",
    id: "string",
    region: "string",
    serviceName: "string",
    serviceRegion: "string",
    state: "string",
    tags: "tags",
    vpcEndpointType: "string",
    vpcId: "string",
  },
  results: {
    arn: "string",
    cidrBlocks: "strings",
    dnsEntries: "objects",
    dnsOptions: "objects",
    filters: "objects",
    id: "string",
    ipAddressType: "string",
    networkInterfaceIds: "strings",
    ownerId: "string",
    policy: "string",
    prefixListId: "string",
    privateDnsEnabled: "boolean",
    region: "string",
    requesterManaged: "boolean",
    routeTableIds: "strings",
    securityGroupIds: "strings",
    serviceName: "string",
    serviceRegion: "string",
    state: "string",
    subnetIds: "strings",
    tags: "tags",
    vpcEndpointType: "string",
    vpcId: "string",
  },
  async answer(call, args) {
    const ec2 = await call.ec2();
    const Filters = filtersOf(args, {
      "service-name": args.serviceName,
      "service-region": args.serviceRegion,
      "vpc-endpoint-state": args.state,
      "vpc-endpoint-type": args.vpcEndpointType,
      "vpc-id": args.vpcId,
    });
    const VpcEndpointIds = args.id === undefined ? undefined : [args.id];
    const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({ VpcEndpointIds, Filters }, call.abort);
    const found = theOnly(
      VpcEndpoints.filter((endpoint) => stateOf(endpoint) !== "deleted"),
      "VPC endpoint",
    );
    const id = found.VpcEndpointId ?? "";
    return {
      ...described(call, found, id),
      dnsOptions: [dnsOptionsOf(found)],
      filters: args.filters ?? [],
      id,
      ipAddressType: found.IpAddressType ?? "ipv4",
      region: call.region,
      tags: tagsOf(found.Tags),
    };
  },
});
