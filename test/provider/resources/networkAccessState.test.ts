import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../provider/rpc/values";
import { API_KEY, networkBed, projectWith, restricted } from "./networkBed";
import { check, create, diff, read, remove, update } from "./testbed";

const EAST = "us-east-1";
const WEST = "us-west-2";

describe("a NetworkAccess in the state", () => {
  test("follows the switch in a refresh; turned on again, the rule is kept again", async () => {
    const made = await projectWith({ endpoints: [EAST], indexes: [WEST] });
    const { bed, projectId } = made;
    const inputs = restricted(projectId, { regions: [EAST], acknowledgeLostAccess: [`in-${WEST}`] });
    const found = await read(bed, "NetworkAccess", projectId, inputs, {
      ...inputs,
      status: "restricted",
      evidence: "api",
    });
    expect(found?.inputs).toEqual({ ...inputs, privateEndpointsOnly: false });
    expect(found?.outputs).toMatchObject({ status: "open", privateEndpointsOnly: false });
    expect(bed.pinecone.requests).toEqual([`GET /admin/projects/${projectId}/network-access`]);
    const news = restricted(projectId, { regions: [EAST] });
    const state = { id: projectId, oldInputs: found!.inputs, oldOutputs: found!.outputs, news };
    await expect(update(await bed.again(), "NetworkAccess", state)).rejects.toThrow(/"in-us-west-2"/);
    const { outputs } = await update(await bed.again(), "NetworkAccess", { ...state, news: inputs });
    expect(outputs).toMatchObject({ status: "restricted" });
  });

  test("that is on stays on, and asks nothing, when an acknowledgement or a region is taken back", async () => {
    const { bed, projectId } = await projectWith({ indexes: [WEST] }, { apiKey: API_KEY });
    bed.pinecone.restricted.add(projectId);
    const oldInputs = restricted(projectId, { acknowledgeLostAccess: [`in-${WEST}`] });
    const news = restricted(projectId, { regions: [EAST] });
    const oldOutputs = { ...oldInputs, status: "restricted", evidence: "api" };
    expect((await check(bed, "NetworkAccess", news, oldInputs)).failures).toEqual([]);
    const { outputs } = await update(bed, "NetworkAccess", { id: projectId, oldInputs, oldOutputs, news });
    expect(outputs).toMatchObject({ status: "restricted", evidence: "api" });
    expect(bed.pinecone.requests).toEqual([]);
  });

  test("is gone with its project, and with nothing else", async () => {
    const { bed, projectId } = await networkBed();
    const inputs = restricted(projectId);
    bed.pinecone.refuse(`GET /admin/projects/${projectId}/network-access`, 403, "not you");
    await expect(read(bed, "NetworkAccess", projectId, inputs, inputs)).rejects.toThrow(/can't read.*not you/);
    bed.pinecone.projects.clear();
    expect(await read(bed, "NetworkAccess", projectId, inputs, inputs)).toBeUndefined();
    await expect(
      remove(bed, "NetworkAccess", projectId, inputs, { ...inputs, status: "restricted" }),
    ).resolves.toBeUndefined();
  });

  test("imported has its inputs, and what Pinecone does not tell may be declared without a change", async () => {
    const { bed, projectId } = await networkBed();
    bed.pinecone.restricted.add(projectId);
    const found = await read(bed, "NetworkAccess", projectId);
    expect(found?.inputs).toEqual(restricted(projectId));
    expect(found?.outputs).toEqual({ ...restricted(projectId), status: "restricted", evidence: "api" });
    const news = restricted(projectId, { regions: [EAST], acknowledgeLostAccess: ["a"] });
    const state = { id: projectId, oldInputs: found!.inputs, oldOutputs: found!.outputs, news };
    expect((await check(bed, "NetworkAccess", news, found!.inputs)).failures).toEqual([]);
    expect((await diff(bed, "NetworkAccess", state)).changes).toEqual([]);
    await expect(read(bed, "NetworkAccess", "shop")).rejects.toThrow(/"shop" is no project ID/);
  });

  test("deleted turns the switch off; one that is open to its knowledge leaves it", async () => {
    const { bed, projectId } = await networkBed();
    bed.pinecone.restricted.add(projectId);
    const inputs = { projectId, privateEndpointsOnly: false };
    await remove(bed, "NetworkAccess", projectId, inputs, { ...inputs, status: "open" });
    expect(bed.pinecone.restricted.has(projectId)).toBe(true);
    await remove(bed, "NetworkAccess", projectId, restricted(projectId), { ...inputs, status: "restricted" });
    expect(bed.pinecone.restricted.size).toBe(0);
  });

  test("a deletion whose answer was lost is done when the look says so, and otherwise fails in words", async () => {
    const { bed, projectId } = await networkBed();
    bed.pinecone.restricted.add(projectId);
    const outputs = { ...restricted(projectId), status: "restricted" };
    bed.pinecone.refuse(`PATCH /admin/projects/${projectId}/network-access`, 500, "no luck");
    await expect(remove(bed, "NetworkAccess", projectId, restricted(projectId), outputs)).rejects.toThrow(
      /NetworkAccess "it" is not deleted yet: the answer .* off was lost.*It is on now/,
    );
    bed.pinecone.loseAnswer(`PATCH /admin/projects/${projectId}/network-access`);
    await remove(bed, "NetworkAccess", projectId, restricted(projectId), outputs);
    expect(bed.pinecone.restricted.size).toBe(0);
  });

  test("renamed without an alias leaves the switch on, for its new name", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST], indexes: [WEST] });
    bed.pinecone.restricted.add(projectId);
    const inputs = restricted(projectId);
    expect((await check(bed, "NetworkAccess", inputs, undefined, "new")).failures).toEqual([]);
    await create(bed, "NetworkAccess", inputs, "new");
    await remove(bed, "NetworkAccess", projectId, inputs, { ...inputs, status: "restricted" }, "old");
    expect(bed.pinecone.restricted.has(projectId)).toBe(true);
    expect(bed.log.join()).toMatch(/stays as it is: in this deployment it belongs to urn:.*::new/);
  });

  test("renamed, with the new name in the state already and the old one left over, leaves it on too", async () => {
    const { bed, projectId } = await networkBed();
    bed.pinecone.restricted.add(projectId);
    const inputs = restricted(projectId);
    await check(bed, "NetworkAccess", inputs, inputs, "new");
    await remove(bed, "NetworkAccess", projectId, inputs, { ...inputs, status: "restricted" }, "old");
    expect(bed.pinecone.restricted.has(projectId)).toBe(true);
  });

  test("moved to another project turns the old one's switch off after the new one's is on", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST] });
    const old = bed.pinecone.addProject();
    bed.pinecone.restricted.add(old);
    const news = restricted(projectId);
    const oldInputs = restricted(old);
    const { changes } = await diff(bed, "NetworkAccess", { id: old, oldInputs, news });
    expect(changes).toEqual([{ path: "projectId", kind: "update", replace: true }]);
    await create(bed, "NetworkAccess", news);
    await remove(bed, "NetworkAccess", old, oldInputs, { ...oldInputs, status: "restricted" });
    expect(bed.pinecone.restricted).toEqual(new Set([projectId]));
  });

  test("that a preview does not know yet is not made for real", async () => {
    const { bed, projectId } = await networkBed();
    const unknown = restricted(projectId, { regions: [UNKNOWN] });
    await expect(create(bed, "NetworkAccess", unknown)).rejects.toThrow(/regions must be known by now/);
  });
});
