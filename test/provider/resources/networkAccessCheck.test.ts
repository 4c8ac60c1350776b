import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../provider/rpc/values";
import { addEndpoint, API_KEY, networkBed, projectWith, restricted, vpceOf } from "./networkBed";
import { check, containing, create, matching, type Testbed } from "./testbed";

const EAST = "us-east-1";
const WEST = "us-west-2";

const known = { apiKey: API_KEY };

/** Declares a PrivateEndpoint of the same program. */
async function declare(bed: Testbed, projectId: string, region: unknown): Promise<void> {
  const inputs = { projectId, region: region as string, vpcEndpointId: vpceOf(WEST) };
  expect((await check(bed, "PrivateEndpoint", inputs)).failures).toEqual([]);
}

describe("a preview that turns the switch on", () => {
  test("says what is wrong with all of it at once, and makes no API key for that", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, known);
    const { failures } = await check(bed, "NetworkAccess", restricted(projectId, { regions: [WEST] }));
    expect(failures).toEqual([
      { property: "privateEndpointsOnly", reason: containing(`the project ${projectId} has no available`) },
      { property: "regions", reason: containing(`names ${WEST}, where`) },
      { property: "acknowledgeLostAccess", reason: containing(`the index "in-${EAST}" (${EAST})`) },
    ]);
    expect(failures[2]!.reason).not.toMatch(/If they may lose all access/);
    expect(bed.pinecone.requests.filter((line) => line.includes("api-keys"))).toEqual([]);
  });

  test("names the indexes that lose their public access", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST], indexes: [EAST] }, known);
    expect((await check(bed, "NetworkAccess", restricted(projectId))).failures).toEqual([]);
    expect(bed.log).toEqual([
      `info: NetworkAccess "it": turned on, the index "in-${EAST}" loses public access and answers through Private Endpoints alone.`,
    ]);
  });

  test("leaves the indexes to the creation when no key is known to list them with", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST], indexes: [WEST] });
    expect((await check(bed, "NetworkAccess", restricted(projectId))).failures).toEqual([]);
    await expect(create(bed, "NetworkAccess", restricted(projectId))).rejects.toThrow(/"in-us-west-2"/);
  });

  test("says nothing of lost indexes while it is not known who is acknowledged", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST], indexes: [WEST] }, known);
    const inputs = restricted(projectId, { acknowledgeLostAccess: [UNKNOWN] });
    expect((await check(bed, "NetworkAccess", inputs)).failures).toEqual([]);
  });

  test.each([
    ["the project", { projectId: UNKNOWN }],
    ["a region", { regions: [EAST, UNKNOWN] }],
    ["all regions", { regions: UNKNOWN }],
    ["the switch itself", { privateEndpointsOnly: UNKNOWN }],
  ])("refuses nothing while it does not know %s", async (_what, unknown) => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, known);
    expect((await check(bed, "NetworkAccess", { ...restricted(projectId), ...unknown })).failures).toEqual([]);
  });

  test("counts the endpoints of the same program as there to come, the creation does not", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST], indexes: [EAST, WEST] }, known);
    await declare(bed, projectId, WEST);
    const inputs = restricted(projectId, { regions: [WEST] });
    expect((await check(bed, "NetworkAccess", inputs)).failures).toEqual([]);
    await expect(create(bed, "NetworkAccess", inputs)).rejects.toThrow(/regions names us-west-2.*[^]*"in-us-west-2"/);
    expect(bed.pinecone.restricted.size).toBe(0);
  });

  test("refuses nothing while an endpoint of the same program may lead anywhere", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, known);
    await declare(bed, projectId, UNKNOWN);
    expect((await check(bed, "NetworkAccess", restricted(projectId))).failures).toEqual([]);
  });

  test("does not count an endpoint that is pending elsewhere", async () => {
    const made = await networkBed(known);
    addEndpoint(made, EAST, { state: "pending" });
    const { failures } = await check(made.bed, "NetworkAccess", restricted(made.projectId));
    expect(failures.map(({ property }) => property)).toEqual(["privateEndpointsOnly"]);
  });

  test("refuses nothing that is on in Pinecone already: a resource that was renamed, or is taken over", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, known);
    bed.pinecone.restricted.add(projectId);
    expect((await check(bed, "NetworkAccess", restricted(projectId))).failures).toEqual([]);
    expect(bed.pinecone.requests).toEqual([`GET /admin/projects/${projectId}/network-access`]);
  });

  test("keeps the rule for an update that turns it on, and for another project", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, known);
    const off = { projectId, privateEndpointsOnly: false };
    expect((await check(bed, "NetworkAccess", restricted(projectId), off)).failures).toHaveLength(2);
    const other = restricted(bed.pinecone.addProject());
    const next = await bed.again();
    expect((await check(next, "NetworkAccess", restricted(projectId), other)).failures).toHaveLength(2);
  });

  test("tells a project that does not exist", async () => {
    const { bed } = await networkBed();
    const { failures } = await check(bed, "NetworkAccess", restricted("6a0e8f6e-0000-4000-8000-000000000000"));
    expect(failures).toEqual([{ property: "projectId", reason: containing("is no project of this organization") }]);
  });
});

describe("a preview of a NetworkAccess", () => {
  test("that is off asks nothing", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, known);
    expect((await check(bed, "NetworkAccess", { projectId, privateEndpointsOnly: false })).failures).toEqual([]);
    expect(bed.pinecone.tokens).toBe(0);
  });

  test("refuses two for one project, naming the other one", async () => {
    const { bed, projectId } = await networkBed();
    const inputs = { projectId, privateEndpointsOnly: false };
    await check(bed, "NetworkAccess", inputs, undefined, "one");
    const { failures } = await check(bed, "NetworkAccess", inputs, undefined, "two");
    expect(failures).toEqual([{ property: "projectId", reason: matching(/NetworkAccess::one.*to and fro.*alias/) }]);
    expect((await check(bed, "NetworkAccess", inputs, inputs, "one")).failures).toEqual([]);
  });
});
