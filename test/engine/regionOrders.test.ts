import { StackReference } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { PineconeRegion } from "../../iam";
import { AccessGuard, Index, NetworkAccess, PrivateEndpoint } from "../../sdk";
import { failure, useCloud, type TestStack } from "./harness";
import { makeProject, makeVpcEndpoints } from "./privateLinkPrograms";
import { admin, apiBinding as config } from "./programs";

// The stacks of examples/regions, less what AWS has: VPC endpoints, DNS and the project are there already. regions.test.ts runs the
// example itself.

const cloud = useCloud();
const [a, b, c] = ["us-east-1", "us-west-2", "eu-west-1"] as const satisfies readonly PineconeRegion[];
type Region = typeof a | typeof b | typeof c;
type Order = readonly [Region, Region, Region];

/** Every order of up, each with another one of destroy: of those too there is each. */
const orders: readonly (readonly [up: Order, down: Order])[] = [
  [
    [a, b, c],
    [a, b, c],
  ],
  [
    [a, c, b],
    [b, a, c],
  ],
  [
    [b, a, c],
    [c, b, a],
  ],
  [
    [b, c, a],
    [a, c, b],
  ],
  [
    [c, a, b],
    [b, c, a],
  ],
  [
    [c, b, a],
    [c, a, b],
  ],
];

/** The project and its regions. */
interface World {
  readonly projectId: string;
  readonly apiKey: string;
  readonly vpcEndpoints: Readonly<Record<string, string>>;
  readonly stacks: Readonly<Record<string, TestStack>>;
  readonly lockdown: TestStack;
}

async function world(): Promise<World> {
  const projectId = await makeProject(cloud);
  const path = `projects/${projectId}/api-keys`;
  const { value: apiKey } = await admin<{ value: string }>(cloud, "POST", path, { name: "search" });
  const vpcEndpoints: Record<string, string> = {};
  const stacks: Record<string, TestStack> = {};
  const lockdown = await cloud.stack(
    async () => {
      const regions = [a, b, c].map((region) =>
        new StackReference(`organization/claims/${region}`).requireOutput("region"),
      );
      new NetworkAccess("lockdown", { projectId, privateEndpointsOnly: true, regions });
      return Promise.resolve();
    },
    { config, name: "lockdown" },
  );
  for (const region of [a, b, c]) {
    const [vpcEndpointId = ""] = await makeVpcEndpoints(cloud, 1, region);
    vpcEndpoints[region] = vpcEndpointId;
    const program = async () => {
      const way = { projectId, region, vpcEndpointId };
      const registration = new PrivateEndpoint("registration", way);
      const { privateEndpointId } = registration;
      const guard = new AccessGuard("guard", { ...way, privateEndpointId }, { dependsOn: registration });
      const index = { projectId, apiKey, name: region, region, dimension: 8, deletionProtection: "disabled" } as const;
      new Index("products", index, { dependsOn: guard });
      return Promise.resolve({ region: guard.region });
    };
    stacks[region] = await cloud.stack(program, { config, name: region, beside: lockdown });
  }
  return { projectId, apiKey, vpcEndpoints, stacks, lockdown };
}

/** Who gets to each index: through the VPC endpoint of its region to its private host, and over the internet to its public one. */
async function doors({ apiKey, vpcEndpoints }: World): Promise<Record<string, string>> {
  const { indexes } = await cloud.pinecone.snapshot();
  const found = indexes.map(async ({ model: { name, host, private_host: privateHost = "" } }) => {
    const vpcEndpointId = vpcEndpoints[name] ?? "";
    const inside = await cloud.pinecone.knock(privateHost, { apiKey, vpcEndpointId });
    const outside = await cloud.pinecone.knock(host, { apiKey });
    return [name, `${inside.status} inside, ${outside.status} outside`] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

const open = "200 inside, 200 outside";
const shut = "200 inside, 401 outside";
const each = (regions: readonly Region[], what: string): Record<string, string> =>
  Object.fromEntries(regions.map((region) => [region, what]));

/** Each walks three times up and down, 25 operations: about a minute on two cores, and three when they are busy. */
const TIMEOUT = 8 * 60_000;

test.each(orders)(
  "up in the order %j, destroyed in the order %j, with lockdown off before each of them",
  async (up, down) => {
    const all = await world();
    const { stacks, lockdown } = all;
    for (const lockdownGoesBefore of down) {
      for (const [at, region] of up.entries()) {
        await stacks[region]?.up();
        expect(await doors(all)).toEqual(each(up.slice(0, at + 1), open));
      }
      await lockdown.up();
      let seen = shut;
      for (const [at, region] of down.entries()) {
        expect(await doors(all)).toEqual(each(down.slice(at), seen));
        if (region === lockdownGoesBefore) {
          // The one order that nothing else forbids: the last region before lockdown.
          if (at === down.length - 1) await expectRefused(all, region);
          await lockdown.destroy();
          seen = open;
          expect(await doors(all)).toEqual(at === down.length - 1 ? {} : each(down.slice(at), seen));
        }
        await stacks[region]?.destroy();
      }
      expect(await cloud.pinecone.snapshot()).toMatchObject({ indexes: [], privateEndpoints: [] });
    }
  },
  TIMEOUT,
);

/** A destroy of the last region while lockdown is on: its index goes, as it was told to, and the way stays. */
async function expectRefused({ stacks }: World, region: Region): Promise<void> {
  expect(await failure(stacks[region]?.destroy() ?? Promise.resolve())).toMatch(/AccessGuard "guard" is not deleted/);
  expect((await cloud.pinecone.snapshot()).privateEndpoints).toMatchObject([{ region, state: "available" }]);
}
