/** Whose the API key is that an index is made, changed or imported with. */
import { describe, expect, test } from "vitest";
import { reveal } from "../../../provider/rpc/values";
import { addIndex, API_KEY, indexBed, madeIndex } from "./indexBed";
import { create, read, remove, update } from "./testbed";

describe("a configured key of another project", () => {
  async function mixedUp() {
    const made = await madeIndex();
    const { apiKey: _key, ...inputs } = made.inputs;
    const other = made.bed.pinecone.addProject();
    made.bed.pinecone.addApiKey(other, { value: "pcsk_of_another_project" });
    const bed = await made.bed.again({ apiKey: "pcsk_of_another_project" });
    return { ...made, inputs, other, bed };
  }

  test("does not make an index look gone", async () => {
    const { bed, inputs, id, outputs } = await mixedUp();
    expect((await read(bed, "Index", id, inputs, outputs))!.outputs["host"]).toBe(outputs["host"]);
  });

  test("neither changes nor deletes that project's index of the same name", async () => {
    const { bed, inputs, id, outputs, other } = await mixedUp();
    addIndex({ bed, projectId: other }, "docs", { host: "docs-9z9z9z9.svc.aped-4627-b74a.pinecone.io" });
    await expect(remove(bed, "Index", id, inputs, outputs)).rejects.toThrow(/not valid, or of another project/);
    const news = { ...inputs, deletionProtection: "enabled" };
    await expect(update(bed, "Index", { id, oldInputs: inputs, oldOutputs: outputs, news })).rejects.toThrow(
      /not valid, or of another project/,
    );
    expect(bed.pinecone.requests.filter((line) => /^(DELETE|PATCH) \/indexes/.test(line))).toEqual([]);
  });

  test("imports no index of that project", async () => {
    const { bed, projectId, id, outputs, other } = await mixedUp();
    addIndex({ bed, projectId: other }, "docs", { host: "docs-9z9z9z9.svc.aped-4627-b74a.pinecone.io" });
    expect((await read(bed, "Index", id))!.outputs["host"]).toBe(outputs["host"]);
    bed.pinecone.indexes.delete(projectId);
    expect(await read(await bed.again(), "Index", id)).toBeUndefined();
  });

  test.each([
    ["that has an index, in a project that has none", ["foreign"], []],
    ["that has none, in a project that has an index", [], ["ours"]],
    ["that has an index, in a project that has another one", ["foreign"], ["ours"]],
  ])("%s, makes no index", async (_claim, theirs, ours) => {
    const { bed, projectId, inputs } = await indexBed({ apiKey: "pcsk_of_another_project" });
    const other = bed.pinecone.addProject();
    bed.pinecone.addApiKey(other, { value: "pcsk_of_another_project" });
    for (const name of theirs) addIndex({ bed, projectId: other }, name);
    for (const name of ours) addIndex({ bed, projectId }, name);
    const { apiKey: _declared, ...undeclared } = inputs;
    await expect(create(bed, "Index", undeclared)).rejects.toThrow(
      new RegExp(`"docs" would be made there. Give a key of ${projectId}`),
    );
    expect(bed.pinecone.requests).not.toContain("POST /indexes");
    // A key that is declared for the index, or that can't be compared, is believed.
    await create(await bed.again({ temporaryKeys: "false" }), "Index", undeclared);
  });
});

describe("a configured key of the project", () => {
  test("makes any number of indexes at once, looked into by one temporary key", async () => {
    const { bed, projectId, inputs } = await indexBed({ apiKey: API_KEY });
    const { apiKey: _declared, ...undeclared } = inputs;
    addIndex({ bed, projectId }, "before");
    const names = ["a", "b", "c"];
    await Promise.all(names.map((name) => create(bed, "Index", { ...undeclared, name }, name)));
    const keys = bed.pinecone.requests.filter((line) => line === `POST /admin/projects/${projectId}/api-keys`);
    expect([keys.length, bed.pinecone.indexes.get(projectId)?.length]).toEqual([1, 4]);
  });
});

describe("an ApiKey of the same program", () => {
  test("that Pinecone does not know everywhere yet makes the index a moment later", async () => {
    const { bed, projectId, inputs } = await indexBed();
    const { outputs } = await create(bed, "ApiKey", { projectId, name: "app" });
    bed.pinecone.refuse("GET /indexes/docs", 401, "Invalid API Key", 2);
    await create(bed, "Index", { ...inputs, apiKey: reveal(outputs["value"]!) });
    expect(bed.clock.sleeps).toEqual([500, 1000]);
  });

  test("is not waited for when it was declared as a text: a 401 is final", async () => {
    const { bed, inputs } = await indexBed();
    bed.pinecone.refuse("GET /indexes/docs", 401, "Invalid API Key", 2);
    await expect(create(bed, "Index", inputs)).rejects.toThrow(/Invalid API Key/);
    expect(bed.clock.sleeps).toEqual([]);
  });
});
