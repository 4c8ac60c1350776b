import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { PrivateLink } from "../../components/privateLink";
import type { PrivateLinkArgs } from "../../components/privateLinkArgs";
import { checksOf, cidrProblem } from "../../components/privateLinkChecks";
import { record, refusals } from "./mocks";
import { awsObjects, awsOf, brought, made, REGION, VPC } from "./privateLinkFixture";

/** What is refused of arguments that the types may not allow; `undefined` leaves one out. */
function bad(args: object): Record<string, string> {
  return refusals(() => {
    checksOf(args as PrivateLinkArgs).refuse("PrivateLink", "search");
  });
}

const nothing = { vpcId: undefined, subnetIds: undefined, allowedCidrs: undefined };

describe("bad arguments of a PrivateLink", () => {
  test("are told all at once, and nothing is made", async () => {
    const recorder = await record(awsOf(awsObjects()));
    const args = {
      cloud: "azure",
      region: "eastus2",
      subnetIds: [],
      securityGroupIds: [],
      allowedCidrs: ["0.0.0.0/0"],
      dns: "route53",
      recordTtl: -1,
      endpointName: "",
    };
    const found = refusals(() => new PrivateLink("search", args as unknown as PrivateLinkArgs));
    expect(Object.keys(found).sort()).toEqual([
      "allowedCidrs[0]",
      "cloud",
      "dns",
      "endpointName",
      "projectId",
      "recordTtl",
      "region",
      "securityGroupIds",
      "subnetIds",
      "vpcId",
    ]);
    expect(recorder.resources).toEqual([]);
  });

  test("include a cloud other than AWS, Azure with what to do instead", () => {
    const { cloud } = bad({ ...made, cloud: "azure" });
    expect(cloud).toMatch(/^"azure" is not supported, though Pinecone offers Azure Private Link\./);
    expect(cloud).toContain("register it in Pinecone's console under Manage > Network.");
    expect(bad({ ...made, cloud: "gcp" }).cloud).toMatch(/^"gcp" is not a cloud of Pinecone's Private Endpoints\./);
    expect(bad({ ...made, cloud: "aws" })).toEqual({});
  });

  test("include an endpoint that is neither made nor brought, or both", () => {
    expect(Object.keys(bad({ ...made, ...nothing })).sort()).toEqual(["allowedCidrs", "subnetIds", "vpcId"]);
    expect(bad({ ...brought, vpcId: VPC, endpointPolicy: "{}" }).vpcEndpointId).toContain(
      "given together with endpointPolicy: an endpoint is either made or brought.",
    );
    for (const option of ["subnetIds", "securityGroupIds", "allowedCidrs", "allowedSecurityGroupIds"])
      expect(bad({ ...brought, [option]: [] }).vpcEndpointId).toContain(`given together with ${option}`);
  });

  test("include the ID of something else than a VPC endpoint", () => {
    expect(bad({ ...brought, vpcEndpointId: "vpc-0a" })).toEqual({
      vpcEndpointId: '"vpc-0a" is not the ID of a VPC endpoint; expected one such as "vpce-0a1b2c3d4e5f67890".',
    });
  });

  test("do not include what is only known later", () => {
    const later = pulumi.output("later");
    expect(bad({ ...brought, vpcEndpointId: later, endpointName: later, zoneId: later })).toEqual({});
    expect(bad({ ...made, vpcId: later, subnetIds: [later, later], allowedCidrs: [later, later] })).toEqual({});
  });
});

describe("the region of a PrivateLink", () => {
  const service = { serviceName: "com.amazonaws.vpce.sa-east-1.vpce-svc-0c", dnsZone: "private.sa.pinecone.io" };

  test("is one of Pinecone's, unless its service is given", () => {
    expect(bad({ ...made, region: "sa-east-1" }).region).toMatch(
      /^"sa-east-1" is not an AWS region of Pinecone's; expected one of us-east-1, .* give service with what/,
    );
    expect(bad({ ...made, region: "sa-east-1", service })).toEqual({});
  });

  test("is plain text, since it is needed before anything is known", () => {
    expect(bad({ ...made, region: undefined }).region).toMatch(/^is required and was not given\. Give an AWS region/);
    expect(bad({ ...made, region: pulumi.output(REGION) }).region).toMatch(/^is not a plain text\./);
  });

  test("fits the service that is given", () => {
    expect(bad({ ...made, service })).toEqual({
      "service.serviceName": `"${service.serviceName}" is a service of sa-east-1, but region is "us-east-1": Pinecone has a service of its own in each region. Give the one of us-east-1, or change region.`,
    });
    const wrong = { serviceName: "vpce-svc-0c", dnsZone: "pinecone.io." };
    const found = bad({ ...made, service: wrong });
    expect(found["service.serviceName"]).toMatch(/^"vpce-svc-0c" is not the name of a VPC endpoint service/);
    expect(found["service.dnsZone"]).toMatch(/^"pinecone\.io\." is not a DNS zone of private hosts/);
    expect(Object.keys(bad({ ...made, service: {} }))).toEqual(["service.serviceName", "service.dnsZone"]);
  });
});

describe("whom the security group lets in", () => {
  test("is somebody", () => {
    expect(bad({ ...made, allowedCidrs: [], allowFromEverywhere: true })).toEqual({
      allowedCidrs:
        "lets nobody in, and neither does allowedSecurityGroupIds. Give allowedCidrs or allowedSecurityGroupIds, or bring groups by securityGroupIds.",
    });
    expect(bad({ ...made, allowedCidrs: undefined, allowedSecurityGroupIds: ["sg-0c"] })).toEqual({});
  });

  test("is named once", () => {
    const allowedSecurityGroupIds = ["sg-0c", "sg-0d", "sg-0c"];
    expect(bad({ ...made, allowedCidrs: ["10.0.0.0/16", "10.0.0.0/16"], allowedSecurityGroupIds })).toEqual({
      allowedCidrs: 'has "10.0.0.0/16" twice. Give each once.',
      allowedSecurityGroupIds: 'has "sg-0c" twice. Give each once.',
    });
  });

  test("is for the group that is made, not for groups that are brought", () => {
    const { securityGroupIds } = bad({ ...made, securityGroupIds: ["sg-0d"] });
    expect(securityGroupIds).toContain("given together with allowedCidrs: a security group is either made or brought.");
    expect(bad({ ...made, allowedCidrs: undefined, securityGroupIds: ["sg-0d"] })).toEqual({});
  });

  test.each(["0.0.0.0/0", "::/0", "0:0::0/0", "10.0.0.0/0", "0.0.0.0/00"])(
    "is not everybody by %s, unless that is said",
    (cidr) => {
      expect(cidrProblem(cidr)).toBe(
        `"${cidr}" lets in everybody who is routed to the VPC. Give the blocks of your clients, such as the VPC's, or set allowFromEverywhere to true.`,
      );
      expect(cidrProblem(cidr, true)).toBeUndefined();
    },
  );

  test.each(["10.0.0.0/8", "10.0.0.1/32", "2001:db8::/32", "::1/128"])("can be the CIDR block %s", (cidr) => {
    expect(cidrProblem(cidr)).toBeUndefined();
  });

  test.each(["10.0.0.0", "10.0.0.0/33", "2001:db8::/129", "10.0.0/8", "everywhere/0", "sg-0c", ""])(
    "can't be %j",
    (cidr) => {
      expect(cidrProblem(cidr, true)).toMatch(/is not a CIDR block; expected one such as "10\.0\.0\.0\/16" or/);
    },
  );
});

describe("the DNS of a PrivateLink", () => {
  test.each(["endpoint", "none"])("has no options of a hosted zone with %s", (dns) => {
    const found = bad({ ...made, dns, zoneId: "ZOURS", additionalVpcIds: ["vpc-0b"], recordTtl: 60 });
    expect(Object.keys(found)).toEqual(["zoneId", "additionalVpcIds", "recordTtl"]);
    expect(found.zoneId).toContain(
      `dns is "${dns}", which has no hosted zone. Leave it out, or choose dns "hostedZone".`,
    );
  });

  test("has each VPC once", () => {
    expect(bad({ ...made, additionalVpcIds: ["vpc-0b", "vpc-0b"] })).toEqual({
      additionalVpcIds: 'has "vpc-0b" twice. Give each once.',
    });
    expect(bad({ ...made, additionalVpcIds: [VPC] })).toEqual({
      additionalVpcIds: "has the VPC of the endpoint, which the zone is made for anyway. Leave it out.",
    });
    expect(bad({ ...made, additionalVpcIds: [VPC], zoneId: "ZOURS" })).toEqual({});
  });

  test("has a lifetime that Route 53 takes", () => {
    expect(bad({ ...made, recordTtl: 0 })).toEqual({});
    expect(bad({ ...made, recordTtl: 1.5 })).toEqual({
      recordTtl: "1.5 is out of range: Route 53 takes 0 to 2147483647 seconds.",
    });
  });
});
