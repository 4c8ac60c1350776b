import { describe, expect, test } from "vitest";
import { isSecret, reveal, Secret, UNKNOWN, type Value } from "../../../provider/rpc/values";
import { create, diff, read, remove, testbed, update } from "./testbed";

describe("ApiKey", () => {
  test("its value is a secret output, and nothing else is", async () => {
    const bed = await testbed();
    const projectId = bed.pinecone.addProject();
    const { outputs } = await create(bed, "ApiKey", { projectId, name: "app" });
    expect(
      Object.entries(outputs)
        .filter(([, value]) => isSecret(value))
        .map(([name]) => name),
    ).toEqual(["value"]);
    expect(reveal(outputs["value"] as Value)).toMatch(/^pcsk_/);
    expect(outputs["roles"]).toEqual(["ProjectEditor"]);
    expect(bed.pinecone.requests).toEqual([`POST /admin/projects/${projectId}/api-keys`]);
  });

  test("renaming it is one PATCH of the name, and keeps the value, also in the preview", async () => {
    const bed = await testbed();
    const projectId = bed.pinecone.addProject();
    const id = bed.pinecone.addApiKey(projectId, { name: "a" });
    const oldInputs = { projectId, name: "a" };
    const oldOutputs = { ...oldInputs, roles: ["ProjectEditor"], value: new Secret("pcsk_kept") };
    const state = { id, oldInputs, oldOutputs, news: { projectId, name: "b" } };
    for (const preview of [true, false]) {
      const { outputs } = await update(bed, "ApiKey", state, preview);
      expect([outputs["name"], reveal(outputs["value"] as Value)]).toEqual(["b", "pcsk_kept"]);
      expect(isSecret(outputs["value"] as Value)).toBe(true);
    }
    expect([bed.pinecone.requests, bed.pinecone.bodies]).toEqual([[`PATCH /admin/api-keys/${id}`], [{ name: "b" }]]);
  });

  test("the value of a key that is to be made is an unknown secret in a preview", async () => {
    const bed = await testbed();
    const inputs = { projectId: "p", name: "k" };
    const { outputs } = await bed
      .handler("ApiKey")
      .create({ ...bed.call("ApiKey"), inputs, preview: true, timeoutSeconds: 0 });
    expect((outputs["value"] as Secret).reveal()).toBe(UNKNOWN);
  });

  test("an import has no value and warns of it", async () => {
    const bed = await testbed();
    const projectId = bed.pinecone.addProject();
    const id = bed.pinecone.addApiKey(projectId, { name: "old", roles: ["ProjectViewer"] });
    const found = (await read(bed, "ApiKey", id))!;
    expect(found.inputs).toEqual({ projectId, name: "old", roles: ["ProjectViewer"] });
    expect(found.outputs["value"]).toBeNull();
    expect(bed.log.join()).toMatch(/^warning: The API key "old" is imported without its value/);
    const state = { id, oldInputs: found.inputs, oldOutputs: found.outputs, news: found.inputs };
    expect((await diff(bed, "ApiKey", state)).changes).toEqual([]);
  });

  test("a refresh asks once per project, keeps the value and the order of roles, and knows what is gone by its 404", async () => {
    const bed = await testbed();
    const projectId = bed.pinecone.addProject();
    const ids = [1, 2].map(() =>
      bed.pinecone.addApiKey(projectId, { name: "k", roles: ["ProjectViewer", "DataPlaneEditor"] }),
    );
    const inputs = { projectId, name: "k", roles: ["DataPlaneEditor", "ProjectViewer"] };
    const outputs = { ...inputs, value: new Secret("pcsk_kept") };
    const found = await Promise.all(ids.map((id) => read(bed, "ApiKey", id, inputs, outputs)));
    expect(found.map((one) => one?.inputs)).toEqual([inputs, inputs]);
    expect(reveal(found[0]!.outputs["value"] as Value)).toBe("pcsk_kept");
    expect(bed.pinecone.requests).toEqual([`GET /admin/projects/${projectId}/api-keys`]);
    const gone = "6a0e8f6e-0000-4000-8000-000000000000";
    expect(await read(bed, "ApiKey", gone, inputs, outputs)).toBeUndefined();
    expect(bed.pinecone.requests[1]).toBe(`GET /admin/api-keys/${gone}`);
  });

  test("a deletion is one request, and of what is gone it is done", async () => {
    const bed = await testbed();
    const projectId = bed.pinecone.addProject();
    const id = bed.pinecone.addApiKey(projectId);
    await remove(bed, "ApiKey", id, { projectId, name: "k" });
    await remove(bed, "ApiKey", id, { projectId, name: "k" });
    expect(bed.pinecone.requests).toEqual([`DELETE /admin/api-keys/${id}`, `DELETE /admin/api-keys/${id}`]);
  });

  test("a key that went through this process looks at the project's indexes, so that no temporary one is made", async () => {
    const bed = await testbed();
    const projectId = bed.pinecone.addProject();
    await create(bed, "ApiKey", { projectId, name: "app" });
    bed.pinecone.indexes.set(projectId, [{ name: "docs", host: "h" }]);
    await expect(remove(bed, "Project", projectId, { name: "p" })).rejects.toThrow(
      /"docs" \(seen with an ApiKey of this project\)/,
    );
    expect(bed.pinecone.apiKeys.size).toBe(1);
  });
});

describe("ExternalId", () => {
  test("is a UUID v4 made once, without a request, and kept", async () => {
    const bed = await testbed();
    const { id, outputs } = await create(bed, "ExternalId", {});
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(outputs).toEqual({ value: id });
    expect((await read(bed, "ExternalId", id, {}, outputs))!).toEqual({ id, inputs: {}, outputs });
    expect((await diff(bed, "ExternalId", { id, oldInputs: {}, oldOutputs: outputs, news: {} })).changes).toEqual([]);
    expect(bed.pinecone.tokens).toBe(0);
  });

  test("declaring the made value is no change, declaring another one is refused", async () => {
    const bed = await testbed();
    const { id, outputs } = await create(bed, "ExternalId", {});
    const state = { id, oldInputs: {}, oldOutputs: outputs };
    expect((await diff(bed, "ExternalId", { ...state, news: { value: id } })).changes).toEqual([]);
    const other = { value: "0f8fad5b-d9cb-469f-a165-70867728950e" };
    await expect(diff(bed, "ExternalId", { ...state, news: other })).rejects.toThrow(/value can't change/);
  });

  test("a brought value is known in the preview already, and an import is by the UUID", async () => {
    const bed = await testbed();
    const value = "0f8fad5b-d9cb-469f-a165-70867728950e";
    const preview = await bed
      .handler("ExternalId")
      .create({ ...bed.call("ExternalId"), inputs: { value }, preview: true, timeoutSeconds: 0 });
    expect(preview.outputs).toEqual({ value });
    expect((await read(bed, "ExternalId", value))!.inputs).toEqual({ value });
    await expect(read(bed, "ExternalId", "abc")).rejects.toThrow(/"abc" is no UUID v4/);
  });
});
