import { describe, expect, test } from "vitest";
import { HalfCreatedError } from "../../../provider/rpc/errors";
import { half } from "./endpointBed";
import { addEndpoint, addIndexIn, projectWith, restricted, vpceOf } from "./networkBed";
import { create, diff, remove, update } from "./testbed";

const EAST = "us-east-1";
const WEST = "us-west-2";

describe("a NetworkAccess through the API, turned on", () => {
  test("looks at everything anew, then is one PATCH, and its ID is the project's", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST], indexes: [EAST] });
    const made = await create(bed, "NetworkAccess", restricted(projectId, { regions: [EAST] }));
    expect(made.id).toBe(projectId);
    expect(made.outputs).toMatchObject({ status: "restricted", evidence: "api" });
    expect(bed.pinecone.restricted).toEqual(new Set([projectId]));
    const { requests } = bed.pinecone;
    expect(requests.filter((line) => !line.includes("api-keys"))).toEqual([
      `GET /admin/projects/${projectId}/network-access`,
      `GET /admin/projects/${projectId}/private-endpoints`,
      "GET /indexes",
      `PATCH /admin/projects/${projectId}/network-access`,
    ]);
  });

  test("is refused in a project without an endpoint, and no acknowledgement helps", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] });
    const inputs = restricted(projectId, { acknowledgeLostAccess: [`in-${EAST}`] });
    await expect(create(bed, "NetworkAccess", inputs)).rejects.toThrow(
      /"it" is not turned on[^]*has no available Private Endpoint, so nobody would get to its indexes/,
    );
    expect(bed.pinecone.restricted.size).toBe(0);
  });

  test.each(["pending", "rejected", "failed", "deleting"])("is refused when the endpoint is %s", async (state) => {
    const made = await projectWith({ indexes: [EAST] });
    addEndpoint(made, EAST, { state });
    await expect(create(made.bed, "NetworkAccess", restricted(made.projectId))).rejects.toThrow(
      /no available Private Endpoint/,
    );
    expect(made.bed.pinecone.restricted.size).toBe(0);
  });

  test("is refused when the endpoint is about to be deleted, though Pinecone has it still", async () => {
    const made = await projectWith({ indexes: [EAST] });
    const { bed, projectId } = made;
    const privateEndpointId = addEndpoint(made, EAST);
    const inputs = { projectId, region: EAST, vpcEndpointId: vpceOf(EAST) };
    bed.pinecone.refuse("DELETE /admin/private-endpoints", 500, "not now");
    const going = remove(bed, "PrivateEndpoint", `${projectId}/${vpceOf(EAST)}`, inputs, { privateEndpointId });
    await expect(going).rejects.toThrow(/not now/);
    await expect(create(bed, "NetworkAccess", restricted(projectId))).rejects.toThrow(/no available Private Endpoint/);
    await create(await bed.again(), "NetworkAccess", restricted(projectId));
  });

  test("is refused while a region has an index and no endpoint; every such index is named with its region", async () => {
    const made = await projectWith({ endpoints: [EAST], indexes: [EAST, WEST] });
    addIndexIn(made, EAST, { name: "elsewhere", deployment: { cloud: "gcp", region: EAST } });
    addIndexIn(made, EAST, { name: "pod", deployment: { deployment_type: "pod" } });
    const refused = create(made.bed, "NetworkAccess", restricted(made.projectId));
    await expect(refused).rejects.toThrow(
      /does not name the indexes "in-us-west-2" \(us-west-2\), "elsewhere" \(gcp, us-east-1\), "pod" \(region not told/,
    );
    await expect(refused).rejects.toThrow('acknowledgeLostAccess: ["in-us-west-2","elsewhere","pod"]');
    expect(made.bed.pinecone.restricted.size).toBe(0);
  });

  test("passes when all that are lost are acknowledged, with a warning, and not when one is missing", async () => {
    const made = await projectWith({ endpoints: [EAST], indexes: [EAST, WEST, "eu-west-1"] });
    const some = restricted(made.projectId, { acknowledgeLostAccess: [`in-${WEST}`] });
    await expect(create(made.bed, "NetworkAccess", some)).rejects.toThrow(/the index "in-eu-west-1"/);
    const all = restricted(made.projectId, { acknowledgeLostAccess: [`in-${WEST}`, "in-eu-west-1"] });
    expect((await create(made.bed, "NetworkAccess", all)).outputs).toMatchObject({ status: "restricted" });
    expect(made.bed.log.join()).toMatch(/warning: .*"in-us-west-2".*"in-eu-west-1".*lose all access/);
  });

  test("an index that is being deleted is not in the way", async () => {
    const made = await projectWith({ endpoints: [EAST] });
    addIndexIn(made, WEST, { status: { ready: false, state: "Terminating" } });
    expect((await create(made.bed, "NetworkAccess", restricted(made.projectId))).outputs).toMatchObject({
      status: "restricted",
    });
  });

  test("is refused while one of its regions has no endpoint, index or not", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST] });
    const refused = create(bed, "NetworkAccess", restricted(projectId, { regions: [EAST, WEST] }));
    await expect(refused).rejects.toThrow(/regions names us-west-2, where the project .* has no available/);
    expect(bed.pinecone.restricted.size).toBe(0);
  });

  test("is refused when nobody can list the indexes, with the way out", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST] }, { temporaryKeys: "false" });
    await expect(create(bed, "NetworkAccess", restricted(projectId))).rejects.toThrow(
      /nobody can list the indexes.*apiKey.*temporaryKeys/,
    );
    expect(bed.pinecone.restricted.size).toBe(0);
  });

  test("goes by a temporary key rather than by a configured one, which may be of another project", async () => {
    const made = await projectWith({ endpoints: [EAST], indexes: [WEST] }, { apiKey: "pcsk_other" });
    made.bed.pinecone.addApiKey(made.bed.pinecone.addProject(), { value: "pcsk_other" });
    await expect(create(made.bed, "NetworkAccess", restricted(made.projectId))).rejects.toThrow(
      /"in-us-west-2".*seen with a temporary API key/,
    );
    expect(made.bed.pinecone.apiKeys.size).toBe(2);
  });

  test("is refused when the list of endpoints fails, and nothing is turned", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST] });
    bed.pinecone.refuse(`GET /admin/projects/${projectId}/private-endpoints`, 500, "no luck");
    await expect(create(bed, "NetworkAccess", restricted(projectId))).rejects.toThrow(
      /can't create NetworkAccess "it".*no luck/,
    );
    expect(bed.pinecone.restricted.size).toBe(0);
  });

  test("is one look where it is on already, whatever is missing", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] });
    bed.pinecone.restricted.add(projectId);
    expect((await create(bed, "NetworkAccess", restricted(projectId))).outputs).toMatchObject({ status: "restricted" });
    expect(bed.pinecone.requests).toEqual([`GET /admin/projects/${projectId}/network-access`]);
  });
});

describe("a NetworkAccess through the API, turned off", () => {
  test("is one PATCH, and nothing is looked at", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] });
    bed.pinecone.restricted.add(projectId);
    const made = await create(bed, "NetworkAccess", { projectId, privateEndpointsOnly: false });
    expect(made.outputs).toMatchObject({ status: "open", evidence: "api" });
    expect(bed.pinecone.requests).toEqual([`PATCH /admin/projects/${projectId}/network-access`]);
    expect(bed.pinecone.bodies).toEqual([{ private_endpoints_only: false }]);
    expect(bed.pinecone.restricted.size).toBe(0);
  });
});

describe("what became of a NetworkAccess's PATCH", () => {
  test("is Pinecone's answer, not what was sent", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST] });
    bed.pinecone.isSwitchStuck = true;
    await expect(create(bed, "NetworkAccess", restricted(projectId))).rejects.toThrow(
      /took the request to turn the switch .* on, but answered that it is off/,
    );
  });

  test("is settled by a look when the answer was lost", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST] });
    bed.pinecone.loseAnswer(`PATCH /admin/projects/${projectId}/network-access`);
    expect((await create(bed, "NetworkAccess", restricted(projectId))).outputs).toMatchObject({ status: "restricted" });
    expect(bed.pinecone.requests.filter((line) => line.startsWith("PATCH"))).toHaveLength(1);
  });

  test("is sent again safely by the client when the answer was lost", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST] }, { maxRetries: "1" });
    bed.pinecone.loseAnswer(`PATCH /admin/projects/${projectId}/network-access`);
    expect((await create(bed, "NetworkAccess", restricted(projectId))).outputs).toMatchObject({ status: "restricted" });
    expect(bed.pinecone.requests.filter((line) => line.startsWith("PATCH"))).toHaveLength(2);
  });

  test("stays in the state as pending when it can't be seen; the next update looks, and a deletion turns it off", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST] });
    const line = `/admin/projects/${projectId}/network-access`;
    bed.pinecone.carriedOut = (done) => {
      if (done === `PATCH ${line}`) bed.pinecone.refuse(`GET ${line}`, 503, "down");
    };
    bed.pinecone.loseAnswer(`PATCH ${line}`);
    const { id, outputs, reasons } = await half(create(bed, "NetworkAccess", restricted(projectId)));
    expect([id, outputs["status"]]).toEqual([projectId, "pending"]);
    expect(reasons.join()).toMatch(/answer to turning the switch .* on was lost.*How it is now can't be seen/);
    const state = { id: projectId, oldInputs: restricted(projectId), oldOutputs: outputs, news: restricted(projectId) };
    const next = await bed.again();
    expect((await diff(next, "NetworkAccess", state)).changes).toEqual([
      { path: "status", kind: "update", replace: false },
    ]);
    expect((await update(next, "NetworkAccess", state)).outputs).toMatchObject({ status: "restricted" });
    await remove(await bed.again(), "NetworkAccess", projectId, restricted(projectId), outputs);
    expect(bed.pinecone.restricted.size).toBe(0);
  });

  test("stays pending too when the look finds it as it was: the request may be carried out yet", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST] });
    bed.pinecone.refuse(`PATCH /admin/projects/${projectId}/network-access`, 500, "no luck");
    const pending = await half(create(bed, "NetworkAccess", restricted(projectId)));
    expect(pending.reasons.join()).toMatch(/It is off now, but the request may be carried out yet/);
  });

  test("is nothing when Pinecone refused it", async () => {
    const { bed, projectId } = await projectWith({ endpoints: [EAST] });
    bed.pinecone.refuse(`PATCH /admin/projects/${projectId}/network-access`, 403, "not you");
    const refused = create(bed, "NetworkAccess", restricted(projectId));
    await expect(refused).rejects.toThrow(/can't create NetworkAccess "it".*not you/);
    await expect(refused).rejects.not.toBeInstanceOf(HalfCreatedError);
  });
});
