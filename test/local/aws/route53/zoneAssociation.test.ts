import { afterEach, beforeEach, expect, test } from "vitest";
import { useCloud } from "../cloud";
import { Driven } from "../support";

const cloud = useCloud();
afterEach(() => cloud.reset());
const association = () => new Driven(cloud.plugin, "aws:route53/zoneAssociation:ZoneAssociation");
const zone = () => new Driven(cloud.plugin, "aws:route53/zone:Zone");

let zoneId = "";
beforeEach(async () => {
  ({ id: zoneId } = await zone().create({ name: "example.com", vpcs: [{ vpcId: "vpc-1" }] }));
});

async function vpcs(): Promise<string[]> {
  const { VPCs = [] } = await cloud.route53.getHostedZone({ Id: zoneId });
  return VPCs.map(({ VPCId, VPCRegion }) => `${VPCId} in ${VPCRegion}`);
}

test("a zone holds for one more VPC, in the provider's region unless another is given", async () => {
  const near = await association().create({ zoneId, vpcId: "vpc-2" });
  const far = await association().create({ zoneId, vpcId: "vpc-3", vpcRegion: "eu-west-1" });
  expect(await vpcs()).toEqual(["vpc-1 in us-east-1", "vpc-2 in us-east-1", "vpc-3 in eu-west-1"]);
  expect([near.id, far.id]).toEqual([`${zoneId}:vpc-2:us-east-1`, `${zoneId}:vpc-3:eu-west-1`]);
  expect(near.outputs).toMatchObject({ vpcRegion: "us-east-1", owningAccount: "123456789012" });
});

test("a VPC of another zone of the same name is refused, as AWS refuses it", async () => {
  await zone().create({ name: "example.com", vpcs: [{ vpcId: "vpc-2" }] });
  await expect(association().create({ zoneId, vpcId: "vpc-2" })).rejects.toThrow(/ConflictingDomainExists/);
  expect(await vpcs()).toEqual(["vpc-1 in us-east-1"]);
});

test("deleting it takes only its VPC from the zone, and a second time does nothing", async () => {
  const state = await association().create({ zoneId, vpcId: "vpc-2" });
  await association().delete(state);
  expect(await vpcs()).toEqual(["vpc-1 in us-east-1"]);
  expect(await association().refresh(state)).toBeUndefined();
});

test("it is gone with its zone, and then no error to delete", async () => {
  const state = await association().create({ zoneId, vpcId: "vpc-2" });
  await cloud.route53.deleteHostedZone({ Id: zoneId });
  expect(await association().refresh(state)).toBeUndefined();
  await association().delete(state);
});

test.each([
  ["without a region in the provider's", "vpc-2", {}],
  ["with its region", "vpc-2:eu-west-1", { vpcRegion: "eu-west-1" }],
])("an import by its ID, %s, gives an empty preview", async (_which, end, more) => {
  const program = { zoneId, vpcId: "vpc-2", ...more };
  await association().create(program);
  const read = await association().import(`${zoneId}:${end}`);
  const state = { id: read?.id ?? "", inputs: read?.inputs ?? {}, outputs: read?.outputs ?? {} };
  expect(await association().changes(state, program)).toEqual([]);
});

test("every change makes a new one", async () => {
  const state = await association().create({ zoneId, vpcId: "vpc-2" });
  expect(await association().changes(state, { zoneId: "Z2", vpcId: "vpc-3", vpcRegion: "eu-west-1" })).toEqual([
    "zoneId!",
    "vpcId!",
    "vpcRegion!",
  ]);
});

test("an ID that is none is refused with its form", async () => {
  await expect(association().import("Z1")).rejects.toThrow(
    /"Z1" is not the ID .* the zone's ID, a colon and the VPC's/,
  );
});
