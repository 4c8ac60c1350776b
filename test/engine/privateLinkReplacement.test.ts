import { describe, expect, test } from "vitest";
import type { PrivateLinkArgs } from "../../index";
import { failure, makeVpc, reach, useCloud, type Client, type TestStack } from "./harness";
import { projectWithIndex } from "./indexes";
import { livingEndpoints, makeGroup, privateWay, registered, securityGroups } from "./privateLinkPrograms";
import { apiBinding as config } from "./programs";

const cloud = useCloud();
const region = "us-east-1";

/** Of every record here, in seconds. */
const recordTtl = 3;

/** Where a name led, and when, in milliseconds. */
interface Lookup {
  readonly through: string;
  readonly at: number;
}

/** A client that goes by the name as it is now, and one that has looked it up when it last led elsewhere. */
class Watched {
  readonly answers = new Set<string>();
  #last: Lookup | undefined;
  #before: Lookup | undefined;

  constructor(private readonly client: Client) {}

  async look(): Promise<void> {
    const at = Date.now();
    const { status, through, why } = await reach(cloud, this.client);
    this.answers.add(why ?? `${String(status)} through ${through ?? ""}`);
    if (through === undefined) return;
    if (through !== this.#last?.through) this.#before = this.#last;
    this.#last = { through, at };
    const { host, apiKey } = this.client;
    if (this.#before === undefined || Date.now() > this.#before.at + recordTtl * 900) return;
    const remembered = this.#before.through;
    const answer = await cloud.pinecone.knock(host, { apiKey, vpcEndpointId: remembered });
    this.answers.add(`${String(answer.status)} through ${remembered}`);
  }
}

/** How clients fare all the time that something lasts: what each saw, once, as `200 through vpce-0a`. */
async function meanwhile(clients: readonly Client[], operation: Promise<unknown>): Promise<string[][]> {
  let lasts = true;
  const done = operation.finally(() => {
    lasts = false;
  });
  const watched = clients.map((client) => new Watched(client));
  const watch = async (): Promise<void> => {
    while (lasts) for (const one of watched) await one.look();
  };
  await Promise.all([done, watch()]);
  return watched.map(({ answers }) => [...answers]);
}

async function up(stack: TestStack): Promise<{ vpcEndpointId: string; zoneId: string }> {
  const { outputs } = await stack.up();
  return { vpcEndpointId: String(outputs["vpcEndpointId"]?.value), zoneId: String(outputs["zoneId"]?.value) };
}

describe("a VPC endpoint is replaced without a gap, also for clients that remember the record", () => {
  test("by one in another VPC, for the clients of both", async () => {
    const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
    const [one, other] = [await makeVpc(cloud), await makeVpc(cloud, { cidr: "10.1.0.0/16" })];
    const allowedCidrs = [one.cidr, other.cidr];
    const placed = ({ vpcId, subnetIds }: typeof one, additional: typeof one): PrivateLinkArgs => {
      const additionalVpcIds = [additional.vpcId];
      return { projectId, region, vpcId, subnetIds: [...subnetIds], allowedCidrs, additionalVpcIds, recordTtl };
    };
    const stack = await cloud.stack(privateWay(placed(one, other)), { config });
    const before = await up(stack);

    stack.program = privateWay(placed(other, one));
    const moving = up(stack);
    const clients = [one, other].map(({ vpcId }) => ({ vpcId, host, apiKey }));
    const seen = await meanwhile(clients, moving);
    const after = await moving;
    const inTurn = [`200 through ${before.vpcEndpointId}`, `200 through ${after.vpcEndpointId}`];
    expect(seen).toEqual([inTurn, inTurn]);

    expect(after.vpcEndpointId).not.toBe(before.vpcEndpointId);
    expect(after.zoneId).toBe(before.zoneId);
    expect(await livingEndpoints(cloud)).toEqual([after.vpcEndpointId]);
    expect(await registered(cloud)).toEqual([`${after.vpcEndpointId} available`]);
    expect(await securityGroups(cloud)).toHaveLength(1);
  });

  test("while the project is VPC-only", async () => {
    const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
    const { vpcId, subnetIds, cidr } = await makeVpc(cloud);
    const args = { projectId, region, vpcId, subnetIds: [...subnetIds], allowedCidrs: [cidr], recordTtl };
    const stack = await cloud.stack(privateWay(args, { restricted: true }), { config });
    const before = await up(stack);
    const urn = stack.resources().find(({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint")?.urn ?? "";

    const replacing = stack.up({ replace: [urn] });
    const [seen] = await meanwhile([{ vpcId, host, apiKey }], replacing);
    const { outputs } = await replacing;
    const id = String(outputs["vpcEndpointId"]?.value);
    expect(seen).toEqual([`200 through ${before.vpcEndpointId}`, `200 through ${id}`]);
    expect(await livingEndpoints(cloud)).toEqual([id]);
    expect(await registered(cloud)).toEqual([`${id} available`]);
    expect((await cloud.pinecone.snapshot()).networkAccess).toMatchObject([{ private_endpoints_only: true }]);
    expect((await stack.preview()).steps).toEqual({});
  });
});

test("a block taken out of the middle of allowedCidrs shuts out its clients and nobody else, not even for a moment", async () => {
  const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
  const { vpcId, subnetIds } = await makeVpc(cloud);
  const args = { projectId, region, vpcId, subnetIds: [...subnetIds] };
  const client = (cidr: string): Client => ({ vpcId, host, apiKey, cidr });
  const [first, middle, last] = ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"] as const;
  const stack = await cloud.stack(privateWay({ ...args, allowedCidrs: [first, middle, last] }), { config });
  const { vpcEndpointId } = await up(stack);
  expect(await reach(cloud, client(middle))).toMatchObject({ status: 200 });

  stack.program = privateWay({ ...args, allowedCidrs: [first, last] });
  const changing = stack.up();
  const fine = [`200 through ${vpcEndpointId}`];
  expect(await meanwhile([client(first), client(last)], changing)).toEqual([fine, fine]);
  expect((await changing).steps).toEqual({ delete: ["link-ingress-10.0.1.0-24"] });
  expect((await reach(cloud, client(middle))).why).toContain("lets 443 in from 10.0.1.0/24");
});

test("the endpoint lets go of a group that is brought only once the one that is made lets clients in", async () => {
  const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
  const vpc = await makeVpc(cloud);
  const brought = await makeGroup(cloud, vpc);
  const place = { projectId, region, vpcId: vpc.vpcId, subnetIds: [...vpc.subnetIds] };
  const stack = await cloud.stack(privateWay({ ...place, securityGroupIds: [brought] }), { config });
  const { vpcEndpointId } = await up(stack);
  const client = { vpcId: vpc.vpcId, host, apiKey };

  const nowhere = "sg-0123456789abcdef0";
  stack.program = privateWay({ ...place, allowedSecurityGroupIds: [nowhere] });
  expect(await failure(stack.up())).toContain(nowhere);
  expect(await reach(cloud, client), "its rule was refused").toMatchObject({ status: 200, through: vpcEndpointId });

  stack.program = privateWay({ ...place, allowedCidrs: [vpc.cidr] });
  const changing = stack.up();
  expect(await meanwhile([client], changing)).toEqual([[`200 through ${vpcEndpointId}`]]);
  expect((await changing).steps).toMatchObject({ update: ["link-endpoint"] });
  expect(await securityGroups(cloud)).toHaveLength(2);
});

test("clients are not led to a VPC endpoint before its registration is available", async () => {
  await cloud.pinecone.settings({ privateEndpointPendingSeconds: 3 });
  const { projectId, apiKey, privateHost: host } = await projectWithIndex(cloud);
  const { vpcId, subnetIds, cidr } = await makeVpc(cloud);
  const args = { projectId, region, vpcId, subnetIds: [...subnetIds], allowedCidrs: [cidr] };
  const stack = await cloud.stack(privateWay(args), { config });
  const going = up(stack);
  const [seen = []] = await meanwhile([{ vpcId, host, apiKey }], going);
  const { vpcEndpointId } = await going;
  expect(seen.filter((answer) => answer.includes("through"))).toEqual([`200 through ${vpcEndpointId}`]);
});
