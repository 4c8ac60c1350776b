/** A PrivateEndpoint that is to become available, or to go. */
import { describe, expect, test } from "vitest";
import { CancelReason } from "../../../provider/rpc/errors";
import { half, halfRegistered, OTHER_VPCE, registered, VPCE } from "./endpointBed";
import { check, create, diff, remove, update } from "./testbed";

const TYPE = "PrivateEndpoint";

describe("a PrivateEndpoint that is not available", () => {
  test.each(["pending", "rejected", "failed", "deleting"])("%s is to be settled by the next update", async (status) => {
    const { bed, id, inputs, outputs } = await registered();
    const state = { id, oldInputs: inputs, oldOutputs: { ...outputs, status }, news: inputs };
    expect((await diff(bed, TYPE, state)).changes).toEqual([{ path: "status", kind: "update", replace: false }]);
    expect((await diff(bed, TYPE, { ...state, oldOutputs: outputs })).changes).toEqual([]);
  });

  test("but has become so is taken up without another registration", async () => {
    const { bed, id, inputs, outputs } = await halfRegistered({});
    bed.pinecone.turns.push({}, { state: "available" });
    const settled = await update(bed, TYPE, { id, oldInputs: inputs, oldOutputs: outputs, news: inputs });
    expect(settled.outputs).toEqual({ ...outputs, status: "available" });
    expect(bed.pinecone.requests.filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  test.each(["rejected", "failed"])("but %s is deleted and registered anew, once", async (state) => {
    const { bed, projectId, id, inputs, outputs } = await halfRegistered({ state, state_reason: "no" });
    bed.pinecone.deletingLooks = 1;
    bed.pinecone.turns.push({}, { state: "available" });
    const settled = await update(bed, TYPE, { id, oldInputs: inputs, oldOutputs: outputs, news: inputs });
    expect(settled.outputs).toMatchObject({ status: "available" });
    expect(settled.outputs).not.toHaveProperty("statusReason");
    expect(settled.outputs["privateEndpointId"]).not.toBe(outputs["privateEndpointId"]);
    expect(bed.pinecone.requests.filter((line) => !line.startsWith("GET"))).toEqual([
      `DELETE /admin/private-endpoints/${outputs["privateEndpointId"] as string}`,
      `POST /admin/projects/${projectId}/private-endpoints`,
    ]);
  });

  test("but rejected again stays in the state with the new registration's ID", async () => {
    const { bed, id, inputs, outputs } = await halfRegistered({ state: "rejected", state_reason: "no" });
    bed.pinecone.turns.push({}, { state: "rejected", state_reason: "still no" });
    const left = await half(update(bed, TYPE, { id, oldInputs: inputs, oldOutputs: outputs, news: inputs }));
    expect(left.outputs).toMatchObject({ status: "rejected", statusReason: "still no" });
    expect(left.outputs["privateEndpointId"]).toBe([...bed.pinecone.privateEndpoints.keys()].at(-1));
  });

  test("but is being deleted is waited for until it is gone, and registered anew under its name", async () => {
    const { bed, id, inputs, outputs } = await registered();
    Object.assign([...bed.pinecone.privateEndpoints.values()][0]!, { state: "deleting" });
    bed.pinecone.deletingLooks = 2;
    bed.pinecone.turns.push({ state: "available" });
    const oldOutputs = { ...outputs, status: "deleting", name: "search" };
    const settled = await update(bed, TYPE, { id, oldInputs: inputs, oldOutputs, news: inputs });
    expect(settled.outputs).toMatchObject({ status: "available", name: "search" });
    expect(bed.pinecone.privateEndpoints.size).toBe(1);
  });

  test("but was registered anew by somebody is taken up: the VPC endpoint tells which one it is", async () => {
    const { bed, projectId, id, inputs, outputs } = await halfRegistered({});
    bed.pinecone.privateEndpoints.clear();
    const theirs = bed.pinecone.addPrivateEndpoint(projectId, { vpc_endpoint_id: VPCE });
    const settled = await update(bed, TYPE, { id, oldInputs: inputs, oldOutputs: outputs, news: inputs });
    expect(settled.outputs).toMatchObject({ status: "available", privateEndpointId: theirs });
  });
});

describe("the deletion of a PrivateEndpoint", () => {
  test("is one DELETE, and waits until it is really gone", async () => {
    const { bed, id, inputs, outputs } = await registered();
    bed.pinecone.deletingLooks = 2;
    await remove(bed, TYPE, id, inputs, outputs);
    expect(bed.pinecone.privateEndpoints.size).toBe(0);
    expect(bed.pinecone.requests.filter((line) => line.startsWith("DELETE"))).toHaveLength(1);
    expect(bed.clock.sleeps).toHaveLength(2);
    expect(bed.statuses[0]).toBe(`waiting for Pinecone to delete ${VPCE}, 600 s left`);
  });

  test("of one that is gone, or whose project is, sends nothing but looks", async () => {
    for (const gone of ["privateEndpoints", "projects"] as const) {
      const { bed, id, inputs, outputs } = await registered();
      bed.pinecone.privateEndpoints.clear();
      bed.pinecone[gone].clear();
      await remove(bed, TYPE, id, inputs, outputs);
      expect(bed.pinecone.requests.filter((line) => !line.startsWith("GET"))).toEqual([]);
    }
  });

  test("that takes longer than `customTimeouts` fails, and goes on when it is run again", async () => {
    const { bed, id, inputs, outputs } = await registered();
    bed.pinecone.deletingLooks = 5;
    const removing = bed.handler(TYPE).delete({ ...bed.call(TYPE), id, inputs, outputs, timeoutSeconds: 3 });
    await expect(removing).rejects.toThrow(
      /still deleting the registration of vpce-.* after 3 s\. Run the command again/,
    );
    await remove(bed, TYPE, id, inputs, outputs);
    expect(bed.pinecone.privateEndpoints.size).toBe(0);
    expect(bed.pinecone.requests.filter((line) => line.startsWith("DELETE"))).toHaveLength(1);
  });

  test("that is cancelled while it waits says so", async () => {
    const { bed, id, inputs, outputs } = await registered();
    bed.pinecone.deletingLooks = 5;
    const cancelling = new AbortController();
    let isDeleted = false;
    bed.pinecone.carriedOut = (line) => {
      if (isDeleted) cancelling.abort(new CancelReason());
      isDeleted = line.startsWith("DELETE");
    };
    const call = bed.call(TYPE, "it", cancelling.signal);
    await expect(bed.handler(TYPE).delete({ ...call, id, inputs, outputs, timeoutSeconds: 0 })).rejects.toThrow(
      /still deleting .* and the wait was cancelled/,
    );
  });

  test("of the last one of a VPC-only project is refused, and nothing is deleted", async () => {
    const { bed, projectId, id, inputs, outputs } = await registered();
    bed.pinecone.restricted.add(projectId);
    await expect(remove(bed, TYPE, id, inputs, outputs)).rejects.toThrow(
      /PrivateEndpoint "it" is not deleted: .*last available Private Endpoint/,
    );
    expect(bed.pinecone.requests.filter((line) => !line.startsWith("GET"))).toEqual([]);
    bed.pinecone.restricted.clear();
    await remove(bed, TYPE, id, inputs, outputs);
    expect(bed.pinecone.privateEndpoints.size).toBe(0);
  });

  test("of one that was replaced comes after the new one is available, also in a VPC-only project", async () => {
    const { bed, projectId, id, inputs, outputs } = await registered();
    bed.pinecone.restricted.add(projectId);
    const news = { ...inputs, vpcEndpointId: OTHER_VPCE };
    const state = { id, oldInputs: inputs, oldOutputs: outputs, news };
    expect((await diff(bed, TYPE, state)).changes).toEqual([{ path: "vpcEndpointId", kind: "update", replace: true }]);
    bed.pinecone.turns.push({}, { state: "available" });
    expect((await create(bed, TYPE, news)).outputs).toMatchObject({ status: "available" });
    expect(bed.pinecone.privateEndpoints.size).toBe(2);
    await remove(bed, TYPE, id, inputs, outputs);
    expect([...bed.pinecone.privateEndpoints.values()]).toMatchObject([{ vpc_endpoint_id: OTHER_VPCE }]);
  });

  test("of an old name leaves the registration to its new name, which has it in the state", async () => {
    const { bed, id, inputs, outputs } = await registered();
    await check(bed, TYPE, inputs, inputs, "new-name");
    await remove(bed, TYPE, id, inputs, outputs, "old-name");
    expect(bed.log.join()).toMatch(/stays: in this deployment it belongs to urn:.*new-name/);
    expect(bed.pinecone.privateEndpoints.size).toBe(1);
  });

  test("of an old name deletes the registration when its new name was refused", async () => {
    const { bed, id, inputs, outputs } = await registered();
    expect((await check(bed, TYPE, inputs, undefined, "new-name")).failures).toHaveLength(1);
    await expect(create(bed, TYPE, inputs, "new-name")).rejects.toThrow(/is registered already/);
    await remove(bed, TYPE, id, inputs, outputs, "old-name");
    expect(bed.pinecone.privateEndpoints.size).toBe(0);
  });

  test("takes the one that somebody registered anew for the same VPC endpoint", async () => {
    const { bed, projectId, id, inputs, outputs } = await registered();
    bed.pinecone.privateEndpoints.clear();
    bed.pinecone.addPrivateEndpoint(projectId, { vpc_endpoint_id: VPCE });
    await remove(bed, TYPE, id, inputs, outputs);
    expect(bed.pinecone.privateEndpoints.size).toBe(0);
  });
});
