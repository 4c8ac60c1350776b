import { afterEach, describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../../provider/rpc";
import { useCloud } from "../cloud";
import { Driven, type State } from "../support";

const NAME = "private.aped-4627-b74a.pinecone.io";
const ZONE = "aws:route53/zone:Zone";

const cloud = useCloud();
afterEach(() => cloud.reset());
const zone = (name = "zone") => new Driven(cloud.plugin, ZONE, name);
const make = (more = {}) => zone().create({ name: NAME, vpcs: [{ vpcId: "vpc-1" }], ...more });

async function vpcsOf({ id }: State): Promise<string[]> {
  const { VPCs = [] } = await cloud.route53.getHostedZone({ Id: id });
  return VPCs.map(({ VPCId, VPCRegion }) => `${VPCId} in ${VPCRegion}`).sort();
}

describe("a private hosted zone", () => {
  test("is made with all its VPCs, a comment and tags", async () => {
    const state = await make({
      vpcs: [{ vpcId: "vpc-1" }, { vpcId: "vpc-2", vpcRegion: "eu-west-1" }],
      tags: { team: "search" },
    });
    const { HostedZone } = await cloud.route53.getHostedZone({ Id: state.id });
    expect(HostedZone).toMatchObject({
      Name: `${NAME}.`,
      Config: { PrivateZone: true, Comment: "Managed by Pulumi" },
    });
    expect(await vpcsOf(state)).toEqual(["vpc-1 in us-east-1", "vpc-2 in eu-west-1"]);
    const tags = await cloud.route53.listTagsForResource({ ResourceType: "hostedzone", ResourceId: state.id });
    expect(tags.ResourceTagSet?.Tags).toEqual([{ Key: "team", Value: "search" }]);
    expect(state.outputs).toMatchObject({
      zoneId: state.id,
      name: NAME,
      arn: `arn:aws:route53:::hostedzone/${state.id}`,
      primaryNameServer: "ns-2048.awsdns-64.com",
      nameServers: expect.arrayContaining(["ns-2048.awsdns-64.com"]) as string[],
      forceDestroy: false,
      tagsAll: { team: "search" },
    });
  });

  test("gets a VPC before it loses another, so that it is never without one", async () => {
    const state = await make();
    await zone().update(state, { name: NAME, vpcs: [{ vpcId: "vpc-3" }], comment: "moved", tags: { a: "b" } });
    expect(await vpcsOf(state)).toEqual(["vpc-3 in us-east-1"]);
    const { HostedZone } = await cloud.route53.getHostedZone({ Id: state.id });
    expect(HostedZone?.Config?.Comment).toBe("moved");
  });

  test("keeps the VPCs that associations have added, when its own changes are ignored", async () => {
    const state = await make();
    const VPC = { VPCId: "vpc-9", VPCRegion: "us-east-1" } as const;
    await cloud.route53.associateVPCWithHostedZone({ HostedZoneId: state.id, VPC });
    const program = { name: NAME, vpcs: [{ vpcId: "vpc-1" }], comment: "changed" };
    await zone().update(state, program, false, ["vpcs"]);
    expect(await vpcsOf(state)).toEqual(["vpc-1 in us-east-1", "vpc-9 in us-east-1"]);
  });

  test("keeps, changes and loses tags as the program says", async () => {
    const state = await make({ tags: { a: "1", b: "2", c: "3" } });
    const { outputs } = await zone().update(state, {
      name: NAME,
      vpcs: [{ vpcId: "vpc-1" }],
      tags: { a: "1", b: "9" },
    });
    expect(outputs["tagsAll"]).toEqual({ a: "1", b: "9" });
  });

  test("with records in it is not deleted, unless forceDestroy says so", async () => {
    const state = await make();
    const Changes = ["A", "CNAME"].map((Type) => ({
      Action: "CREATE" as const,
      ResourceRecordSet: {
        Name: `${Type.toLowerCase()}.${NAME}`,
        Type: Type as "A" | "CNAME",
        TTL: 60,
        ResourceRecords: [{ Value: Type === "A" ? "10.0.0.1" : "elsewhere.example.com" }],
      },
    }));
    await cloud.route53.changeResourceRecordSets({ HostedZoneId: state.id, ChangeBatch: { Changes } });
    await expect(zone().delete(state)).rejects.toThrow(
      /Could not delete the Route 53 hosted zone ".*HostedZoneNotEmpty/,
    );
    await zone().delete({ ...state, inputs: { ...state.inputs, forceDestroy: true } });
    await expect(cloud.route53.getHostedZone({ Id: state.id })).rejects.toThrow(/No hosted zone found/);
  });

  test("that is gone is no error to delete, and is not found by refresh", async () => {
    const state = await make();
    await zone().delete(state);
    expect(await zone().refresh(state)).toBeUndefined();
    await zone().delete(state);
  });
});

describe("a VPC that another private zone of the name holds for, which AWS refuses and moto takes,", () => {
  const refused =
    /AWS refuses the VPC vpc-1 .* associated with \w+, which has the same name \(ConflictingDomainExists\)/;

  test("can't be the first of a zone, nor come to one later; a zone of another name takes it", async () => {
    await make();
    await expect(make({ name: `${NAME}.` })).rejects.toThrow(refused);
    const other = await make({ vpcs: [{ vpcId: "vpc-2" }] });
    const news = { name: NAME, vpcs: [{ vpcId: "vpc-2" }, { vpcId: "vpc-1" }] };
    await expect(zone().update(other, news)).rejects.toThrow(refused);
    await make({ name: "example.com" });
  });

  test("is free again when that zone is gone", async () => {
    const state = await make();
    await zone().delete(state);
    await make();
  });
});

test("a zone without VPCs is public, and one without a name is called after its resource", async () => {
  const state = await zone("apex").create({});
  expect(state.outputs["name"]).toMatch(/^apex-[0-9a-f]{7}$/);
  const { HostedZone } = await cloud.route53.getHostedZone({ Id: state.id });
  expect(HostedZone?.Config?.PrivateZone).toBe(false);
  expect(state.outputs["vpcs"]).toBeUndefined();
});

describe("the diff of a zone", () => {
  const program = { name: NAME, vpcs: [{ vpcId: "vpc-1" }, { vpcId: "vpc-2" }] };

  test.each([
    ["a dot at the end of the name", { ...program, name: `${NAME}.` }, []],
    ["another name", { ...program, name: "example.com" }, ["name!"]],
    ["VPCs in another order", { ...program, vpcs: [{ vpcId: "vpc-2" }, { vpcId: "vpc-1" }] }, []],
    [
      "the region of a VPC written out",
      { ...program, vpcs: [{ vpcId: "vpc-1", vpcRegion: "us-east-1" }, { vpcId: "vpc-2" }] },
      [],
    ],
    ["one VPC less", { ...program, vpcs: [{ vpcId: "vpc-1" }] }, ["vpcs"]],
    ["a VPC that is not known yet", { ...program, vpcs: [{ vpcId: UNKNOWN }, { vpcId: "vpc-2" }] }, ["vpcs"]],
    ["a comment", { ...program, comment: "new" }, ["comment"]],
    ["forceDestroy", { ...program, forceDestroy: true }, ["forceDestroy"]],
    ["tags", { ...program, tags: { a: "b" } }, ["tags", "tagsAll"]],
  ])("sees %s as %j", async (_what, news, expected) => {
    const inputs = await zone().inputs(program);
    expect(await zone().changes({ id: "Z1", inputs, outputs: { ...inputs, tagsAll: {} } }, news)).toEqual(expected);
  });
});

describe("a zone that is read", () => {
  test("for an import has the program's inputs, so that its preview is empty", async () => {
    const program = { name: `${NAME}.`, vpcs: [{ vpcId: "vpc-1" }], tags: { a: "b" } };
    const { id } = await zone().create(program);
    const read = await zone().import(id);
    const state = { id, inputs: read?.inputs ?? {}, outputs: read?.outputs ?? {} };
    expect(await zone().changes(state, program)).toEqual([]);
  });

  test("shows the VPC that somebody else has added", async () => {
    const state = await make();
    const VPC = { VPCId: "vpc-9", VPCRegion: "us-east-1" } as const;
    await cloud.route53.associateVPCWithHostedZone({ HostedZoneId: state.id, VPC });
    const read = await zone().refresh(state);
    expect(read?.outputs["vpcs"]).toEqual([
      { vpcId: "vpc-1", vpcRegion: "us-east-1" },
      { vpcId: "vpc-9", vpcRegion: "us-east-1" },
    ]);
  });
});

test("delegation sets are refused with what to do instead", async () => {
  const { failures } = await zone().check({ name: NAME, delegationSetId: "N1" });
  expect(failures).toEqual([
    { property: "delegationSetId", reason: expect.stringMatching(/does not support .* leave it out/) as string },
  ]);
});
