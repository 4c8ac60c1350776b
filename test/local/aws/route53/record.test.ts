import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { useCloud } from "../cloud";
import { Driven } from "../support";

const NAME = "private.aped-4627-b74a.pinecone.io";
const RECORD = "aws:route53/record:Record";
const HOST = "vpce-1.vpce-svc-1.us-east-1.vpce.amazonaws.com";

const cloud = useCloud();
afterEach(() => cloud.reset());
const record = () => new Driven(cloud.plugin, RECORD);

let zoneId = "";
beforeEach(async () => {
  const zone = new Driven(cloud.plugin, "aws:route53/zone:Zone");
  ({ id: zoneId } = await zone.create({ name: NAME, vpcs: [{ vpcId: "vpc-1" }] }));
});

const wildcard = () => ({ zoneId, name: "*", type: "CNAME", ttl: 60, records: [HOST] });
const alias = () => ({
  zoneId,
  name: NAME,
  type: "A",
  aliases: [{ name: HOST, zoneId: "Z7HUB22UULQXV", evaluateTargetHealth: true }],
});

/** The records of the zone in moto, but for its own NS and SOA. */
async function records() {
  const { ResourceRecordSets = [] } = await cloud.route53.listResourceRecordSets({ HostedZoneId: zoneId });
  return ResourceRecordSets.filter(({ Type }) => Type !== "NS" && Type !== "SOA");
}

describe("a record", () => {
  test("of a wildcard is made below its zone", async () => {
    const state = await record().create(wildcard());
    expect(await records()).toEqual([
      { Name: `*.${NAME}.`, Type: "CNAME", TTL: 60, ResourceRecords: [{ Value: HOST }] },
    ]);
    expect(state.id).toBe(`${zoneId}_*_CNAME`);
    expect(state.outputs).toMatchObject({ ...wildcard(), fqdn: `*.${NAME}`, allowOverwrite: false });
  });

  test("is an alias when it has one", async () => {
    const state = await record().create(alias());
    expect(await records()).toMatchObject([
      { Type: "A", AliasTarget: { DNSName: HOST, HostedZoneId: "Z7HUB22UULQXV", EvaluateTargetHealth: true } },
    ]);
    expect(state.outputs).toMatchObject(alias());
    expect(state.outputs).not.toHaveProperty("ttl");
  });

  test("points to the new endpoint after an update, and is never away", async () => {
    const state = await record().create(wildcard());
    await record().update(state, { ...wildcard(), records: ["vpce-2.example.com"], ttl: 30 });
    expect(await records()).toMatchObject([{ TTL: 30, ResourceRecords: [{ Value: "vpce-2.example.com" }] }]);
  });

  test("that is there already is refused, and taken over with allowOverwrite", async () => {
    await record().create(wildcard());
    await expect(record().create(wildcard())).rejects.toThrow(/Could not create the Route 53 record .*already exists/);
    await record().create({ ...wildcard(), ttl: 5, allowOverwrite: true });
    expect(await records()).toMatchObject([{ TTL: 5 }]);
  });

  test.each([
    ["no value", { records: [] }],
    ["no ttl", { ttl: undefined }],
    ["records and an alias", { aliases: [{ name: HOST, zoneId: "Z1", evaluateTargetHealth: false }] }],
  ])("with %s is refused", async (_what, change) => {
    const given = Object.entries({ ...wildcard(), ...change }).filter(([, value]) => value !== undefined);
    await expect(record().create(Object.fromEntries(given) as never)).rejects.toThrow(
      /Route 53 wants records with a ttl, or one alias without/,
    );
    expect(await records()).toEqual([]);
  });

  test("in a zone that is not there is refused with the zone", async () => {
    await expect(record().create({ ...wildcard(), zoneId: "Z0" })).rejects.toThrow(/there is no hosted zone "Z0"/);
  });

  test.each([
    ["CNAME", wildcard],
    ["alias", alias],
  ])("of the kind %s is deleted, and a second time nothing happens", async (_kind, program) => {
    const state = await record().create(program());
    await record().delete(state);
    expect(await records()).toEqual([]);
    expect(await record().refresh(state)).toBeUndefined();
    await record().delete(state);
  });

  test("is gone with its zone", async () => {
    const state = await record().create(wildcard());
    await record().delete(state);
    await cloud.route53.deleteHostedZone({ Id: zoneId });
    expect(await record().refresh(state)).toBeUndefined();
    await record().delete(state);
  });
});

describe("the diff of a record", () => {
  test.each([
    ["the full name instead of the short one", { name: `*.${NAME}` }, ["name!"]],
    ["capital letters and a dot in the name", { name: "*." }, []],
    ["a type", { type: "A" }, ["type!"]],
    ["a ttl", { ttl: 5 }, ["ttl"]],
    ["records", { records: ["elsewhere.example.com"] }, ["records"]],
    ["another zone", { zoneId: "Z0" }, ["zoneId!"]],
  ])("sees %s as a change", async (_what, change, expected) => {
    const state = await record().create(wildcard());
    expect(await record().changes(state, { ...wildcard(), ...change })).toEqual(expected);
  });

  test("deletes the old one first for another type, which could not stand beside it, and last for another zone", async () => {
    const state = await record().create(wildcard());
    expect((await record().diff(state, { ...wildcard(), type: "A" })).deleteBeforeReplace).toBe(true);
    expect((await record().diff(state, { ...wildcard(), zoneId: "Z0" })).deleteBeforeReplace).toBe(false);
  });

  test("does not see an alias's target written differently", async () => {
    const state = await record().create(alias());
    const [target] = alias().aliases;
    const aliases = [{ ...target, name: `${HOST.toUpperCase()}.` }];
    expect(await record().changes(state, { ...alias(), aliases })).toEqual([]);
  });
});

describe("an import", () => {
  test.each([
    ["CNAME", "*", wildcard],
    ["A", NAME, alias],
  ])("of a record of type %s by its ID gives an empty preview", async (type, name, program) => {
    await record().create(program());
    const read = await record().import(`${zoneId}_${name}_${type}`);
    const state = { id: read?.id ?? "", inputs: read?.inputs ?? {}, outputs: read?.outputs ?? {} };
    expect(await record().changes(state, program())).toEqual([]);
  });

  test("takes a name with underscores", async () => {
    await record().create({ ...wildcard(), name: "_sip._tcp" });
    expect((await record().import(`${zoneId}__sip._tcp_CNAME`))?.inputs["name"]).toBe("_sip._tcp");
  });

  test("by something else is refused with the form of an ID", async () => {
    await expect(record().import("Z1")).rejects.toThrow(/"Z1" is not the ID of a Route 53 record: give .*Z123456_/);
  });
});
