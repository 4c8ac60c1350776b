import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Judged, judgedBy, makeVpc, policyPack, useCloud } from "../harness";
import { makeBase, makeLockdown, makeRegion } from "../regionStacks";
import { apiBinding } from "../programs";

const cloud = useCloud();
const region = "us-east-1";

/** An example's own configuration of the policies: where it has none, all of them are mandatory. */
function configurationOf(folder: string): Readonly<Record<string, unknown>> {
  const file = join(__dirname, "..", "..", "..", folder, "policy.json");
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>)
    : { all: "mandatory" };
}

/** The names of policies, and what they said. */
const said = ({ violations, undecided }: Judged) => ({
  violations: violations.map(({ policy, message }) => `${policy}: ${message}`),
  undecided: undecided.map(({ policy, message }) => `${policy}: ${message}`),
});
const nothing = { violations: [], undecided: [] };

/** Previews an example with the pack before it is up, and after that. */
async function judged(folder: string, config: Readonly<Record<string, string | readonly string[]>>) {
  const pack = await policyPack(configurationOf(folder));
  const stack = await cloud.stack({ folder }, { env: pack.env, config: { ...apiBinding, ...config } });
  const before = await judgedBy(pack, stack);
  await stack.up();
  return { before, after: await judgedBy(pack, stack) };
}

/** What a user configures for clients in a VPC. */
async function clients() {
  const { vpcId, subnetIds, cidr } = await makeVpc(cloud);
  return { "aws:region": region, region, vpcId, subnetIds, allowedCidrs: [cidr] };
}

test("examples/cmek violates no policy, and once it is up all of them can decide", async () => {
  const { pineconeAccountId } = cloud.pinecone;
  const { before, after } = await judged("examples/cmek", { pineconeAccountId });
  expect(before).toMatchObject({ failed: false, violations: [] });
  expect(said(after)).toEqual(nothing);
});

test("examples/privatelink violates no policy but the one that its policy.json excepts its project from, and once it is up all of them can decide", async () => {
  const { before, after } = await judged("examples/privatelink", await clients());
  expect(before).toMatchObject({ failed: false, violations: [] });
  expect(said(after)).toEqual(nothing);
});

test("examples/encrypted-and-private violates no policy, and once it is up all of them can decide", async () => {
  const config = { ...(await clients()), pineconeAccountId: cloud.pinecone.pineconeAccountId };
  const { before, after } = await judged("examples/encrypted-and-private", config);
  expect(before).toMatchObject({ failed: false, violations: [] });
  expect(said(after)).toEqual(nothing);
});

test("examples/regions/lockdown violates no policy: it waits for other stacks", async () => {
  const pack = await policyPack(configurationOf("examples/regions"));
  const base = await makeBase(cloud);
  const one = await makeRegion(cloud, base, region);
  await one.up();
  const lockdown = await makeLockdown(cloud, base, [region], pack.env);
  expect(said(await judgedBy(pack, lockdown))).toEqual(nothing);
  await lockdown.up();
  expect(said(await judgedBy(pack, lockdown))).toEqual(nothing);
});
