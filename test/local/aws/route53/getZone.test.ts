import { beforeAll, describe, expect, test } from "vitest";
import type { PropertyMap } from "../../../../provider/rpc";
import { MOTO_START_MS, useCloud } from "../cloud";
import { Driven, newContext } from "../support";

const NAME = "example.com";
const TOKEN = "aws:route53/getZone:getZone";

const cloud = useCloud();
const ids = { public: "", first: "", second: "" };

beforeAll(async () => {
  const zone = (name: string, more: PropertyMap) =>
    new Driven(cloud.plugin, "aws:route53/zone:Zone", name).create({ name: NAME, ...more });
  ids.public = (await zone("public", {})).id;
  ids.first = (await zone("first", { vpcs: [{ vpcId: "vpc-1" }], tags: { stage: "test" } })).id;
  ids.second = (await zone("second", { vpcs: [{ vpcId: "vpc-2" }] })).id;
}, MOTO_START_MS);

async function getZone(args: PropertyMap): Promise<PropertyMap> {
  const answer = await cloud.plugin.functions[TOKEN]?.invoke({ ...newContext(), token: TOKEN, args });
  return answer?.result ?? {};
}

describe("a zone is found", () => {
  test.each([
    ["by its ID", () => ({ zoneId: ids.first }), "first"],
    ["by its name, the public one when nothing else is said", () => ({ name: `${NAME}.` }), "public"],
    ["by its name and VPC", () => ({ name: NAME, vpcId: "vpc-2" }), "second"],
    ["by its name and tags", () => ({ name: NAME, privateZone: true, tags: { stage: "test" } }), "first"],
  ] as const)("%s", async (_how, args, which) => {
    expect((await getZone(args()))["zoneId"]).toBe(ids[which]);
  });

  test("with all there is to know of it", async () => {
    expect(await getZone({ zoneId: ids.first })).toMatchObject({
      id: ids.first,
      arn: `arn:aws:route53:::hostedzone/${ids.first}`,
      name: NAME,
      comment: "Managed by Pulumi",
      privateZone: true,
      resourceRecordSetCount: 2,
      primaryNameServer: "ns-2048.awsdns-64.com",
      tags: { stage: "test" },
    });
  });
});

describe("it is an error", () => {
  test.each([
    ["to give neither ID nor name", {}, /give one of the two/],
    ["to give both", { zoneId: "Z0", name: NAME }, /give one of the two/],
    ["when no zone has the ID", { zoneId: "Z0" }, /There is no hosted zone "Z0"/],
    ["when no zone has the name", { name: "example.org" }, /There is no public hosted zone "example.org"/],
    ["when two fit", { name: NAME, privateZone: true }, /There are 2 zones that fit/],
    ["when the tags fit none", { name: NAME, tags: { a: "b" } }, /with these tags: check name, privateZone/],
  ])("%s", async (_when, args, message) => {
    await expect(getZone(args)).rejects.toThrow(message);
  });
});
