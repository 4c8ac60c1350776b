/**
 * A client inside a VPC of the local cloud: the witness of the whole private way. It trusts nothing that a program says of itself, but
 * goes the way a packet goes, by what is in moto, and knocks at the emulator's door at its end.
 */
import {
  DescribeSecurityGroupsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type IpPermission,
  type VpcEndpoint,
} from "@aws-sdk/client-ec2";
import type { Route53Client } from "@aws-sdk/client-route-53";
import { REGION_TABLE } from "../../iam";
import { contains } from "./cidr";
import { bareName, isWithin } from "./dns";
import { askHostedZones } from "./hostedZones";

/** Where a client's way is looked up. */
export interface Surroundings {
  /** moto. */
  ec2(region: string): EC2Client;
  readonly route53: Route53Client;
  /** The emulator. */
  readonly pinecone: Doors;
}

/** The hosts of indexes, as `EmulatorControl` knocks at them. */
interface Doors {
  knock(
    host: string,
    by: { readonly apiKey: string; readonly vpcEndpointId?: string },
  ): Promise<{ readonly status: number; readonly body: unknown }>;
}

/** A client that wants to reach an index. */
export interface Client {
  readonly vpcId: string;
  /** Where its VPC is. @default "us-east-1" */
  readonly region?: string;
  /** Private or public host of the index. */
  readonly host: string;
  readonly apiKey: string;
  /** Its addresses. @default - all those of its VPC */
  readonly cidr?: string;
  /** A security group that it is in. @default - none */
  readonly securityGroupId?: string;
}

/** How a client fared. Without `status` nothing was sent, and `why` says where the way ended. */
export interface Reached {
  readonly status?: number;
  /** The JSON of an index, or the text of a refusal. */
  readonly body?: unknown;
  /** The VPC endpoint by which it went. */
  readonly through?: string;
  readonly why?: string;
}

const REGION = "us-east-1";
const HTTPS = 443;

/** The way ends here. */
class DeadEnd extends Error {}

/** Goes from a VPC to an index: name, VPC endpoint, security groups, door. Routes between VPCs are taken for granted. */
export async function reach(cloud: Surroundings, client: Client): Promise<Reached> {
  const { region = REGION, host, apiKey } = client;
  const ec2 = cloud.ec2(region);
  try {
    const endpoint = await resolve(cloud, ec2, { ...client, region });
    await pass(ec2, endpoint, client);
    const through = endpoint.VpcEndpointId ?? "";
    return { ...(await cloud.pinecone.knock(host, { apiKey, vpcEndpointId: through })), through };
  } catch (error) {
    if (error instanceof DeadEnd) return { why: error.message };
    throw error;
  }
}

/** Asks the index from outside of every VPC. */
export async function fromInternet(
  cloud: Pick<Surroundings, "pinecone">,
  { host, apiKey }: { readonly host: string; readonly apiKey: string },
): Promise<Reached> {
  return cloud.pinecone.knock(host, { apiKey });
}

/** The VPC endpoint that the host's name leads to, by a private hosted zone of the VPC or by an endpoint's own private DNS. */
async function resolve(
  cloud: Surroundings,
  ec2: EC2Client,
  { vpcId, region, host }: Client & { readonly region: string },
): Promise<VpcEndpoint> {
  for (const Attribute of ["enableDnsSupport", "enableDnsHostnames"] as const) {
    const answer = await ec2.send(new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute }));
    const isOn = (Attribute === "enableDnsSupport" ? answer.EnableDnsSupport : answer.EnableDnsHostnames)?.Value;
    if (isOn !== true) throw new DeadEnd(`${vpcId} has ${Attribute} off: private names are not resolved in it`);
  }
  const endpoints = (await ec2.send(new DescribeVpcEndpointsCommand({}))).VpcEndpoints ?? [];
  const { target, why } = await askHostedZones(cloud.route53, { vpcId, region, host });
  if (target !== undefined) {
    const owner = endpoints.find(({ DnsEntries = [] }) =>
      DnsEntries.some(({ DnsName = "" }) => bareName(DnsName) === bareName(target)),
    );
    if (owner !== undefined) return owner;
    throw new DeadEnd(`${host} leads to ${target}, and no VPC endpoint in ${region} has that name`);
  }
  const own = endpoints.find((endpoint) => endpoint.VpcId === vpcId && hasPrivateDnsFor(host, endpoint));
  if (own !== undefined) return own;
  throw new DeadEnd(
    `${host} does not resolve in ${vpcId}: ${why}, and no VPC endpoint of it has private DNS for the name`,
  );
}

/** moto knows no services of Pinecone, so their private names come from the table of regions. */
function hasPrivateDnsFor(host: string, { PrivateDnsEnabled, ServiceName, State }: VpcEndpoint): boolean {
  const service = Object.values(REGION_TABLE).find(({ serviceName }) => serviceName === ServiceName);
  return PrivateDnsEnabled === true && isUsable(State) && service !== undefined && isWithin(host, service.dnsZone);
}

/** AWS writes "available", and "Available" at times. */
function isUsable(state: string | undefined): boolean {
  return state?.toLowerCase() === "available";
}

/** Goes into the endpoint: it is available, is in a subnet, and its security groups let the client in. */
async function pass(ec2: EC2Client, endpoint: VpcEndpoint, client: Client): Promise<void> {
  const { VpcEndpointId: id = "", State, SubnetIds = [], Groups = [] } = endpoint;
  if (!isUsable(State)) throw new DeadEnd(`the VPC endpoint ${id} is ${State ?? "gone"}`);
  if (SubnetIds.length === 0) throw new DeadEnd(`the VPC endpoint ${id} is in no subnet`);
  const cidr = client.cidr ?? (await cidrOf(ec2, client.vpcId));
  const GroupIds = Groups.flatMap(({ GroupId }) => GroupId ?? []);
  const { SecurityGroups = [] } =
    GroupIds.length === 0 ? {} : await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds }));
  const rules = SecurityGroups.flatMap(({ IpPermissions = [] }) => IpPermissions);
  if (!rules.some((rule) => letsIn(rule, cidr, client.securityGroupId)))
    throw new DeadEnd(`no security group of the VPC endpoint ${id} lets ${HTTPS} in from ${cidr}`);
}

function letsIn(rule: IpPermission, cidr: string, securityGroupId: string | undefined): boolean {
  const { IpProtocol, FromPort = 0, ToPort = 0, IpRanges = [], UserIdGroupPairs = [] } = rule;
  const isHttps = IpProtocol === "-1" || (IpProtocol === "tcp" && FromPort <= HTTPS && HTTPS <= ToPort);
  const isFrom =
    IpRanges.some(({ CidrIp }) => CidrIp !== undefined && contains(CidrIp, cidr)) ||
    UserIdGroupPairs.some(({ GroupId }) => GroupId !== undefined && GroupId === securityGroupId);
  return isHttps && isFrom;
}

async function cidrOf(ec2: EC2Client, vpcId: string): Promise<string> {
  const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
  return vpc?.CidrBlock ?? "";
}
