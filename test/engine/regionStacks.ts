/** The stacks of examples/regions in one backend, and who gets to their indexes. */
import { DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import { fromInternet, reach, type Reached, type TestCloud, type TestStack } from "./harness";
import { apiBinding } from "./programs";

const BASE = "organization/pinecone-regions-base/dev";

/** The base stack, which is up. */
export async function makeBase(cloud: TestCloud): Promise<TestStack> {
  const base = await cloud.stack({ folder: "examples/regions/base" }, { config: apiBinding });
  await base.up();
  return base;
}

/** A stack of region whose index may be deleted. */
export async function makeRegion(cloud: TestCloud, base: TestStack, region: string): Promise<TestStack> {
  const config = { ...apiBinding, "aws:region": region, baseStack: BASE, region, protect: "false" };
  return cloud.stack({ folder: "examples/regions/region" }, { config, name: region, beside: base });
}

/** The stack of lockdown, for some regions. */
export async function makeLockdown(
  cloud: TestCloud,
  base: TestStack,
  regions: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestStack> {
  const regionStacks = regions.map((region) => `organization/pinecone-regions-region/${region}`);
  const config = { ...apiBinding, baseStack: BASE, regionStacks };
  return cloud.stack({ folder: "examples/regions/lockdown" }, { config, beside: base, env });
}

type StoredIndex = Awaited<ReturnType<TestCloud["pinecone"]["snapshot"]>>["indexes"][number];

/** What a client is answered: in its VPC by the private host of an index, and over the internet by the public one. */
interface Doors {
  readonly inside: number | undefined;
  readonly outside: number | undefined;
}

/** Who gets to the index of each region. */
export async function doors(cloud: TestCloud): Promise<Record<string, Doors>> {
  const { indexes } = await cloud.pinecone.snapshot();
  const found = indexes.map(async (index) => {
    const { host } = index.model;
    const { status } = await fromInternet(cloud, { host, apiKey: await apiKeyOf(cloud) });
    return [regionOf(index), { inside: (await inside(cloud, index)).status, outside: status }] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

/** How a client fares that asks for an index in the VPC which the stack of its region has made. */
export async function inside(cloud: TestCloud, index: StoredIndex): Promise<Reached> {
  const region = regionOf(index);
  const notDefault = { Filters: [{ Name: "is-default", Values: ["false"] }] };
  const { Vpcs: [vpc] = [] } = await cloud.ec2(region).send(new DescribeVpcsCommand(notDefault));
  const { private_host: host = "" } = index.model;
  return reach(cloud, { vpcId: vpc?.VpcId ?? "", region, host, apiKey: await apiKeyOf(cloud) });
}

function regionOf({ model: { deployment } }: StoredIndex): string {
  return "region" in deployment ? deployment.region : "";
}

/** The one that base has made. */
async function apiKeyOf({ pinecone }: TestCloud): Promise<string> {
  const { apiKeys } = await pinecone.snapshot();
  return apiKeys[0]?.value ?? "";
}
