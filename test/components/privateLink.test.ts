import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import { record, type Recorder, value } from "./mocks";
import {
  awsObjects,
  awsOf,
  brought,
  build,
  dnsName,
  ENDPOINT,
  HOSTED_ZONE,
  made,
  RECORD,
  REGION,
  SERVICE,
  VPC,
  VPC_ENDPOINT,
  ZONE,
} from "./privateLinkFixture";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const REGISTRATION = "pinecone-security:index:PrivateEndpoint";
const GUARD = "pinecone-security:index:AccessGuard";

let recorder: Recorder;
let asked: string[];

beforeEach(async () => {
  asked = [];
  recorder = await record(awsOf(awsObjects(), asked));
});

describe("a PrivateLink that makes everything", () => {
  test("has an endpoint, a security group with a rule, the registration, a zone with its record, and the guard", async () => {
    const link = await build(recorder, { ...made, tags: { team: "search" } });
    const tags = { team: "search" };
    expect(recorder.custom).toEqual(
      [
        `${ENDPOINT} search-endpoint`,
        `${GROUP} search-security-group`,
        `${RECORD} search-record`,
        `${HOSTED_ZONE} search-zone`,
        `${RULE} search-ingress-10.0.0.0-16`,
        `${GUARD} search-guard`,
        `${REGISTRATION} search-registration`,
      ].sort(),
    );
    expect(recorder.ofType(ENDPOINT)["search-endpoint"]).toEqual({
      region: REGION,
      vpcId: VPC,
      serviceName: SERVICE,
      vpcEndpointType: "Interface",
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroupIds: ["search-security-group-id"],
      privateDnsEnabled: false,
      tags,
    });
    expect(recorder.ofType(GROUP)["search-security-group"]).toEqual({
      region: REGION,
      vpcId: VPC,
      description: "Lets clients in to Pinecone by AWS PrivateLink.",
      tags,
    });
    expect(recorder.ofType(RULE)["search-ingress-10.0.0.0-16"]).toEqual({
      region: REGION,
      securityGroupId: "search-security-group-id",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "10.0.0.0/16",
      tags,
    });
    expect(recorder.ofType(REGISTRATION)["search-registration"]).toEqual({
      projectId: "project-1",
      region: REGION,
      vpcEndpointId: "search-endpoint-id",
      serviceName: SERVICE,
      vpcEndpointArn: `arn:aws:ec2:${REGION}:111122223333:vpc-endpoint/search-endpoint-id`,
    });
    expect(recorder.ofType(HOSTED_ZONE)["search-zone"]).toEqual({
      name: ZONE,
      comment: "Leads the private hosts of Pinecone's indexes in us-east-1 to a VPC endpoint.",
      vpcs: [{ vpcId: VPC, vpcRegion: REGION }],
      tags,
    });
    expect(recorder.ofType(RECORD)["search-record"]).toEqual({
      zoneId: "search-zone-id",
      name: `*.${ZONE}`,
      type: "CNAME",
      ttl: 60,
      records: [dnsName("search-endpoint-id")],
    });
    expect(recorder.ofType(GUARD)["search-guard"]).toEqual({
      projectId: "project-1",
      region: REGION,
      vpcEndpointId: "search-endpoint-id",
      privateEndpointId: "search-registration-in-pinecone",
      drainSeconds: 60,
    });
    expect(await value(link.region)).toBe(REGION);
    expect(await value(link.vpcEndpointId)).toBe("search-endpoint-id");
    expect(await value(link.vpcEndpointDnsName)).toBe(dnsName("search-endpoint-id"));
    expect(await value(link.securityGroupId)).toBe("search-security-group-id");
    expect(await value(link.zoneId)).toBe("search-zone-id");
    expect(await value(link.zoneName)).toBe(ZONE);
    expect(await value(link.privateEndpointId)).toBe("search-registration-in-pinecone");
    expect(await value(link.privateEndpointStatus)).toBe("available");
  });

  test("leads clients to the endpoint when it works and lets them in, and has its guard last", async () => {
    await build(recorder, { ...made, allowedSecurityGroupIds: ["sg-0c"] });
    const at = (event: string) => {
      const index = recorder.events.indexOf(event);
      expect(index, event).not.toBe(-1);
      return index;
    };
    for (const rule of ["ingress-10.0.0.0-16", "ingress-sg-0c"])
      expect(at("asked search-endpoint")).toBeGreaterThan(at(`made search-${rule}`));
    expect(at("asked search-registration")).toBeGreaterThan(at("made search-endpoint"));
    for (const led of ["zone", "record"])
      for (const working of ["registration", "ingress-10.0.0.0-16", "ingress-sg-0c"])
        expect(at(`asked search-${led}`)).toBeGreaterThan(at(`made search-${working}`));
    expect(recorder.events.slice(-2)).toEqual(["asked search-guard", "made search-guard"]);
  });

  test("looks at the subnets and the VPC in its region, whatever the provider's is", async () => {
    await build(recorder, made);
    expect(asked.sort()).toEqual([
      `getSubnet subnet-a ${REGION}`,
      `getSubnet subnet-b ${REGION}`,
      `getVpc ${VPC} ${REGION}`,
    ]);
  });

  test("hands options on to where they belong", async () => {
    const timeouts = { create: "30m" };
    await build(recorder, { ...made, endpointPolicy: "{}", endpointName: "Search", recordTtl: 5, timeouts });
    expect(recorder.ofType(ENDPOINT)["search-endpoint"]).toMatchObject({ policy: "{}" });
    expect(recorder.ofType(REGISTRATION)["search-registration"]).toMatchObject({ name: "Search" });
    expect(recorder.ofType(RECORD)["search-record"]).toMatchObject({ ttl: 5 });
    expect(recorder.ofType(GUARD)["search-guard"]).toMatchObject({ drainSeconds: 5 });
    const waiting = [...recorder.options].filter(([, { customTimeouts }]) => customTimeouts !== undefined);
    expect(waiting).toEqual([
      [`${ENDPOINT} search-endpoint`, expect.objectContaining({ customTimeouts: timeouts })],
      [`${REGISTRATION} search-registration`, expect.objectContaining({ customTimeouts: timeouts })],
    ]);
  });

  test("takes another service and zone for the region when they are given", async () => {
    const service = { serviceName: "com.amazonaws.vpce.sa-east-1.vpce-svc-0c", dnsZone: "private.sa.pinecone.io" };
    const link = await build(recorder, { ...made, region: "sa-east-1", service });
    expect(recorder.ofType(ENDPOINT)["search-endpoint"]).toMatchObject({
      region: "sa-east-1",
      serviceName: service.serviceName,
    });
    expect(recorder.ofType(REGISTRATION)["search-registration"]).toMatchObject({ serviceName: service.serviceName });
    expect(recorder.ofType(HOSTED_ZONE)["search-zone"]).toMatchObject({ name: service.dnsZone });
    expect(await value(link.zoneName)).toBe(service.dnsZone);
  });
});

describe("the rules of the security group", () => {
  test("are one for each block of either IP version and each group", async () => {
    const allowedCidrs = ["10.0.0.0/16", "2001:db8::/32"];
    await build(recorder, { ...made, allowedCidrs, allowedSecurityGroupIds: ["sg-0c"] });
    const sources = Object.entries(recorder.ofType(RULE)).map(([name, rule]) => {
      const { cidrIpv4, cidrIpv6, referencedSecurityGroupId } = rule;
      return [name, { cidrIpv4, cidrIpv6, referencedSecurityGroupId }];
    });
    expect(Object.fromEntries(sources)).toEqual({
      "search-ingress-10.0.0.0-16": { cidrIpv4: "10.0.0.0/16" },
      "search-ingress-2001-db8---32": { cidrIpv6: "2001:db8::/32" },
      "search-ingress-sg-0c": { referencedSecurityGroupId: "sg-0c" },
    });
  });

  test("are named by their place among the outputs where they are outputs", async () => {
    const allowedCidrs = [pulumi.output("10.1.0.0/16"), "10.0.0.0/16", pulumi.output("2001:db8::/32")];
    await build(recorder, { ...made, allowedCidrs, allowedSecurityGroupIds: [pulumi.output("sg-0c")] });
    expect(recorder.ofType(RULE)).toMatchObject({
      "search-ingress-cidr-1": { cidrIpv4: "10.1.0.0/16" },
      "search-ingress-10.0.0.0-16": { cidrIpv4: "10.0.0.0/16" },
      "search-ingress-cidr-2": { cidrIpv6: "2001:db8::/32" },
      "search-ingress-group-1": { referencedSecurityGroupId: "sg-0c" },
    });
  });

  test("are for everybody when that is said", async () => {
    await build(recorder, { ...made, allowedCidrs: ["0.0.0.0/0"], allowFromEverywhere: true });
    expect(recorder.ofType(RULE)["search-ingress-0.0.0.0-0"]).toMatchObject({ cidrIpv4: "0.0.0.0/0" });
  });

  test("are none, and there is no group, where groups are brought", async () => {
    const { projectId, vpcId, subnetIds } = made;
    const link = await build(recorder, { projectId, region: REGION, vpcId, subnetIds, securityGroupIds: ["sg-0d"] });
    expect(recorder.ofType(ENDPOINT)["search-endpoint"]).toMatchObject({ securityGroupIds: ["sg-0d"] });
    expect([recorder.ofType(GROUP), recorder.ofType(RULE)]).toEqual([{}, {}]);
    expect(await value(link.securityGroupId)).toBeUndefined();
  });
});

describe("a PrivateLink to which an endpoint is brought", () => {
  test("registers it and leads clients of its VPC to it, and makes nothing else", async () => {
    const link = await build(recorder, brought);
    expect(recorder.custom).toEqual([
      `${RECORD} search-record`,
      `${HOSTED_ZONE} search-zone`,
      `${GUARD} search-guard`,
      `${REGISTRATION} search-registration`,
    ]);
    expect(recorder.ofType(REGISTRATION)["search-registration"]).toEqual({
      projectId: "project-1",
      region: REGION,
      vpcEndpointId: VPC_ENDPOINT,
      serviceName: SERVICE,
      vpcEndpointArn: `arn:aws:ec2:${REGION}:111122223333:vpc-endpoint/${VPC_ENDPOINT}`,
    });
    expect(recorder.ofType(HOSTED_ZONE)["search-zone"]).toMatchObject({ vpcs: [{ vpcId: VPC, vpcRegion: REGION }] });
    expect(recorder.ofType(RECORD)["search-record"]).toMatchObject({ records: [dnsName(VPC_ENDPOINT)] });
    expect(recorder.ofType(GUARD)["search-guard"]).toMatchObject({ vpcEndpointId: VPC_ENDPOINT });
    expect(await value(link.vpcEndpointId)).toBe(VPC_ENDPOINT);
    expect(await value(link.securityGroupId)).toBeUndefined();
  });
});
