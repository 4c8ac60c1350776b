import type { EC2 } from "@aws-sdk/client-ec2";
import { ProviderError } from "../../../provider/rpc";
import type { Call } from "../call";
import { attributesOf } from "./vpc";
import { stateOf } from "./vpcEndpoints";

/** What is wanted of a VPC endpoint, as far as it can be wrong. */
interface Wanted {
  /** The endpoint's own ID, unless it is yet to be made. */
  readonly id?: string;
  readonly vpcId: string;
  readonly serviceName: string;
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
  readonly privateDnsEnabled?: boolean;
}

/**
 * Refuses a VPC endpoint that AWS refuses and moto takes: a service of another region, subnets or security groups of another VPC,
 * two subnets in one Availability Zone, private DNS in a VPC without DNS hostnames, or where another endpoint has it.
 *
 * @throws ProviderError with all of them
 */
export async function refuseWhatAwsRefuses(ec2: EC2, call: Call, wanted: Wanted): Promise<void> {
  const reasons = [
    ...serviceReasons(wanted.serviceName, call.region),
    ...(await subnetReasons(ec2, call, wanted)),
    ...(await groupReasons(ec2, call, wanted)),
    ...(await dnsReasons(ec2, call, wanted)),
  ];
  if (reasons.length > 0) {
    throw new ProviderError(`AWS refuses this VPC endpoint in the VPC ${wanted.vpcId}:\n${reasons.join("\n")}`);
  }
}

/** A service's name has its region in it: `com.amazonaws.vpce.us-east-1.vpce-svc-1`. */
function serviceReasons(serviceName: string, region: string): string[] {
  const itsRegion = /^com\.amazonaws\.vpce\.([a-z0-9-]+)\.vpce-svc-/.exec(serviceName)?.[1];
  return itsRegion === undefined || itsRegion === region
    ? []
    : [
        `the VPC endpoint service "${serviceName}" is in ${itsRegion} and does not exist in ${region} (InvalidServiceName)`,
      ];
}

async function subnetReasons(ec2: EC2, call: Call, { vpcId, subnetIds = [] }: Wanted): Promise<string[]> {
  if (subnetIds.length === 0) {
    return [];
  }
  const { Subnets = [] } = await ec2.describeSubnets({ SubnetIds: [...subnetIds] }, call.abort);
  const zones = new Map<string, string>();
  return Subnets.flatMap(({ SubnetId = "", VpcId = "", AvailabilityZone: zone = "" }) => {
    const other = zones.get(zone);
    zones.set(zone, SubnetId);
    return [
      ...(VpcId === vpcId ? [] : [`the subnet ${SubnetId} is in the VPC ${VpcId} (InvalidParameter)`]),
      ...(other === undefined
        ? []
        : [
            `the subnets ${other} and ${SubnetId} are both in the zone ${zone}; give one a zone (DuplicateSubnetsInSameZone)`,
          ]),
    ];
  });
}

async function groupReasons(ec2: EC2, call: Call, { vpcId, securityGroupIds = [] }: Wanted): Promise<string[]> {
  if (securityGroupIds.length === 0) {
    return [];
  }
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({ GroupIds: [...securityGroupIds] }, call.abort);
  return SecurityGroups.filter((group) => group.VpcId !== vpcId).map(
    ({ GroupId, VpcId }) => `the security group ${GroupId} is in the VPC ${VpcId} (InvalidParameter)`,
  );
}

async function dnsReasons(ec2: EC2, call: Call, wanted: Wanted): Promise<string[]> {
  if (wanted.privateDnsEnabled !== true) {
    return [];
  }
  const { enableDnsHostnames, enableDnsSupport } = await attributesOf(ec2, call, wanted.vpcId);
  const holder = await privateDnsHolder(ec2, call, wanted);
  return [
    ...(enableDnsHostnames && enableDnsSupport
      ? []
      : ["private DNS needs enableDnsSupport and enableDnsHostnames of the VPC to be true (InvalidParameter)"]),
    ...(holder === undefined
      ? []
      : [
          `the private DNS name of the service leads to ${holder} in this VPC already; disable it there first (InvalidParameter)`,
        ]),
  ];
}

/** The other endpoint of the VPC that has the private DNS name of the service: a name leads to one only. */
async function privateDnsHolder(ec2: EC2, call: Call, { id, vpcId, serviceName }: Wanted): Promise<string | undefined> {
  const Filters = [
    { Name: "vpc-id", Values: [vpcId] },
    { Name: "service-name", Values: [serviceName] },
  ];
  const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({ Filters }, call.abort);
  const others = VpcEndpoints.filter((one) => one.VpcEndpointId !== id && stateOf(one) !== "deleted");
  return others.find(({ PrivateDnsEnabled }) => PrivateDnsEnabled)?.VpcEndpointId;
}
