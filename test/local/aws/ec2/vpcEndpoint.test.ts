import { beforeAll, describe, expect, test } from "vitest";
import { UNKNOWN, type PropertyMap } from "../../../../provider/rpc";
import { MOTO_START_MS, useCloud } from "../cloud";
import { ACCOUNT, Driven, ec2Of, newContext, REGION } from "../support";
import { changesAfterImport, driven, newNetwork, SERVICE, type Network } from "./support";

const ELSEWHERE = "eu-west-1";
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});

const cloud = useCloud();
const endpoint = () => driven.endpoint(cloud.plugin);
const seen = async (id: string) => (await cloud.ec2.describeVpcEndpoints({ VpcEndpointIds: [id] })).VpcEndpoints?.[0];

let network: Network;
let other: Network;
let groups: readonly [string, string];
let program: PropertyMap;
beforeAll(async () => {
  [network, other] = [await newNetwork(cloud.ec2), await newNetwork(cloud.ec2)];
  const newGroup = async (GroupName: string): Promise<string> =>
    (await cloud.ec2.createSecurityGroup({ GroupName, Description: "d", VpcId: network.vpcId })).GroupId ?? "";
  groups = [await newGroup("one"), await newGroup("two")];
  program = {
    vpcId: network.vpcId,
    serviceName: SERVICE,
    vpcEndpointType: "Interface",
    subnetIds: [network.subnetIds[0]],
    securityGroupIds: [groups[0]],
  };
}, MOTO_START_MS);

describe("a VPC endpoint", () => {
  test("is made with what was asked for, and tells its DNS names and network interfaces", async () => {
    const made = await endpoint().create({ ...program, policy: POLICY, tags: { team: "search" } });
    const found = await seen(made.id);
    expect(found).toMatchObject({
      VpcId: network.vpcId,
      ServiceName: SERVICE,
      VpcEndpointType: "Interface",
      State: "available",
      SubnetIds: [network.subnetIds[0]],
      Groups: [{ GroupId: groups[0] }],
      PrivateDnsEnabled: false,
      PolicyDocument: POLICY,
      Tags: [{ Key: "team", Value: "search" }],
    });
    const [entry] = found?.DnsEntries ?? [];
    expect(made.outputs).toMatchObject({
      arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:vpc-endpoint/${made.id}`,
      ownerId: ACCOUNT,
      state: "available",
      dnsEntries: [{ dnsName: entry?.DnsName, hostedZoneId: entry?.HostedZoneId }],
      networkInterfaceIds: found?.NetworkInterfaceIds,
      serviceRegion: REGION,
      ipAddressType: "ipv4",
    });
  });

  test("without security groups gets the default one of its VPC, as AWS gives it", async () => {
    const { securityGroupIds: _left, ...rest } = program;
    const made = await endpoint().create(rest);
    const [group] = made.outputs["securityGroupIds"] as string[];
    const { SecurityGroups } = await cloud.ec2.describeSecurityGroups({ GroupIds: [group ?? ""] });
    expect(SecurityGroups).toMatchObject([{ GroupName: "default", VpcId: network.vpcId }]);
    expect(await endpoint().changes(made, rest)).toEqual([]);
  });

  test("imported gives an empty preview", async () => {
    const full = { ...program, privateDnsEnabled: false, policy: POLICY, ipAddressType: "ipv4", tags: { a: "b" } };
    const { id } = await endpoint().create(full);
    expect(await changesAfterImport(endpoint(), id, full)).toEqual([]);
    expect(await changesAfterImport(endpoint(), id, { ...program, tags: { a: "b" } })).toEqual([]);
  });

  test("of another region is made and imported there", async () => {
    const elsewhere = ec2Of(cloud.endpoint, ELSEWHERE);
    const { vpcId, subnetIds } = await newNetwork(elsewhere, ELSEWHERE);
    const serviceName = "com.amazonaws.vpce.eu-west-1.vpce-svc-03c6b7e17ff02a70f";
    const theirs = { vpcId, subnetIds: [...subnetIds], serviceName, vpcEndpointType: "Interface", region: ELSEWHERE };
    const { id } = await endpoint().create(theirs);
    expect((await elsewhere.describeVpcEndpoints({ VpcEndpointIds: [id] })).VpcEndpoints).toHaveLength(1);
    elsewhere.destroy();
    expect(await changesAfterImport(endpoint(), `${id}@${ELSEWHERE}`, theirs)).toEqual([]);
  });

  test("is gone after its deletion, though moto still shows it, and deleting it again is no error", async () => {
    const made = await endpoint().create(program);
    await endpoint().delete(made);
    expect((await seen(made.id))?.State).toBe("deleted");
    expect(await endpoint().refresh(made)).toBeUndefined();
    await endpoint().delete(made);
  });
});

describe("a change of a VPC endpoint", () => {
  test("of subnets, security groups, policy and tags is made in place", async () => {
    const made = await endpoint().create({ ...program, tags: { a: "b" } });
    const news = { ...program, subnetIds: [...network.subnetIds], securityGroupIds: [groups[1]], policy: POLICY };
    expect(await endpoint().changes(made, news)).toEqual([
      "subnetIds",
      "securityGroupIds",
      "policy",
      "tags",
      "tagsAll",
    ]);
    expect((await endpoint().update(made, news, true)).outputs).toMatchObject({
      networkInterfaceIds: UNKNOWN,
      dnsEntries: UNKNOWN,
      arn: made.outputs["arn"],
    });
    await endpoint().update(made, news);
    expect(await seen(made.id)).toMatchObject({
      SubnetIds: network.subnetIds,
      Groups: [{ GroupId: groups[1] }],
      PolicyDocument: POLICY,
      Tags: [],
    });
  });

  test("of the order of its subnets is none", async () => {
    const made = await endpoint().create({ ...program, subnetIds: [...network.subnetIds] });
    expect(await endpoint().changes(made, { ...program, subnetIds: [...network.subnetIds].reverse() })).toEqual([]);
  });

  test("of its VPC or its service makes another one", async () => {
    const made = await endpoint().create(program);
    const news = { ...program, vpcId: other.vpcId, serviceName: `${SERVICE}x` };
    expect(await endpoint().changes(made, news)).toEqual(["vpcId!", "serviceName!"]);
  });

  test("of private DNS, which moto does not carry out, is told", async () => {
    const made = await endpoint().create(program);
    await cloud.ec2.modifyVpcAttribute({ VpcId: network.vpcId, EnableDnsHostnames: { Value: true } });
    const context = newContext();
    const told = new Driven(cloud.plugin, endpoint().type, "endpoint", context);
    const after = await told.update(made, { ...program, privateDnsEnabled: true });
    expect(after.outputs["privateDnsEnabled"]).toBe(false);
    expect(context.logged).toEqual([expect.stringMatching(/^warning: .*the change of "privateDnsEnabled" .*did not/)]);
  });
});

describe("a VPC endpoint that AWS refuses and moto would make", () => {
  test("for a service of another region, and with subnets in one zone, is refused with both reasons", async () => {
    const { Subnet } = await cloud.ec2.createSubnet({
      VpcId: network.vpcId,
      CidrBlock: "10.0.9.0/24",
      AvailabilityZone: `${REGION}a`,
    });
    const serviceName = SERVICE.replace(REGION, ELSEWHERE);
    const subnetIds = [network.subnetIds[0], Subnet?.SubnetId ?? ""];
    const failure = await endpoint()
      .create({ ...program, serviceName, subnetIds })
      .catch(String);
    expect(failure).toContain(`the VPC endpoint service "${serviceName}" is in eu-west-1`);
    expect(failure).toMatch(/the subnets subnet-\w+ and subnet-\w+ are both in the zone us-east-1a/);
  });

  test("with a subnet and a security group of another VPC is refused with both", async () => {
    const failure = await endpoint()
      .create({ ...program, vpcId: other.vpcId })
      .catch(String);
    expect(failure).toContain(`the subnet ${network.subnetIds[0]} is in the VPC ${network.vpcId}`);
    expect(failure).toContain(`the security group ${groups[0]} is in the VPC ${network.vpcId}`);
  });

  test("with private DNS in a VPC without DNS hostnames is refused", async () => {
    const { vpcId } = other;
    const news = { vpcId, serviceName: SERVICE, vpcEndpointType: "Interface", privateDnsEnabled: true };
    await expect(endpoint().create(news)).rejects.toThrow(/private DNS needs enableDnsSupport and enableDnsHostnames/);
  });

  test("with private DNS in a VPC where another endpoint has it is refused, until that one is gone", async () => {
    const { vpcId } = await newNetwork(cloud.ec2);
    await cloud.ec2.modifyVpcAttribute({ VpcId: vpcId, EnableDnsHostnames: { Value: true } });
    const news = { vpcId, serviceName: SERVICE, vpcEndpointType: "Interface", privateDnsEnabled: true };
    const first = await endpoint().create(news);
    await expect(endpoint().create(news)).rejects.toThrow(
      `name of the service leads to ${first.id} in this VPC already`,
    );
    const second = await endpoint().create({ ...news, privateDnsEnabled: false });
    await endpoint().update(first, { ...news, tags: { a: "b" }, policy: POLICY });
    await endpoint().delete(first);
    await endpoint().delete(second);
    await endpoint().create(news);
  });
});

test("a VPC endpoint of another type is refused before anything is sent", async () => {
  const { failures } = await endpoint().check({ ...program, vpcEndpointType: "Gateway" });
  expect(failures).toEqual([
    { property: "vpcEndpointType", reason: '"vpcEndpointType" is "Gateway", and must be one of Interface' },
  ]);
});
