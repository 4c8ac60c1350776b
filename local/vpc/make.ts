import {
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeAvailabilityZonesCommand,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { halves } from "./cidr";
import type { Surroundings } from "./client";

/** A VPC that is in AWS already. */
export interface LocalVpc {
  readonly vpcId: string;
  /** Two, each in a zone of its own. */
  readonly subnetIds: readonly [string, string];
  readonly cidr: string;
}

/** Makes a VPC that resolves private names, and two subnets in two zones, past Pulumi. */
export async function makeVpc(
  cloud: Pick<Surroundings, "ec2">,
  { region = "us-east-1", cidr = "10.0.0.0/16" }: { readonly region?: string; readonly cidr?: string } = {},
): Promise<LocalVpc> {
  const ec2 = cloud.ec2(region);
  const vpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: cidr }))).Vpc?.VpcId ?? "";
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsSupport: { Value: true } }));
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: true } }));
  const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
  const subnet = async (CidrBlock: string, which: number): Promise<string> => {
    const request = { VpcId: vpcId, CidrBlock, AvailabilityZone: AvailabilityZones[which]?.ZoneName };
    return (await ec2.send(new CreateSubnetCommand(request))).Subnet?.SubnetId ?? "";
  };
  const [first, second] = halves(cidr);
  return { vpcId, cidr, subnetIds: [await subnet(first, 0), await subnet(second, 1)] };
}
