import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import { PrivateLink } from "../../components/privateLink";
import { privateHostOf } from "../../components/privateLinkParts";
import { REGION_TABLE } from "../../iam";
import { record, type Recorder, settled, value } from "./mocks";
import {
  awsObjects,
  awsOf,
  build,
  dnsName,
  ENDPOINT,
  HOSTED_ZONE,
  made,
  RECORD,
  REGION,
  VPC,
  ZONE,
} from "./privateLinkFixture";

const ASSOCIATION = "aws:route53/zoneAssociation:ZoneAssociation";

let recorder: Recorder;
let asked: string[];

beforeEach(async () => {
  asked = [];
  recorder = await record(awsOf(awsObjects(), asked));
});

describe("the DNS of a PrivateLink", () => {
  test("is for further VPCs too", async () => {
    await build(recorder, { ...made, additionalVpcIds: ["vpc-0b"] });
    expect(recorder.ofType(HOSTED_ZONE)["search-zone"]?.vpcs).toEqual([
      { vpcId: VPC, vpcRegion: REGION },
      { vpcId: "vpc-0b", vpcRegion: REGION },
    ]);
    expect(recorder.ofType(ASSOCIATION)).toEqual({});
  });

  test("is a record and associations with further VPCs alone in a zone that is brought", async () => {
    const additionalVpcIds = ["vpc-0b", pulumi.output(VPC)];
    const link = await build(recorder, { ...made, zoneId: "ZOURS", additionalVpcIds, tags: { team: "search" } });
    expect(recorder.ofType(HOSTED_ZONE)).toEqual({});
    expect(recorder.ofType(ASSOCIATION)).toEqual({
      "search-zone-association-vpc-0b": { zoneId: "ZOURS", vpcId: "vpc-0b", vpcRegion: REGION },
      "search-zone-association-vpc-1": { zoneId: "ZOURS", vpcId: VPC, vpcRegion: REGION },
    });
    expect(recorder.ofType(RECORD)["search-record"]).toMatchObject({ zoneId: "ZOURS", name: `*.${ZONE}` });
    expect(await value(link.zoneId)).toBe("ZOURS");
    expect(recorder.events.slice(-2)).toEqual(["asked search-guard", "made search-guard"]);
  });

  test("takes a brought zone's name as Route 53 writes it", async () => {
    recorder = await record(awsOf({ ...awsObjects(), ZOURS: { name: `${ZONE.toUpperCase()}.`, privateZone: true } }));
    await build(recorder, { ...made, zoneId: "ZOURS" });
    expect(recorder.ofType(RECORD)["search-record"]).toMatchObject({ zoneId: "ZOURS" });
  });

  test("can be the endpoint's own", async () => {
    const link = await build(recorder, { ...made, dns: "endpoint" });
    expect(recorder.ofType(ENDPOINT)["search-endpoint"]).toMatchObject({ vpcId: VPC, privateDnsEnabled: true });
    expect([recorder.ofType(HOSTED_ZONE), recorder.ofType(RECORD)]).toEqual([{}, {}]);
    expect(await value(link.zoneId)).toBeUndefined();
    expect(await value(link.zoneName)).toBe(ZONE);
  });

  test("can be left to the user, who is told the record", async () => {
    const link = await build(recorder, { ...made, dns: "none" });
    expect([recorder.ofType(HOSTED_ZONE), recorder.ofType(RECORD)]).toEqual([{}, {}]);
    expect(await value(link.record)).toEqual({
      name: `*.${ZONE}`,
      type: "CNAME",
      value: dnsName("search-endpoint-id"),
    });
    expect(asked).not.toContain(`getVpc ${VPC} ${REGION}`);
  });

  test("has the default lifetime also where an output turns out to be nothing", async () => {
    await build(recorder, { ...made, recordTtl: pulumi.output(undefined) });
    expect(recorder.ofType(RECORD)["search-record"]).toMatchObject({ ttl: 60 });
  });
});

describe("the private host of an index", () => {
  const host = "docs-example-a1b234c.svc.aped-4627-b74a.pinecone.io";
  const privateHost = `docs-example-a1b234c.svc.${ZONE}`;

  test("comes from its public one, and from itself", async () => {
    const link = new PrivateLink("search", made);
    const hosts = [link.privateHost(host), link.privateHost(privateHost), link.privateHost(pulumi.output(host))];
    expect(await Promise.all(hosts.map(value))).toEqual([privateHost, privateHost, privateHost]);
    await settled(link);
  });

  test("is there when all of the way is", async () => {
    const link = new PrivateLink("search", made);
    await value(link.privateHost(host));
    expect(recorder.events).toContain("made search-guard");
    await settled(link);
  });

  test.each([
    ["of another region", `a.svc.${REGION_TABLE["eu-west-1"].dnsZone}`],
    ["with a scheme before it", `https://${host}`],
    ["with a port after it", `${host}:443`],
    ["of something else", "api.pinecone.io"],
  ])("is refused for a host %s", (_, wrongHost) => {
    const told =
      "is not the host of an index in us-east-1; expected one such as <index>.svc.aped-4627-b74a.pinecone.io";
    expect(() => privateHostOf(wrongHost, ZONE, REGION)).toThrow(`"${wrongHost}" ${told}`);
  });
});
