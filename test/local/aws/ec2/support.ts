import type { EC2 } from "@aws-sdk/client-ec2";
import type { PropertyMap, Provider, ReadResult } from "../../../../provider/rpc";
import { Driven, type State } from "../support";

export const SERVICE = "com.amazonaws.vpce.us-east-1.vpce-svc-05ef6f1f0b9130b54";

/** One resource of EC2, driven as the engine drives it. */
export const driven = {
  vpc: (plugin: Provider, name = "vpc") => new Driven(plugin, "aws:ec2/vpc:Vpc", name),
  subnet: (plugin: Provider, name = "subnet") => new Driven(plugin, "aws:ec2/subnet:Subnet", name),
  group: (plugin: Provider, name = "group") => new Driven(plugin, "aws:ec2/securityGroup:SecurityGroup", name),
  ingress: (plugin: Provider, name = "ingress") =>
    new Driven(plugin, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name),
  egress: (plugin: Provider, name = "egress") =>
    new Driven(plugin, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", name),
  endpoint: (plugin: Provider, name = "endpoint") => new Driven(plugin, "aws:ec2/vpcEndpoint:VpcEndpoint", name),
};

/** A VPC with a subnet in each of two zones, made past the plugin. */
export interface Network {
  readonly vpcId: string;
  readonly subnetIds: readonly [string, string];
}

export async function newNetwork(ec2: EC2, region = "us-east-1"): Promise<Network> {
  const { Vpc } = await ec2.createVpc({ CidrBlock: "10.0.0.0/16" });
  const VpcId = Vpc?.VpcId ?? "";
  const subnet = async (zone: string, CidrBlock: string): Promise<string> => {
    const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock, AvailabilityZone: `${region}${zone}` });
    return Subnet?.SubnetId ?? "";
  };
  return { vpcId: VpcId, subnetIds: [await subnet("a", "10.0.1.0/24"), await subnet("b", "10.0.2.0/24")] };
}

/** What a preview shows after `pulumi import` of a resource for the program that made it. */
export async function changesAfterImport(resource: Driven, id: string, program: PropertyMap): Promise<string[]> {
  const read: ReadResult | undefined = await resource.import(id);
  if (read === undefined) {
    throw new Error(`${id} was not found`);
  }
  return resource.changes(read satisfies State, program);
}
