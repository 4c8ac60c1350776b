import { expect, test, vi } from "vitest";
import { failure, useCloud } from "./harness";
import { doors, inside, makeBase, makeLockdown, makeRegion } from "./regionStacks";

const cloud = useCloud();
const regions = ["us-east-1", "us-west-2", "eu-west-1"];

// Up to a dozen TypeScript programs one after the other: more than three minutes on a busy machine.
vi.setConfig({ testTimeout: 8 * 60_000 });

const open = { inside: 200, outside: 200 };
const shut = { inside: 200, outside: 401 };

/** The same of each region. */
const all = <Value>(value: Value, of = regions): Record<string, Value> =>
  Object.fromEntries(of.map((region) => [region, value]));

test("three regions, each reached from its VPC, are shut to the internet by lockdown and opened by its destroy", async () => {
  const base = await makeBase(cloud);
  const stacks = await Promise.all(regions.map(async (region) => makeRegion(cloud, base, region)));
  for (const stack of stacks) await stack.up();
  expect(await doors(cloud)).toEqual(all(open));

  const lockdown = await makeLockdown(cloud, base, regions);
  await lockdown.up();
  expect(await doors(cloud)).toEqual(all(shut));

  await lockdown.destroy();
  expect(await doors(cloud)).toEqual(all(open));
  for (const stack of stacks) await stack.destroy();
  await base.destroy();
  const left = await cloud.pinecone.snapshot();
  expect(left).toMatchObject({ projects: [], apiKeys: [], indexes: [], privateEndpoints: [] });
});

test("lockdown waits for every region, and keeps the last one reachable until it is off", async () => {
  const [first, second] = ["us-east-1", "eu-west-1"] as const;
  const base = await makeBase(cloud);
  const one = await makeRegion(cloud, base, first);
  const other = await makeRegion(cloud, base, second);
  await one.up();
  await cloud.pinecone.settings({ privateEndpointVerdict: { state: "rejected", reason: "not yours" } });
  expect(await failure(other.up())).toContain("not yours");
  const lockdown = await makeLockdown(cloud, base, [first, second]);
  expect(await failure(lockdown.up())).toMatch(
    /organization\/pinecone-regions-region\/eu-west-1 has no available Private Endpoint.*Bring that stack up first/,
  );
  expect(await doors(cloud)).toEqual(all(open, [first]));

  await cloud.pinecone.settings({ privateEndpointVerdict: { state: "available" } });
  await other.up();
  await lockdown.up();
  expect(await doors(cloud)).toEqual(all(shut, [first, second]));

  await one.destroy();
  expect(await doors(cloud)).toEqual(all(shut, [second]));

  const {
    indexes: [index],
    privateEndpoints,
  } = await cloud.pinecone.snapshot();
  if (index === undefined) throw new Error("The index of the region that is left is gone.");
  expect(await failure(other.destroy())).toMatch(/it is the last available Private Endpoint of the project/);
  expect((await cloud.pinecone.snapshot()).privateEndpoints).toEqual(privateEndpoints);
  // The index went first, as it was told to: its host is unknown. The way to it is as it was.
  expect(await inside(cloud, index)).toMatchObject({ status: 404, through: privateEndpoints[0]?.vpc_endpoint_id });
});
