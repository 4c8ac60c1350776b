import { DescribeSecurityGroupsCommand } from "@aws-sdk/client-ec2";
import {
  CreateHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
} from "@aws-sdk/client-route-53";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { PrivateLink, type PrivateLinkArgs } from "../../index";
import { PrivateEndpoint, REGION_TABLE } from "../../sdk";
import { failure, makeVpc, reach, type TestVpc, useCloud } from "./harness";
import { projectWithIndex, type ProjectWithIndex } from "./indexes";
import { livingEndpoints, makeVpcEndpoints, registered } from "./privateLinkPrograms";
import { apiBinding, writes } from "./programs";

const cloud = useCloud();
const config = apiBinding;
const region = "us-east-1";

const nothing: PulumiFn = async () => Promise.resolve();

/** How clients in each of the VPCs fare at the private host of the project's index. */
async function fromEach(vpcs: readonly TestVpc[], { privateHost: host, apiKey }: ProjectWithIndex) {
  const clients = vpcs.map(async ({ vpcId }) => reach(cloud, { vpcId, host, apiKey }));
  return (await Promise.all(clients)).map(({ status, why }) => status ?? why);
}

describe("a PrivateLink that is the last way to a VPC-only project", () => {
  /** All of the ways: VPC endpoints, rules, zones with their VPCs and records, registrations. */
  async function ways() {
    const { SecurityGroups: groups } = await cloud.ec2(region).send(new DescribeSecurityGroupsCommand({}));
    const { HostedZones = [] } = await cloud.route53.send(new ListHostedZonesCommand({}));
    const zones = HostedZones.map(async ({ Id }) => {
      const { VPCs } = await cloud.route53.send(new GetHostedZoneCommand({ Id }));
      const records = await cloud.route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: Id }));
      return { Id, VPCs, records: records.ResourceRecordSets };
    });
    const endpoints = await livingEndpoints(cloud, region);
    return { endpoints, groups, zones: await Promise.all(zones), registrations: await registered(cloud) };
  }

  /** Makes a private hosted zone of the VPC, past Pulumi. @returns its ID */
  async function zoneOf({ vpcId }: TestVpc): Promise<string> {
    const { HostedZone } = await cloud.route53.send(
      new CreateHostedZoneCommand({
        Name: REGION_TABLE[region].dnsZone,
        CallerReference: vpcId,
        HostedZoneConfig: { PrivateZone: true },
        VPC: { VPCId: vpcId, VPCRegion: region },
      }),
    );
    return HostedZone?.Id?.replace("/hostedzone/", "") ?? "";
  }

  test("stays whole when it is destroyed, or taken out of the program; once the switch is off, all of it goes", async () => {
    const project = await projectWithIndex(cloud, region);
    const vpcs = [await makeVpc(cloud), await makeVpc(cloud, { cidr: "10.1.0.0/16" })] as const;
    const [{ vpcId, subnetIds }, peer] = vpcs;
    const zoneId = await zoneOf(vpcs[0]);
    const untouched = await ways();
    const stack = await cloud.stack(
      async () => {
        new PrivateLink("link", {
          projectId: project.projectId,
          region,
          vpcId,
          subnetIds: [...subnetIds],
          allowedCidrs: vpcs.map(({ cidr }) => cidr),
          zoneId,
          additionalVpcIds: [peer.vpcId],
        });
      },
      { config },
    );
    await stack.up();
    await cloud.pinecone.setNetworkAccess(project.projectId, true);
    await cloud.pinecone.clearRequests();
    const before = await ways();

    const refusal = /AccessGuard "link-guard" is not deleted: the project \S+ is VPC-only[^]*Turn the switch off first/;
    expect(await failure(stack.destroy())).toMatch(refusal);
    stack.program = nothing;
    expect(await failure(stack.up())).toMatch(refusal);
    expect(await ways()).toEqual(before);
    expect(await fromEach(vpcs, project)).toEqual([200, 200]);
    expect(await writes(cloud)).toEqual([]);

    await cloud.pinecone.setNetworkAccess(project.projectId, false);
    await stack.destroy();
    expect(stack.resources()).toEqual([]);
    expect(await ways()).toEqual(untouched);
  });
});

describe("two PrivateLinks, each of a VPC, that are all the ways to a VPC-only project", () => {
  async function twoWays() {
    const project = await projectWithIndex(cloud, region);
    const vpcs = [await makeVpc(cloud), await makeVpc(cloud, { cidr: "10.1.0.0/16" })];
    const program: PulumiFn = async () => {
      for (const [place, { vpcId, subnetIds, cidr }] of vpcs.entries()) {
        const args: PrivateLinkArgs = {
          projectId: project.projectId,
          region,
          vpcId,
          subnetIds: [...subnetIds],
          allowedCidrs: [cidr],
        };
        new PrivateLink(`link-${place}`, args);
      }
    };
    const stack = await cloud.stack(program, { config });
    await stack.up();
    await cloud.pinecone.setNetworkAccess(project.projectId, true);
    return { project, vpcs, stack };
  }

  test("are not both destroyed, however often it is tried; an up after that says how the other one comes back", async () => {
    const { project, vpcs, stack } = await twoWays();
    for (const time of ["first", "second"]) {
      expect(await failure(stack.destroy()), time).toMatch(
        /"link-\d-guard" is not deleted: .* it is the last available/,
      );
      expect(await fromEach(vpcs, project), time).toContain(200);
      expect(await registered(cloud), time).toHaveLength(1);
    }

    expect(await failure(stack.up())).toMatch(/privateEndpointId .*deregistered[^]*pulumi up --refresh/);
    await stack.refresh();
    await stack.up();
    expect(await fromEach(vpcs, project)).toEqual([200, 200]);
  });
});

describe("a PrivateEndpoint without a guard", () => {
  /** A VPC-only project whose index is reached through so many VPC endpoints. */
  async function restrictedWays(count: number) {
    const project = await projectWithIndex(cloud, region);
    const { projectId } = project;
    const ids = await makeVpcEndpoints(cloud, count, region);
    const stack = await cloud.stack(
      async () => {
        for (const vpcEndpointId of ids) new PrivateEndpoint(vpcEndpointId, { projectId, region, vpcEndpointId });
      },
      { config },
    );
    await stack.up();
    await cloud.pinecone.setNetworkAccess(projectId, true);
    return { project, stack };
  }

  /** How the index answers through each VPC endpoint that is registered. */
  async function throughEach({ privateHost, apiKey }: ProjectWithIndex) {
    const { privateEndpoints } = await cloud.pinecone.snapshot();
    const knocks = privateEndpoints.map(async ({ vpc_endpoint_id: vpcEndpointId }) =>
      cloud.pinecone.knock(privateHost, { apiKey, vpcEndpointId }),
    );
    return (await Promise.all(knocks)).map(({ status }) => status);
  }

  const refusal = /PrivateEndpoint "vpce-\w+" is not deleted: .* it is the last available Private Endpoint/;

  test("stays as the last one when it is destroyed, or taken out of the program, until the switch is off", async () => {
    const { project, stack } = await restrictedWays(1);
    expect(await failure(stack.destroy())).toMatch(refusal);
    stack.program = nothing;
    expect(await failure(stack.up())).toMatch(refusal);
    expect(await throughEach(project)).toEqual([200]);

    await cloud.pinecone.setNetworkAccess(project.projectId, false);
    await stack.up();
    expect(await registered(cloud)).toEqual([]);
  });

  test("stays as one of two that are destroyed at once", async () => {
    const { project, stack } = await restrictedWays(2);
    for (const time of ["first", "second"]) {
      expect(await failure(stack.destroy()), time).toMatch(refusal);
      expect(await throughEach(project), time).toEqual([200]);
    }
  });
});
