import { beforeAll, describe, expect, test } from "vitest";
import type { PropertyMap } from "../../../../provider/rpc";
import { MOTO_START_MS, useCloud } from "../cloud";
import { ACCOUNT, newContext, REGION, type State } from "../support";
import { driven, newNetwork, SERVICE } from "./support";

const ELSEWHERE = "eu-west-1";

const cloud = useCloud();
let vpc: State;
let subnetIds: readonly string[];
let endpoint: State;
beforeAll(async () => {
  vpc = await driven.vpc(cloud.plugin).create({ cidrBlock: "10.9.0.0/16", enableDnsHostnames: true, tags: { a: "b" } });
  const subnet = (zone: string, cidrBlock: string) =>
    driven.subnet(cloud.plugin).create({ vpcId: vpc.id, cidrBlock, availabilityZone: `${REGION}${zone}` });
  subnetIds = [(await subnet("a", "10.9.1.0/24")).id, (await subnet("b", "10.9.2.0/24")).id];
  endpoint = await driven.endpoint(cloud.plugin).create({
    vpcId: vpc.id,
    serviceName: SERVICE,
    vpcEndpointType: "Interface",
    subnetIds: [...subnetIds],
    tags: { of: "pinecone" },
  });
}, MOTO_START_MS);

async function look(name: string, args: PropertyMap): Promise<PropertyMap> {
  const token = `aws:ec2/${name}:${name}`;
  const answer = await cloud.plugin.functions[token]?.invoke({ ...newContext(), token, args });
  if (answer === undefined || answer.failures.length > 0) throw new Error(JSON.stringify(answer?.failures));
  return answer.result;
}

describe("getVpc", () => {
  test("by its ID shows what the resource shows, and its blocks", async () => {
    const found = await look("getVpc", { id: vpc.id });
    const { arn, cidrBlock, enableDnsHostnames, enableDnsSupport, mainRouteTableId, ownerId, tags } = vpc.outputs;
    expect(found).toMatchObject({
      arn,
      cidrBlock,
      enableDnsHostnames,
      enableDnsSupport,
      mainRouteTableId,
      ownerId,
      tags,
    });
    expect(found).toMatchObject({
      id: vpc.id,
      default: false,
      state: "available",
      region: REGION,
      cidrBlockAssociations: [{ cidrBlock: "10.9.0.0/16", state: "associated" }],
    });
  });

  test.each([
    ["its block", { cidrBlock: "10.9.0.0/16" }],
    ["a tag", { tags: { a: "b" } }],
    ["a filter", { filters: [{ name: "cidr", values: ["10.9.0.0/16", "10.10.0.0/16"] }] }],
  ])("finds it by %s", async (_what, args) => {
    expect((await look("getVpc", args))["id"]).toBe(vpc.id);
  });

  test("finds the default VPC, and that of another region", async () => {
    const here = await look("getVpc", { default: true });
    const there = await look("getVpc", { default: true, region: ELSEWHERE });
    expect([here["default"], there["default"]]).toEqual([true, true]);
    expect(there["arn"]).toBe(`arn:aws:ec2:${ELSEWHERE}:${ACCOUNT}:vpc/${there["id"] as string}`);
    expect(there["id"]).not.toBe(here["id"]);
  });

  test("of none, or of more than one, fails and says which", async () => {
    await expect(look("getVpc", { tags: { a: "c" } })).rejects.toThrow("No VPC is like that");
    await expect(look("getVpc", {})).rejects.toThrow("2 VPCs are like that, and one is wanted");
    await expect(look("getVpc", { id: "vpc-1" })).rejects.toThrow(/does not exist\. \(InvalidVpcID\.NotFound/);
  });

  test("asked for what moto does not have says so", async () => {
    const filters = [{ name: "no-such-filter", values: ["x"] }];
    await expect(look("getVpc", { filters })).rejects.toThrow(
      "moto does so when it is asked for what it does not have",
    );
  });

  test("refuses a text where a boolean is wanted", async () => {
    await expect(look("getVpc", { default: "yes" })).rejects.toThrow(
      /\\"default\\" is \\"yes\\", and must be a boolean/,
    );
  });
});

describe("getSubnet", () => {
  test("by its ID shows zone and block", async () => {
    expect(await look("getSubnet", { id: subnetIds[1] ?? "" })).toMatchObject({
      id: subnetIds[1],
      vpcId: vpc.id,
      cidrBlock: "10.9.2.0/24",
      availabilityZone: `${REGION}b`,
      region: REGION,
    });
  });

  test("finds it by its VPC and its zone", async () => {
    expect((await look("getSubnet", { vpcId: vpc.id, availabilityZone: `${REGION}a` }))["id"]).toBe(subnetIds[0]);
  });
});

describe("getVpcEndpoint", () => {
  test("by its ID shows what the resource shows", async () => {
    const found = await look("getVpcEndpoint", { id: endpoint.id });
    for (const name of ["arn", "dnsEntries", "networkInterfaceIds", "state", "subnetIds", "vpcId", "policy", "tags"]) {
      expect(found[name], name).toEqual(endpoint.outputs[name]);
    }
  });

  test("finds it by its VPC, service, state and tags", async () => {
    const args = { vpcId: vpc.id, serviceName: SERVICE, state: "available", tags: { of: "pinecone" } };
    expect((await look("getVpcEndpoint", args))["id"]).toBe(endpoint.id);
  });

  test("passes over a deleted one, which moto still shows", async () => {
    const { vpcId } = await newNetwork(cloud.ec2);
    const gone = await driven
      .endpoint(cloud.plugin, "gone")
      .create({ vpcId, serviceName: SERVICE, vpcEndpointType: "Interface" });
    await driven.endpoint(cloud.plugin, "gone").delete(gone);
    await expect(look("getVpcEndpoint", { vpcId })).rejects.toThrow("No VPC endpoint is like that");
  });
});
