import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeSubnetsCommand,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { REGION_TABLE } from "../../../iam";
import { fromInternet, reach } from "../../../local/vpc/client";
import { makeVpc, type LocalVpc } from "../../../local/vpc/make";
import { useCloud } from "../../engine/harness";
import { projectWithIndex } from "../../engine/indexes";

const cloud = useCloud();
const region = "us-east-1";
const { serviceName, dnsZone } = REGION_TABLE[region];

interface Endpoint {
  readonly id: string;
  readonly dnsName: string;
}

/** A VPC endpoint to Pinecone's service, with a security group that lets a port in from somewhere. */
async function endpointIn(
  { vpcId, cidr, subnetIds }: LocalVpc,
  { from = cidr, port = 443, privateDns = false } = {},
): Promise<Endpoint> {
  const ec2 = cloud.ec2(region);
  const group = { VpcId: vpcId, GroupName: "endpoint", Description: "of the endpoint" };
  const GroupId = (await ec2.send(new CreateSecurityGroupCommand(group))).GroupId ?? "";
  const rule = { GroupId, IpProtocol: "tcp", FromPort: port, ToPort: port, CidrIp: from };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand(rule));
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: "Interface",
      VpcId: vpcId,
      ServiceName: serviceName,
      SubnetIds: [...subnetIds],
      SecurityGroupIds: [GroupId],
      PrivateDnsEnabled: privateDns,
    }),
  );
  return { id: VpcEndpoint?.VpcEndpointId ?? "", dnsName: VpcEndpoint?.DnsEntries?.[0]?.DnsName ?? "" };
}

/** A private hosted zone of a VPC, with records. */
async function zoneOf(vpcId: string, ...records: readonly ResourceRecordSet[]): Promise<void> {
  const { HostedZone } = await cloud.route53.send(
    new CreateHostedZoneCommand({
      Name: dnsZone,
      CallerReference: vpcId,
      HostedZoneConfig: { PrivateZone: true },
      VPC: { VPCId: vpcId, VPCRegion: region },
    }),
  );
  const Changes = records.map((record) => ({ Action: "CREATE" as const, ResourceRecordSet: record }));
  if (Changes.length > 0) {
    const request = { HostedZoneId: HostedZone?.Id, ChangeBatch: { Changes } };
    await cloud.route53.send(new ChangeResourceRecordSetsCommand(request));
  }
}

const wildcard = ({ dnsName }: Endpoint): ResourceRecordSet => ({
  Name: `*.${dnsZone}`,
  Type: "CNAME",
  TTL: 60,
  ResourceRecords: [{ Value: dnsName }],
});
const alias = ({ dnsName }: Endpoint): ResourceRecordSet => ({
  Name: `*.${dnsZone}`,
  Type: "A",
  AliasTarget: { DNSName: dnsName, HostedZoneId: "Z7HUB22UULQXV", EvaluateTargetHealth: false },
});

/** A registered index and a client of a VPC. */
async function setUp() {
  const vpc = await makeVpc(cloud);
  const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
  const register = (endpoint: Endpoint) =>
    cloud.pinecone.addPrivateEndpoint(projectId, { region, vpc_endpoint_id: endpoint.id });
  return { vpc, register, client: { vpcId: vpc.vpcId, host, apiKey } };
}

describe("a client in a VPC", () => {
  test.each([
    ["CNAME", wildcard],
    ["alias", alias],
  ])("reaches an index by a wildcard %s, and the internet does not", async (_kind, record) => {
    const { vpc, register, client } = await setUp();
    const endpoint = await endpointIn(vpc);
    await zoneOf(vpc.vpcId, record(endpoint));
    await register(endpoint);
    expect(await reach(cloud, client)).toMatchObject({ status: 200, through: endpoint.id });
    expect(await fromInternet(cloud, client)).toEqual({ status: 401, body: "Unauthorized" });
  });

  test("reaches it by the endpoint's own private DNS", async () => {
    const { vpc, register, client } = await setUp();
    const endpoint = await endpointIn(vpc, { privateDns: true });
    await register(endpoint);
    expect(await reach(cloud, client)).toMatchObject({ status: 200, through: endpoint.id });
  });

  test("is Unauthorized through an endpoint that is not registered", async () => {
    const { vpc, client } = await setUp();
    const endpoint = await endpointIn(vpc);
    await zoneOf(vpc.vpcId, wildcard(endpoint));
    expect(await reach(cloud, client)).toEqual({ status: 401, body: "Unauthorized", through: endpoint.id });
  });
});

describe("nothing is sent, and why is said,", () => {
  test("when no zone of the VPC has the name", async () => {
    const { vpc, client } = await setUp();
    const endpoint = await endpointIn(vpc);
    await zoneOf("vpc-of-others", wildcard(endpoint));
    const { why, ...sent } = await reach(cloud, client);
    expect(sent).toEqual({});
    expect(why).toMatch(/does not resolve in vpc-\w+: no private hosted zone of vpc-\w+ has the name in it/);
  });

  test("when the zone has no record for it", async () => {
    const { vpc, client } = await setUp();
    await zoneOf(vpc.vpcId);
    expect((await reach(cloud, client)).why).toMatch(/the private hosted zone private\.\S+ has no record for it/);
  });

  test("when the VPC does not resolve private names", async () => {
    const { vpc, client } = await setUp();
    await zoneOf(vpc.vpcId, wildcard(await endpointIn(vpc)));
    const off = { VpcId: vpc.vpcId, EnableDnsHostnames: { Value: false } };
    await cloud.ec2(region).send(new ModifyVpcAttributeCommand(off));
    expect((await reach(cloud, client)).why).toMatch(/has enableDnsHostnames off/);
  });

  test("when the record leads to no VPC endpoint", async () => {
    const { vpc, client } = await setUp();
    await zoneOf(vpc.vpcId, wildcard({ id: "", dnsName: "vpce-0.example.com" }));
    expect((await reach(cloud, client)).why).toMatch(/leads to vpce-0\.example\.com, and no VPC endpoint in us-east-1/);
  });

  test("when the endpoint is deleted", async () => {
    const { vpc, client } = await setUp();
    const endpoint = await endpointIn(vpc);
    await zoneOf(vpc.vpcId, wildcard(endpoint));
    await cloud.ec2(region).send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [endpoint.id] }));
    expect((await reach(cloud, client)).why).toBe(`the VPC endpoint ${endpoint.id} is deleted`);
  });

  test.each([
    ["from elsewhere only", { from: "192.168.0.0/16" }],
    ["by another port only", { port: 80 }],
  ])("when the endpoint's security group lets in %s", async (_what, rule) => {
    const { vpc, client } = await setUp();
    const endpoint = await endpointIn(vpc, rule);
    await zoneOf(vpc.vpcId, wildcard(endpoint));
    const why = `no security group of the VPC endpoint ${endpoint.id} lets 443 in from 10.0.0.0/16`;
    expect(await reach(cloud, client)).toEqual({ why });
  });
});

test("a VPC that is made has two subnets in two zones of its region", async () => {
  const { vpcId, subnetIds, cidr } = await makeVpc(cloud, { region: "eu-west-1", cidr: "10.7.0.0/16" });
  const request = new DescribeSubnetsCommand({ SubnetIds: [...subnetIds] });
  const { Subnets = [] } = await cloud.ec2("eu-west-1").send(request);
  expect(cidr).toBe("10.7.0.0/16");
  expect(Subnets.map(({ VpcId, AvailabilityZone, CidrBlock }) => [VpcId, AvailabilityZone, CidrBlock])).toEqual([
    [vpcId, "eu-west-1a", "10.7.0.0/17"],
    [vpcId, "eu-west-1b", "10.7.128.0/17"],
  ]);
});
