/** A guard whose way was replaced gives clients the time to forget it. */
import { expect, test } from "vitest";
import { addEndpoint, projectWith, vpceOf } from "./networkBed";
import { check, create, remove } from "./testbed";

const EAST = "us-east-1";
const DRAIN = { drainSeconds: 30 };

/** A guard from an earlier deployment, and one of another VPC endpoint. */
async function guards() {
  const made = await projectWith({});
  const privateEndpointId = addEndpoint(made, EAST);
  const { bed, projectId } = made;
  const old = { projectId, region: EAST, vpcEndpointId: vpceOf(EAST), privateEndpointId, ...DRAIN };
  const other = { projectId, region: EAST, vpcEndpointId: "vpce-1a1b2c3d", ...DRAIN };
  const give = (inputs: object = old) => remove(bed, "AccessGuard", `${projectId}/${old.vpcEndpointId}`, { ...inputs });
  const waited = (): number => bed.clock.sleeps.reduce((sum, ms) => sum + ms, 0) / 1000;
  return { bed, old, other, give, waited };
}

test("the registration goes when the time is over", async () => {
  const { bed, old, other, give, waited } = await guards();
  await create(bed, "AccessGuard", other);
  await give();
  expect(waited()).toBe(30);
  expect(bed.statuses[0]).toBe(`30 s left for clients to forget ${old.vpcEndpointId}`);
  expect(bed.pinecone.requests.at(-1)).toBe(`DELETE /admin/private-endpoints/${old.privateEndpointId}`);
});

test("also in a later deployment, which only has to delete it", async () => {
  const { bed, other, give, waited } = await guards();
  await check(bed, "AccessGuard", other, other);
  await give();
  expect(waited()).toBe(30);
});

test("a destroy does not wait, nor does a guard that is not told how long", async () => {
  const { bed, old, other, give, waited } = await guards();
  await check(bed, "AccessGuard", old, old);
  await give();
  await create(bed, "AccessGuard", other);
  const { drainSeconds: _, ...untold } = old;
  await give(untold);
  expect(waited()).toBe(0);
});

test("what is cancelled meanwhile leaves the way as it is", async () => {
  const { bed, old, other } = await guards();
  await create(bed, "AccessGuard", other);
  const call = bed.call("AccessGuard", undefined, AbortSignal.abort());
  const id = `${old.projectId}/${old.vpcEndpointId}`;
  const given = bed.handler("AccessGuard").delete({ ...call, id, inputs: old, outputs: old, timeoutSeconds: 0 });
  await expect(given).rejects.toThrow();
  expect(bed.pinecone.requests.filter((request) => request.startsWith("DELETE"))).toEqual([]);
});
