import {
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { CreateHostedZoneCommand, ListHostedZonesCommand, type VPCRegion } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { REGION_TABLE } from "../../iam";
import { failure, makeVpc, useCloud } from "./harness";
import { livingEndpoints, makeProject, makeVpcEndpoints, securityGroups } from "./privateLinkPrograms";
import { apiBinding, writes } from "./programs";

const cloud = useCloud();
const region = "us-east-1";
const { dnsZone, serviceName } = REGION_TABLE[region];

/**
 * What preview says of each of these PrivateLinks; nothing was made. The program is a folder's: an inline one would wait for ever for
 * what a failed `apply` leaves behind.
 */
async function refusals(links: Readonly<Record<string, object>>): Promise<Readonly<Record<string, string>>> {
  const config = { ...apiBinding, "private-links:links": JSON.stringify(links) };
  const stack = await cloud.stack({ folder: "test/engine/fixtures/privateLinks" }, { config });
  await cloud.pinecone.clearRequests();
  const before = await inAws();
  const refused = await failure(stack.preview());
  expect(await writes(cloud)).toEqual([]);
  expect(await inAws()).toEqual(before);
  const [, ...blocks] = refused.split('components:PrivateLink "');
  return Object.fromEntries(blocks.map((block) => [block.slice(0, block.indexOf('"')), block]));
}

/** Everything that a PrivateLink makes in AWS. */
async function inAws() {
  const { HostedZones = [] } = await cloud.route53.send(new ListHostedZonesCommand({}));
  return {
    endpoints: await livingEndpoints(cloud, region),
    groups: await securityGroups(cloud, region),
    zones: HostedZones.map(({ Name, ResourceRecordSetCount }) => [Name, ResourceRecordSetCount]),
  };
}

/** A VPC that resolves no private names, with two subnets in one zone. */
async function plainVpc() {
  const ec2 = cloud.ec2(region);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
  const vpcId = Vpc?.VpcId ?? "";
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsSupport: { Value: false } }));
  const subnet = async (CidrBlock: string): Promise<string> => {
    const request = { VpcId: vpcId, CidrBlock, AvailabilityZone: `${region}a` };
    return (await ec2.send(new CreateSubnetCommand(request))).Subnet?.SubnetId ?? "";
  };
  return { vpcId, subnetIds: [await subnet("10.9.1.0/24"), await subnet("10.9.2.0/24")] };
}

async function makeZone(name: string, vpcId?: string): Promise<string> {
  const inVpc = { VPC: { VPCId: vpcId, VPCRegion: region as VPCRegion }, HostedZoneConfig: { PrivateZone: true } };
  const request = new CreateHostedZoneCommand({ Name: name, CallerReference: name, ...(vpcId !== undefined && inVpc) });
  return ((await cloud.route53.send(request)).HostedZone?.Id ?? "").replace("/hostedzone/", "");
}

/** An interface endpoint for another service than Pinecone's. */
async function storageEndpoint(VpcId: string, subnetIds: readonly string[]): Promise<string> {
  const request = new CreateVpcEndpointCommand({
    VpcId,
    VpcEndpointType: "Interface",
    SubnetIds: [...subnetIds],
    ServiceName: `com.amazonaws.${region}.s3`,
  });
  const { VpcEndpoint } = await cloud.ec2(region).send(request);
  return VpcEndpoint?.VpcEndpointId ?? "";
}

describe("refused in preview, with the property, and nothing is made", () => {
  test("what can be read off the arguments", async () => {
    const vpc = { vpcId: "vpc-0a", subnetIds: ["subnet-0a"] };
    const args = { projectId: "p", region: "us-esat-1", cloud: "azure", ...vpc, allowedCidrs: ["10.0.0.0/16", "::/0"] };
    const { link } = await refusals({ link: args });
    expect(link).toMatch(/^ {2}region: "us-esat-1" is not an AWS region of Pinecone's; expected one of us-east-1, /m);
    expect(link).toMatch(/^ {2}cloud: "azure" is not supported.* This version supports AWS PrivateLink only\./m);
    expect(link).toMatch(/^ {2}allowedCidrs\[1\]: "::\/0" lets in everybody .* or set allowFromEverywhere to true\./m);
  });

  test("what AWS has but does not fit, for all links at once", async () => {
    const projectId = await makeProject(cloud);
    const { vpcId, subnetIds } = await makeVpc(cloud);
    const plain = await plainVpc();
    const [subnet, twin] = plain.subnetIds;
    const made = { projectId, region, vpcId, subnetIds, allowedCidrs: ["10.0.0.0/16"] };
    const publicZone = await makeZone(dnsZone);
    const otherZone = await makeZone("private.example.com", vpcId);
    const [irish] = await makeVpcEndpoints(cloud, 1, "eu-west-1");
    const ofS3 = await storageEndpoint(vpcId, subnetIds);

    const told = await refusals({
      "one-zone": { ...made, ...plain, dns: "none" },
      "other-vpc": { ...made, subnetIds: [subnet] },
      deaf: { ...made, vpcId: plain.vpcId, subnetIds: [subnet] },
      "deaf-too": { ...made, additionalVpcIds: [plain.vpcId] },
      "public-zone": { ...made, zoneId: publicZone },
      "other-zone": { ...made, zoneId: otherZone },
      "no-zone": { ...made, zoneId: "ZGONE" },
      irish: { projectId, region, vpcEndpointId: irish },
      storage: { projectId, region, vpcEndpointId: ofS3 },
    });
    const twins = `subnetIds: "${subnet}" and "${twin}" are in one Availability Zone, us-east-1a`;
    expect(told["one-zone"]).toContain(twins);
    const stranger = `subnetIds: "${subnet}" is in the VPC "${plain.vpcId}", but vpcId is "${vpcId}"`;
    expect(told["other-vpc"]).toContain(stranger);
    const isDeaf = `"${plain.vpcId}" has enableDnsSupport and enableDnsHostnames off`;
    expect(told["deaf"]).toContain(`vpcId: ${isDeaf}`);
    expect(told["deaf-too"]).toContain(`additionalVpcIds[0]: ${isDeaf}`);
    expect(told["public-zone"]).toContain(`zoneId: "${publicZone}" is a public zone`);
    const hosts = `but the private hosts in us-east-1 are in "${dnsZone}"`;
    expect(told["other-zone"]).toContain(`zoneId: "${otherZone}" is the zone "private.example.com", ${hosts}`);
    expect(told["no-zone"]).toContain('zoneId: "ZGONE" can\'t be looked up');
    expect(told["irish"]).toContain(`vpcEndpointId: "${irish}" can't be looked up in us-east-1`);
    const services = `the service com.amazonaws.us-east-1.s3, but Pinecone's in us-east-1 is ${serviceName}`;
    expect(told["storage"]).toContain(`vpcEndpointId: "${ofS3}" is for ${services}`);
  });
});
