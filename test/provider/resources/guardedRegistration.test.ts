/** A guard that is given its way's registration takes it away with itself. */
import { describe, expect, test } from "vitest";
import { addEndpoint, type NetworkBed, projectWith, vpceOf } from "./networkBed";
import { check, create, remove } from "./testbed";

const EAST = "us-east-1";

/** A project with an index in us-east-1, a registered VPC endpoint there, and what its guard is told. */
async function guarded() {
  const made = await projectWith({ indexes: [EAST] });
  const privateEndpointId = addEndpoint(made, EAST);
  const inputs = { projectId: made.projectId, region: EAST, vpcEndpointId: vpceOf(EAST), privateEndpointId };
  return { made, inputs, privateEndpointId };
}

function give({ bed, projectId }: NetworkBed, inputs: Awaited<ReturnType<typeof guarded>>["inputs"]): Promise<void> {
  return remove(bed, "AccessGuard", `${projectId}/${inputs.vpcEndpointId}`, inputs);
}

/** What the requests have deleted. */
function deletions({ bed }: NetworkBed): string[] {
  return bed.pinecone.requests.filter((request) => request.startsWith("DELETE /admin/private-endpoints"));
}

describe("a deleted guard that is given the Private Endpoint", () => {
  test("deregisters it, last of all", async () => {
    const { made, inputs, privateEndpointId } = await guarded();
    await give(made, inputs);
    expect(made.bed.pinecone.requests.at(-1)).toBe(`DELETE /admin/private-endpoints/${privateEndpointId}`);
    await expect(give(made, inputs), "that is gone already").resolves.toBeUndefined();
  });

  test("leaves it when the way is to stay", async () => {
    const { made, inputs } = await guarded();
    made.bed.pinecone.restricted.add(made.projectId);
    await expect(give(made, inputs)).rejects.toThrow(/last available/);
    expect(deletions(made)).toEqual([]);
  });

  test("leaves it while the program goes on having it", async () => {
    const { made, inputs } = await guarded();
    const { projectId, region, vpcEndpointId } = inputs;
    const registration = { projectId, region, vpcEndpointId };
    await check(made.bed, "PrivateEndpoint", registration, registration, "registration");
    await give(made, inputs);
    expect(deletions(made)).toEqual([]);
  });

  test("stays when that fails", async () => {
    const { made, inputs, privateEndpointId } = await guarded();
    made.bed.pinecone.refuse(`DELETE /admin/private-endpoints/${privateEndpointId}`, 403, "not you");
    await expect(give(made, inputs)).rejects.toThrow(/can't delete AccessGuard "it".*not you/);
  });

  test("deregisters nothing with the console", async () => {
    const { made, inputs } = await guarded();
    const byHand = { ...made, bed: await made.bed.again({ binding: "console" }) };
    await give(byHand, inputs);
    expect(deletions(byHand)).toEqual([]);
  });
});

describe("a new guard", () => {
  test("is refused when its Private Endpoint was deregistered before, with the way out", async () => {
    const { made, inputs, privateEndpointId } = await guarded();
    expect((await check(made.bed, "AccessGuard", inputs)).failures).toEqual([]);
    made.bed.pinecone.privateEndpoints.clear();
    const { failures } = await check(await made.bed.again(), "AccessGuard", inputs);
    expect(failures.map(({ property }) => property)).toEqual(["privateEndpointId"]);
    expect(failures[0]?.reason).toContain(`is ${privateEndpointId}, which the project ${made.projectId} does not have`);
    expect(failures[0]?.reason).toContain("`pulumi up --refresh`");
  });

  test("asks nothing when its Private Endpoint was registered a moment ago, when it is not told, and when it is no new one", async () => {
    const { made, inputs } = await guarded();
    made.bed.pinecone.privateEndpoints.clear();
    const { projectId, region, vpcEndpointId } = inputs;
    await check(made.bed, "AccessGuard", inputs, inputs);
    await check(made.bed, "AccessGuard", { projectId, region, vpcEndpointId });
    expect(made.bed.pinecone.requests).toEqual([]);
    await expect(create(made.bed, "PrivateEndpoint", { projectId, region, vpcEndpointId })).rejects.toThrow(/pending/);
    const before = [...made.bed.pinecone.requests];
    expect((await check(made.bed, "AccessGuard", inputs)).failures).toEqual([]);
    expect(made.bed.pinecone.requests).toEqual(before);
  });
});
