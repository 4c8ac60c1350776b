import { CreateVpcEndpointCommand } from "@aws-sdk/client-ec2";
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  type VPCRegion,
} from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import type { PrivateLinkRecord } from "../../index";
import { REGION_TABLE } from "../../iam";
import { makeVpc, reach, useCloud, type TestVpc } from "./harness";
import { projectWithIndex } from "./indexes";
import { livingEndpoints, makeGroup, privateWay, registered, securityGroups } from "./privateLinkPrograms";
import { apiBinding as config } from "./programs";

const cloud = useCloud();
const region = "us-east-1";
const { dnsZone, serviceName } = REGION_TABLE[region];

/** The arguments that place an endpoint in a VPC whose clients it lets in. */
function placed({ vpcId, subnetIds, cidr }: TestVpc) {
  return { region, vpcId, subnetIds: [...subnetIds], allowedCidrs: [cidr] };
}

/** Makes a private zone for the private hosts of the region. */
async function makeZone(vpcId: string): Promise<string> {
  const VPC = { VPCId: vpcId, VPCRegion: region as VPCRegion };
  const zone = { Name: dnsZone, CallerReference: vpcId, VPC, HostedZoneConfig: { PrivateZone: true } };
  const { HostedZone } = await cloud.route53.send(new CreateHostedZoneCommand(zone));
  return (HostedZone?.Id ?? "").replace("/hostedzone/", "");
}

async function zones(): Promise<(string | undefined)[]> {
  return ((await cloud.route53.send(new ListHostedZonesCommand({}))).HostedZones ?? []).map(({ Id }) => Id);
}

test('with dns "endpoint" clients go by the private DNS of the endpoint, and no zone is made', async () => {
  const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
  const vpc = await makeVpc(cloud);
  const stack = await cloud.stack(privateWay({ projectId, ...placed(vpc), dns: "endpoint" }), { config });
  const { outputs } = await stack.up();
  const through = String(outputs["vpcEndpointId"]?.value);
  expect(await reach(cloud, { vpcId: vpc.vpcId, host, apiKey })).toMatchObject({ status: 200, through });
  expect(await zones()).toEqual([]);
  expect((await stack.preview()).steps).toEqual({});
});

test('with dns "none" clients go by the record that the outputs tell, once somebody makes it', async () => {
  const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
  const vpc = await makeVpc(cloud);
  const stack = await cloud.stack(privateWay({ projectId, ...placed(vpc), dns: "none" }), { config });
  const { outputs } = await stack.up();
  const client = { vpcId: vpc.vpcId, host, apiKey };
  expect((await reach(cloud, client)).why).toContain("does not resolve");
  expect(await zones()).toEqual([]);

  const { name, type, value } = outputs["record"]?.value as PrivateLinkRecord;
  const ResourceRecordSet = { Name: name, Type: type, TTL: 60, ResourceRecords: [{ Value: value }] };
  const ChangeBatch = { Changes: [{ Action: "CREATE", ResourceRecordSet } as const] };
  const HostedZoneId = await makeZone(vpc.vpcId);
  await cloud.route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch }));
  const through = String(outputs["vpcEndpointId"]?.value);
  expect(await reach(cloud, client)).toMatchObject({ status: 200, through });
});

test("a zone and security groups that are brought serve several VPCs, and stay as they were", async () => {
  const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
  const [vpc, other] = [await makeVpc(cloud, { cidr: "10.0.0.0/17" }), await makeVpc(cloud, { cidr: "10.0.128.0/17" })];
  const [zoneId, groupId] = [await makeZone(vpc.vpcId), await makeGroup(cloud, { ...vpc, cidr: "10.0.0.0/16" })];
  const { vpcId, subnetIds } = placed(vpc);
  const brought = { zoneId, additionalVpcIds: [other.vpcId], securityGroupIds: [groupId] };
  const stack = await cloud.stack(privateWay({ projectId, region, vpcId, subnetIds, ...brought }), { config });
  await stack.up();
  for (const client of [vpc, other])
    expect(await reach(cloud, { vpcId: client.vpcId, host, apiKey })).toMatchObject({ status: 200 });
  expect(await zones()).toEqual([`/hostedzone/${zoneId}`]);

  await stack.destroy();
  const { VPCs = [] } = await cloud.route53.send(new GetHostedZoneCommand({ Id: zoneId }));
  expect(VPCs.map(({ VPCId }) => VPCId)).toEqual([vpcId]);
  const records = await cloud.route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId }));
  expect(records.ResourceRecordSets?.filter(({ Type }) => Type === "CNAME")).toEqual([]);
  expect(await securityGroups(cloud)).toEqual([groupId]);
  expect([await livingEndpoints(cloud), await registered(cloud)]).toEqual([[], []]);
});

test("a VPC endpoint that is brought is registered and found, and stays in AWS", async () => {
  const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
  const vpc = await makeVpc(cloud);
  const place = { VpcId: vpc.vpcId, SubnetIds: [...vpc.subnetIds], SecurityGroupIds: [await makeGroup(cloud, vpc)] };
  const request = { VpcEndpointType: "Interface", ServiceName: serviceName, ...place } as const;
  const { VpcEndpoint } = await cloud.ec2(region).send(new CreateVpcEndpointCommand(request));
  const vpcEndpointId = VpcEndpoint?.VpcEndpointId ?? "";
  const stack = await cloud.stack(privateWay({ projectId, region, vpcEndpointId }), { config });
  await stack.up();
  const inside = await reach(cloud, { vpcId: vpc.vpcId, host, apiKey });
  expect(inside).toMatchObject({ status: 200, through: vpcEndpointId });
  expect(await registered(cloud)).toEqual([`${vpcEndpointId} available`]);

  await stack.destroy();
  expect(await registered(cloud)).toEqual([]);
  expect(await zones()).toEqual([]);
  expect(await livingEndpoints(cloud)).toEqual([vpcEndpointId]);
});
