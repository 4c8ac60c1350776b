import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { checkEndpoint, checkSubnets, checkVpc, checkZone } from "../../components/privateLinkLookups";
import { type Link, PRIVATE_LINK } from "../../components/privateLinkParts";
import { record } from "./mocks";
import { awsObjects, awsOf, REGION, SERVICE, VPC, VPC_ENDPOINT, ZONE } from "./privateLinkFixture";

let objects: ReturnType<typeof awsObjects>;
let link: Link;

beforeEach(async () => {
  objects = awsObjects();
  await inDeployment();
});

/** Everything from now on happens in an `up`, or in a preview. */
async function inDeployment(options: { preview?: boolean } = {}): Promise<void> {
  await record(awsOf(objects), options);
  link = {
    name: "search",
    region: REGION,
    serviceName: pulumi.output(SERVICE),
    dnsZone: pulumi.output(ZONE),
    parent: new pulumi.ComponentResource(PRIVATE_LINK, "search"),
  };
}

/** The lines of what is refused, without the first one, which names the component. */
async function reasons(check: Promise<unknown>): Promise<string[]> {
  try {
    await check;
  } catch (error) {
    if (!pulumi.RunError.isInstance(error)) throw error;
    const [first, ...lines] = error.message.split("\n");
    expect(first).toBe(`${PRIVATE_LINK} "search" can't be made from these arguments:`);
    return lines.map((line) => line.trim());
  }
  return [];
}

describe("subnets", () => {
  const check = (...ids: string[]) => reasons(checkSubnets(link, ids, VPC));

  test("of the VPC in a zone each are taken, also when one is named twice", async () => {
    expect(await check("subnet-a", "subnet-b", "subnet-a")).toEqual([]);
  });

  test("of one zone are refused, with the zone", async () => {
    expect(await check("subnet-a", "subnet-b", "subnet-b2")).toEqual([
      'subnetIds: "subnet-b" and "subnet-b2" are in one Availability Zone, us-east-1b (use1-azb): AWS takes one subnet per Availability Zone for an interface endpoint. Keep one.',
    ]);
  });

  test("of another VPC are refused together with those of one zone", async () => {
    expect(await check("subnet-b", "subnet-b2", "subnet-c-elsewhere")).toEqual([
      'subnetIds: "subnet-c-elsewhere" is in the VPC "vpc-0b", but vpcId is "vpc-0a": AWS makes an endpoint in subnets of its own VPC. Give subnets of that one.',
      expect.stringContaining('"subnet-b" and "subnet-b2"'),
    ]);
  });

  test("that AWS does not have in the region are refused in its words", async () => {
    expect(await check("subnet-gone")).toEqual([
      'subnetIds: "subnet-gone" can\'t be looked up in us-east-1. Give the ID of one that is there, in the account of the AWS provider. AWS: no matching aws:ec2/getSubnet:getSubnet found',
    ]);
  });

  test("are taken as they are while the AWS provider can't be configured", async () => {
    Object.assign(objects, { "subnet-x": {}, "subnet-y": {} });
    expect(await check("subnet-x", "subnet-y")).toEqual([]);
  });
});

describe("a VPC whose clients resolve private names", () => {
  const off = { enableDnsSupport: true, enableDnsHostnames: false };
  const told =
    '"vpc-0a" has enableDnsHostnames off: AWS resolves private names only in a VPC that has both enableDnsSupport and enableDnsHostnames on. Turn it on in the VPC, or choose dns "none".';

  test("is refused while a setting is off that AWS needs for it", async () => {
    expect(await reasons(checkVpc(link, "vpcId", VPC, VPC))).toEqual([]);
    objects[VPC] = off;
    expect(await reasons(checkVpc(link, "vpcId", VPC, VPC))).toEqual([`vpcId: ${told}`]);
    objects[VPC] = { enableDnsSupport: false, enableDnsHostnames: false };
    const [both] = await reasons(checkVpc(link, "vpcId", VPC, VPC));
    expect(both).toContain("has enableDnsSupport and enableDnsHostnames off");
    expect(both).toContain("Turn them on");
  });

  test("is told of as the VPC of the endpoint where that was brought", async () => {
    objects[VPC] = off;
    const [reason] = await reasons(checkVpc(link, "vpcEndpointId", VPC, VPC_ENDPOINT));
    expect(reason).toMatch(/^vpcEndpointId: is in the VPC "vpc-0a", which has enableDnsHostnames off/);
  });

  test("is only warned of in the preview of a program that may be about to mend it", async () => {
    objects[VPC] = off;
    const output = pulumi.output(VPC);
    expect(await reasons(checkVpc(link, "vpcId", VPC, output))).toEqual([`vpcId: ${told}`]);

    await inDeployment({ preview: true });
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    expect(await reasons(checkVpc(link, "vpcId", VPC, output))).toEqual([]);
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^As it is now, .*\n {2}vpcId: /), link.parent);
    expect(await reasons(checkVpc(link, "vpcId", VPC, VPC))).toEqual([`vpcId: ${told}`]);
  });
});

describe("an endpoint that is brought", () => {
  const needs = { given: VPC_ENDPOINT, needsPrivateDns: false };
  const check = (change: object, needsPrivateDns = false) => {
    objects[VPC_ENDPOINT] = { ...objects[VPC_ENDPOINT], ...change };
    return reasons(checkEndpoint(link, VPC_ENDPOINT, SERVICE, { ...needs, needsPrivateDns }));
  };

  test("is shown as AWS has it", async () => {
    expect(await checkEndpoint(link, VPC_ENDPOINT, SERVICE, needs)).toMatchObject({ vpcId: VPC, serviceName: SERVICE });
  });

  test("is refused when it is for another service", async () => {
    const other = "com.amazonaws.vpce.us-east-1.vpce-svc-0b";
    expect(await check({ serviceName: other })).toEqual([
      `vpcEndpointId: "${VPC_ENDPOINT}" is for the service ${other}, but Pinecone's in us-east-1 is ${SERVICE}. Give an endpoint for that one; or give service, if Pinecone has changed its service.`,
    ]);
  });

  test("is refused when it is none with addresses in the VPC", async () => {
    expect(await check({ vpcEndpointType: "Gateway" })).toEqual([
      `vpcEndpointId: "${VPC_ENDPOINT}" is of the type Gateway, but AWS PrivateLink needs an interface endpoint. Give one.`,
    ]);
  });

  test("is refused when its own DNS is wanted and disabled", async () => {
    expect(await check({}, true)).toEqual([
      `vpcEndpointId: "${VPC_ENDPOINT}" has its private DNS names disabled, but dns is "endpoint". Enable them on it, or choose another dns, such as "hostedZone".`,
    ]);
    expect(await check({ privateDnsEnabled: true }, true)).toEqual([]);
  });

  test("is refused when it is not in the region", async () => {
    const gone = checkEndpoint(link, "vpce-0f", SERVICE, needs);
    expect(await reasons(gone)).toEqual([
      expect.stringMatching(/^vpcEndpointId: "vpce-0f" can't be looked up in us-east-1\./),
    ]);
  });
});

describe("a hosted zone that is brought", () => {
  test("is refused when it has another name and is public, both at once", async () => {
    objects["ZOURS"] = { name: "pinecone.io", privateZone: false };
    expect(await reasons(checkZone(link, "ZOURS", ZONE))).toEqual([
      `zoneId: "ZOURS" is the zone "pinecone.io", but the private hosts in us-east-1 are in "${ZONE}". Give a private zone of that name.`,
      'zoneId: "ZOURS" is a public zone, which clients of no VPC are led by. Give a private hosted zone.',
    ]);
  });

  test("is taken by its name, whether with a dot at the end or without", async () => {
    expect(await reasons(checkZone(link, "ZOURS", ZONE))).toEqual([]);
    objects["ZOURS"] = { name: `${ZONE}.`, privateZone: true };
    expect(await reasons(checkZone(link, "ZOURS", ZONE))).toEqual([]);
  });

  test("is refused when Route 53 does not have it", async () => {
    expect(await reasons(checkZone(link, "ZGONE", ZONE))).toEqual([
      expect.stringMatching(/^zoneId: "ZGONE" can't be looked up/),
    ]);
  });
});
