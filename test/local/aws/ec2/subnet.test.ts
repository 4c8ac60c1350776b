import { beforeAll, describe, expect, test } from "vitest";
import { MOTO_START_MS, useCloud } from "../cloud";
import { ACCOUNT, REGION } from "../support";
import { changesAfterImport, driven } from "./support";

const cloud = useCloud();
const subnet = () => driven.subnet(cloud.plugin);
let vpcId = "";
beforeAll(async () => {
  vpcId = (await driven.vpc(cloud.plugin).create({ cidrBlock: "10.0.0.0/16" })).id;
}, MOTO_START_MS);

describe("a subnet", () => {
  test("is made in its zone with what was asked for", async () => {
    const availabilityZone = `${REGION}b`;
    const tags = { team: "search" };
    const made = await subnet().create({ vpcId, cidrBlock: "10.0.1.0/24", availabilityZone, tags });
    const { Subnets } = await cloud.ec2.describeSubnets({ SubnetIds: [made.id] });
    expect(Subnets).toMatchObject([
      {
        VpcId: vpcId,
        CidrBlock: "10.0.1.0/24",
        AvailabilityZone: availabilityZone,
        MapPublicIpOnLaunch: false,
        Tags: [{ Key: "team", Value: "search" }],
      },
    ]);
    expect(made.outputs).toMatchObject({
      arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:subnet/${made.id}`,
      availabilityZone,
      availabilityZoneId: Subnets?.[0]?.AvailabilityZoneId,
      privateDnsHostnameTypeOnLaunch: "ip-name",
    });
  });

  test("changes what it gives to instances in place, and its zone by another subnet", async () => {
    const program = { vpcId, cidrBlock: "10.0.2.0/24", availabilityZone: `${REGION}a` };
    const made = await subnet().create(program);
    const news = { ...program, mapPublicIpOnLaunch: true, enableResourceNameDnsARecordOnLaunch: true };
    const after = await subnet().update(made, news);
    const { Subnets } = await cloud.ec2.describeSubnets({ SubnetIds: [made.id] });
    expect(Subnets).toMatchObject([
      { MapPublicIpOnLaunch: true, PrivateDnsNameOptionsOnLaunch: { EnableResourceNameDnsARecord: true } },
    ]);
    expect(await subnet().changes(after, { ...news, availabilityZone: `${REGION}c` })).toEqual(["availabilityZone!"]);
  });

  test("imported gives an empty preview", async () => {
    const program = { vpcId, cidrBlock: "10.0.3.0/24" };
    const { id } = await subnet().create(program);
    expect(await changesAfterImport(subnet(), id, program)).toEqual([]);
  });

  test("in a zone of another region is refused, which moto would make", async () => {
    await expect(subnet().create({ vpcId, cidrBlock: "10.0.4.0/24", availabilityZone: "eu-west-1a" })).rejects.toThrow(
      'the Availability Zone "eu-west-1a" is not in the region us-east-1',
    );
  });

  test("is gone after its deletion, and deleting it again is no error", async () => {
    const made = await subnet().create({ vpcId, cidrBlock: "10.0.5.0/24" });
    await subnet().delete(made);
    expect(await subnet().refresh(made)).toBeUndefined();
    await subnet().delete(made);
  });

  test("outside its VPC is refused in AWS's words", async () => {
    await expect(subnet().create({ vpcId, cidrBlock: "192.168.0.0/24" })).rejects.toThrow(
      /^Could not create the subnet "subnet": .*\(InvalidSubnet\.Range/,
    );
  });
});
