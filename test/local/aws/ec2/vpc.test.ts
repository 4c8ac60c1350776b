import { describe, expect, test } from "vitest";
import { useCloud } from "../cloud";
import { ACCOUNT, ec2Of, REGION } from "../support";
import { changesAfterImport, driven } from "./support";

const ELSEWHERE = "eu-west-1";

const cloud = useCloud();
const vpc = () => driven.vpc(cloud.plugin);
const hostnames = async (VpcId: string): Promise<boolean | undefined> =>
  (await cloud.ec2.describeVpcAttribute({ VpcId, Attribute: "enableDnsHostnames" })).EnableDnsHostnames?.Value;

describe("a VPC", () => {
  test("is made with what was asked for, and tells what AWS made along with it", async () => {
    const made = await vpc().create({ cidrBlock: "10.1.0.0/16", enableDnsHostnames: true, tags: { team: "search" } });
    const { Vpcs } = await cloud.ec2.describeVpcs({ VpcIds: [made.id] });
    expect(Vpcs).toMatchObject([{ CidrBlock: "10.1.0.0/16", Tags: [{ Key: "team", Value: "search" }] }]);
    expect(await hostnames(made.id)).toBe(true);
    expect(made.outputs).toMatchObject({
      arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:vpc/${made.id}`,
      ownerId: ACCOUNT,
      enableDnsSupport: true,
      instanceTenancy: "default",
      region: REGION,
    });
    const { SecurityGroups } = await cloud.ec2.describeSecurityGroups({
      GroupIds: [made.outputs["defaultSecurityGroupId"] as string],
    });
    expect(SecurityGroups).toMatchObject([{ VpcId: made.id, GroupName: "default" }]);
    const { RouteTables } = await cloud.ec2.describeRouteTables({
      RouteTableIds: [made.outputs["mainRouteTableId"] as string],
    });
    expect(RouteTables).toMatchObject([{ VpcId: made.id, Associations: [{ Main: true }] }]);
  });

  test("gets DNS hostnames and tags in place, and another block by another VPC", async () => {
    const made = await vpc().create({ cidrBlock: "10.2.0.0/16" });
    const news = { cidrBlock: "10.2.0.0/16", enableDnsHostnames: true, tags: { a: "b" } };
    expect(await vpc().changes(made, news)).toEqual(["enableDnsHostnames", "tags", "tagsAll"]);
    const after = await vpc().update(made, news);
    expect(await hostnames(made.id)).toBe(true);
    expect((await cloud.ec2.describeVpcs({ VpcIds: [made.id] })).Vpcs?.[0]?.Tags).toEqual([{ Key: "a", Value: "b" }]);
    expect(await vpc().changes(after, { ...news, cidrBlock: "10.3.0.0/16" })).toEqual(["cidrBlock!"]);
  });

  test("imported gives an empty preview", async () => {
    const program = { cidrBlock: "10.4.0.0/16", enableDnsHostnames: true, tags: { a: "b" } };
    const { id } = await vpc().create(program);
    expect(await changesAfterImport(vpc(), id, program)).toEqual([]);
  });

  test("of another region is made, read and imported there", async () => {
    const program = { cidrBlock: "10.5.0.0/16", region: ELSEWHERE };
    const made = await vpc().create(program);
    const elsewhere = ec2Of(cloud.endpoint, ELSEWHERE);
    expect((await elsewhere.describeVpcs({ VpcIds: [made.id] })).Vpcs).toHaveLength(1);
    elsewhere.destroy();
    expect(made.outputs["arn"]).toBe(`arn:aws:ec2:${ELSEWHERE}:${ACCOUNT}:vpc/${made.id}`);
    expect((await vpc().refresh(made))?.outputs["region"]).toBe(ELSEWHERE);
    expect(await changesAfterImport(vpc(), `${made.id}@${ELSEWHERE}`, program)).toEqual([]);
    expect(await vpc().changes(made, { ...program, region: REGION })).toEqual(["region!"]);
  });

  test("is gone after its deletion, and deleting it again is no error", async () => {
    const made = await vpc().create({ cidrBlock: "10.6.0.0/16" });
    await vpc().delete(made);
    expect(await vpc().refresh(made)).toBeUndefined();
    await vpc().delete(made);
  });

  test("with a subnet is kept, in AWS's words", async () => {
    const made = await vpc().create({ cidrBlock: "10.7.0.0/16" });
    await driven.subnet(cloud.plugin).create({ vpcId: made.id, cidrBlock: "10.7.1.0/24" });
    await expect(vpc().delete(made)).rejects.toThrow(
      /^Could not delete the VPC "vpc-\w+": .*has dependencies and cannot be deleted\. \(DependencyViolation/,
    );
  });

  test("with IPv6 is refused before anything is sent", async () => {
    const { failures } = await vpc().check({ cidrBlock: "10.8.0.0/16", assignGeneratedIpv6CidrBlock: true });
    expect(failures.map(({ property }) => property)).toEqual(["assignGeneratedIpv6CidrBlock"]);
  });
});
