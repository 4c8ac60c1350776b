import * as aws from "@pulumi/aws";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { expect, test } from "vitest";
import { getPrivateLinkServiceOutput, PrivateEndpoint } from "../../sdk";
import { fromInternet, reach, useCloud } from "./harness";
import { projectWithIndex } from "./indexes";
import { apiBinding } from "./programs";

const cloud = useCloud();
const region = "us-east-1";
const cidrBlock = "10.20.0.0/16";

/** A private way to a project, of single resources: what the component makes, and the VPC too. */
function privateWay(projectId: string): PulumiFn {
  return async () => {
    const { serviceName, dnsZone } = getPrivateLinkServiceOutput({ region });
    const { id: vpcId } = new aws.ec2.Vpc("vpc", { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true });
    const subnets = ["a", "b"].map((zone, index) => {
      const place = { availabilityZone: `${region}${zone}`, cidrBlock: `10.20.${index}.0/24` };
      return new aws.ec2.Subnet(`subnet-${zone}`, { vpcId, ...place });
    });
    const group = new aws.ec2.SecurityGroup("group", { vpcId, description: "Of the VPC endpoint" });
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: cidrBlock };
    const ingress = new aws.vpc.SecurityGroupIngressRule("ingress", { securityGroupId: group.id, ...https });
    const endpoint = new aws.ec2.VpcEndpoint("endpoint", {
      vpcId,
      serviceName,
      vpcEndpointType: "Interface",
      subnetIds: subnets.map(({ id }) => id),
      securityGroupIds: [group.id],
    });
    const registration = new PrivateEndpoint("registration", { projectId, region, vpcEndpointId: endpoint.id });
    const zone = new aws.route53.Zone("zone", { name: dnsZone, vpcs: [{ vpcId }] });
    const record = new aws.route53.Record(
      "record",
      {
        zoneId: zone.zoneId,
        name: "*",
        type: "CNAME",
        ttl: 60,
        records: [endpoint.dnsEntries.apply(([first]) => first?.dnsName ?? "")],
      },
      { dependsOn: [registration, ingress] },
    );
    return { vpcId, vpcEndpointId: endpoint.id, status: registration.status, fqdn: record.fqdn };
  };
}

test("one region up: reached through the VPC endpoint, and Unauthorized from outside", async () => {
  const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
  const stack = await cloud.stack(privateWay(projectId), { config: apiBinding });
  const { outputs } = await stack.up();
  const vpcId = String(outputs["vpcId"]?.value);
  expect(outputs["status"]?.value).toBe("available");
  expect(outputs["fqdn"]?.value).toBe("*.private.aped-4627-b74a.pinecone.io");

  const inside = await reach(cloud, { vpcId, host, apiKey });
  expect(inside).toMatchObject({ status: 200, through: outputs["vpcEndpointId"]?.value as string });
  expect(await fromInternet(cloud, { host, apiKey })).toEqual({ status: 401, body: "Unauthorized" });

  expect((await stack.preview()).steps).toEqual({});
  expect(Object.keys((await stack.refresh()).changes)).toEqual(["same"]);

  await stack.destroy();
  expect((await cloud.pinecone.snapshot()).privateEndpoints).toEqual([]);
  expect(await fromInternet(cloud, { host, apiKey })).toEqual({ status: 401, body: "Unauthorized" });
});
