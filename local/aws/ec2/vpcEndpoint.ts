import type { IpAddressType } from "@aws-sdk/client-ec2";
import { REGION, resourceType, TAGS, TAGS_ALL } from "../resourceType";
import { syncTags, tagsOf, tagSpecifications } from "./support";
import { defaultSecurityGroupOf } from "./vpc";
import { described, describeVpcEndpoint, dnsOptionsOf, INTERFACE, removeVpcEndpoint, usable } from "./vpcEndpoints";
import { refuseWhatAwsRefuses } from "./vpcEndpointRules";

const INTERFACE_ONLY = "the local aws plugin makes Interface endpoints to a service only";
const NOT_KEPT = "moto does not keep it";

/** A VPC endpoint of the type Interface. Its ID is its VPC endpoint ID. It is made when it is available. */
export const vpcEndpoint = resourceType({
  token: "aws:ec2/vpcEndpoint:VpcEndpoint",
  title: "VPC endpoint",
  inputs: {
    vpcId: { kind: "string", onChange: "replace", required: true },
    serviceName: { kind: "string", onChange: "replace", required: true },
    vpcEndpointType: { kind: "string", onChange: "replace", required: true, values: [INTERFACE] },
    subnetIds: { kind: "strings", onChange: "update", computed: true },
    securityGroupIds: { kind: "strings", onChange: "update", computed: true },
    privateDnsEnabled: { kind: "boolean", onChange: "update", computed: true },
    policy: { kind: "policy", onChange: "update", computed: true },
    ipAddressType: { kind: "string", onChange: "update", computed: true, values: ["ipv4", "dualstack", "ipv6"] },
    tags: TAGS,
    region: REGION,
  },
  outputs: {
    arn: { kind: "string" },
    autoAccept: { kind: "boolean" },
    cidrBlocks: { kind: "strings" },
    dnsEntries: { kind: "objects", follows: ["subnetIds", "privateDnsEnabled"] },
    dnsOptions: { kind: "object" },
    networkInterfaceIds: { kind: "strings", follows: ["subnetIds"] },
    ownerId: { kind: "string" },
    prefixListId: { kind: "string" },
    requesterManaged: { kind: "boolean" },
    resourceConfigurationArn: { kind: "string" },
    routeTableIds: { kind: "strings" },
    serviceNetworkArn: { kind: "string" },
    serviceRegion: { kind: "string" },
    state: { kind: "string" },
    subnetConfigurations: { kind: "objects", follows: ["subnetIds"] },
    tagsAll: TAGS_ALL,
  },
  refused: {
    autoAccept: "there are no endpoint services of your own locally whose connections it could accept",
    dnsOptions: NOT_KEPT,
    resourceConfigurationArn: INTERFACE_ONLY,
    routeTableIds: INTERFACE_ONLY,
    serviceNetworkArn: INTERFACE_ONLY,
    serviceRegion: "moto reaches the services of the endpoint's own region only",
    subnetConfigurations: NOT_KEPT,
  },

  async create(call, wanted) {
    const ec2 = await call.ec2();
    await refuseWhatAwsRefuses(ec2, call, wanted);
    const { VpcEndpoint } = await ec2.createVpcEndpoint(
      {
        VpcId: wanted.vpcId,
        ServiceName: wanted.serviceName,
        VpcEndpointType: INTERFACE,
        SubnetIds: wanted.subnetIds,
        // AWS's own default, which moto does not have.
        SecurityGroupIds: wanted.securityGroupIds ?? [await defaultSecurityGroupOf(ec2, call, wanted.vpcId)],
        // AWS's own default is true.
        PrivateDnsEnabled: wanted.privateDnsEnabled ?? false,
        PolicyDocument: wanted.policy,
        IpAddressType: wanted.ipAddressType as IpAddressType | undefined,
        ...tagSpecifications("vpc-endpoint", wanted.tagsAll),
      },
      call.abort,
    );
    return VpcEndpoint?.VpcEndpointId ?? "";
  },

  complete: usable,

  async read(call, id, known) {
    const found = await describeVpcEndpoint(await call.ec2(), call, id);
    return (
      found && {
        ...described(call, found, id),
        autoAccept: false,
        dnsOptions: dnsOptionsOf(found),
        // moto forgets it: then what was set is reported.
        ipAddressType: found.IpAddressType ?? known.ipAddressType ?? "ipv4",
        resourceConfigurationArn: "",
        serviceNetworkArn: "",
        subnetConfigurations: (found.SubnetIds ?? []).map((subnetId) => ({ subnetId })),
        tagsAll: tagsOf(found.Tags),
      }
    );
  },

  async sync(call, VpcEndpointId, wanted, changed, actual) {
    const ec2 = await call.ec2();
    await syncTags(ec2, call, VpcEndpointId, actual.tagsAll, wanted.tagsAll);
    if (![...changed].some((name) => name !== "tagsAll")) {
      return;
    }
    await refuseWhatAwsRefuses(ec2, call, { ...wanted, id: VpcEndpointId });
    const subnets = difference(actual.subnetIds, wanted.subnetIds);
    const groups = difference(actual.securityGroupIds, wanted.securityGroupIds);
    await ec2.modifyVpcEndpoint(
      {
        VpcEndpointId,
        AddSubnetIds: subnets.add,
        RemoveSubnetIds: subnets.remove,
        AddSecurityGroupIds: groups.add,
        RemoveSecurityGroupIds: groups.remove,
        ...(changed.has("privateDnsEnabled") && { PrivateDnsEnabled: wanted.privateDnsEnabled }),
        ...(changed.has("policy") && { PolicyDocument: wanted.policy }),
        ...(changed.has("ipAddressType") && { IpAddressType: wanted.ipAddressType as IpAddressType | undefined }),
      },
      call.abort,
    );
    await usable(call, VpcEndpointId);
  },

  delete: removeVpcEndpoint,
});

/** What to add and what to remove. A list the program does not give stays as it is. */
function difference(actual: string[] = [], wanted: string[] | undefined): { add?: string[]; remove?: string[] } {
  if (wanted === undefined) {
    return {};
  }
  const add = wanted.filter((one) => !actual.includes(one));
  const remove = actual.filter((one) => !wanted.includes(one));
  return { ...(add.length > 0 && { add }), ...(remove.length > 0 && { remove }) };
}
