/** Through whose eyes an index is seen: which API key looks, how often, and what an import finds. */
import { describe, expect, test } from "vitest";
import { isSecret, type PropertyMap, reveal, Secret } from "../../../provider/rpc/values";
import { addIndex, API_KEY, indexBed, madeIndex } from "./indexBed";
import { check, create, diff, matching, read, remove, type Testbed } from "./testbed";

/** The preview after an import: what Check and Diff make of a program, given what was read. */
async function previewed(bed: Testbed, id: string, program: PropertyMap) {
  const found = (await read(bed, "Index", id))!;
  const { inputs: news, failures } = await check(bed, "Index", program, found.inputs);
  const { changes } = await diff(bed, "Index", { id, oldInputs: found.inputs, oldOutputs: found.outputs, news });
  return { found, failures, changes };
}

describe("a refresh", () => {
  test("of fifty indexes is one request, and one that is gone is known by its 404", async () => {
    const { bed, projectId, inputs } = await indexBed();
    const names = Array.from({ length: 50 }, (_, index) => `docs-${index}`);
    for (const name of names) addIndex({ bed, projectId }, name);
    const outputs = (name: string) => ({ host: `${name}-a1b234c.svc.aped-4627-b74a.pinecone.io`, status: "Ready" });
    const found = await Promise.all(
      names.map((name) => read(bed, "Index", `${projectId}/${name}`, { ...inputs, name }, outputs(name))),
    );
    expect(found.every((one) => one?.outputs["status"] === "Ready")).toBe(true);
    expect(bed.pinecone.requests).toEqual(["GET /indexes"]);
    expect(await read(bed, "Index", `${projectId}/gone`, { ...inputs, name: "gone" }, outputs("gone"))).toBeUndefined();
    expect(bed.pinecone.requests).toEqual(["GET /indexes", "GET /indexes/gone"]);
  });

  test("changes nothing in the state when nothing changed", async () => {
    const { bed, inputs, id, outputs } = await madeIndex({ tags: { team: "search" } });
    const found = (await read(bed, "Index", id, inputs, outputs))!;
    expect([reveal(found.inputs), reveal(found.outputs)]).toEqual([inputs, reveal(outputs)]);
    expect([found.inputs, found.outputs].map(({ apiKey }) => isSecret(apiKey!))).toEqual([true, true]);
  });

  test("with a key that is not valid any more uses a temporary one, once for all", async () => {
    const { bed, inputs, id, outputs, projectId } = await madeIndex();
    bed.pinecone.apiKeys.clear();
    const states = await Promise.all([1, 2].map(() => read(bed, "Index", id, inputs, outputs)));
    expect(states.map((one) => one?.outputs["status"])).toEqual(["Ready", "Ready"]);
    expect(bed.pinecone.requests.filter((line) => line === `POST /admin/projects/${projectId}/api-keys`)).toHaveLength(
      1,
    );
    expect(bed.pinecone.apiKeys.size).toBe(0);
  });

  test("with no key that can look warns, and leaves the state as it is", async () => {
    const { bed, inputs, id, outputs } = await madeIndex({}, { temporaryKeys: "false" });
    bed.pinecone.apiKeys.clear();
    const found = (await read(bed, "Index", id, inputs, outputs))!;
    expect(found.outputs).toEqual(outputs);
    expect(bed.log).toEqual([
      matching(/^warning: What the state has of the index is left as it is: no API key at hand/),
    ]);
    await expect(remove(bed, "Index", id, inputs, outputs)).rejects.toThrow(
      /left as it is: no API key at hand can tell/,
    );
  });

  test("after the project was deleted finds the index gone", async () => {
    const { bed, inputs, id, outputs } = await madeIndex();
    bed.pinecone.apiKeys.clear();
    bed.pinecone.projects.clear();
    expect(await read(bed, "Index", id, inputs, outputs)).toBeUndefined();
    await expect(remove(bed, "Index", id, inputs, outputs)).resolves.toBeUndefined();
    // Whoever allows no temporary keys is no less free to go on.
    const without = await bed.again({ temporaryKeys: "false" });
    expect(await read(without, "Index", id, inputs, outputs)).toBeUndefined();
    await expect(remove(without, "Index", id, inputs, outputs)).resolves.toBeUndefined();
  });
});

describe("an import", () => {
  const text = {
    body: {
      type: "string",
      full_text_search: { language: "en", stemming: false, stop_words: false },
      description: null,
    },
  };

  test.each<[string, object, PropertyMap]>([
    ["in the words of the vectors API", {}, { dimension: 8, metric: "cosine", vectorType: "dense" }],
    ["with the dimension alone", {}, { dimension: 8 }],
    ["with a schema instead", {}, { schema: { _values: { type: "dense_vector", dimension: 8, metric: "cosine" } } }],
    [
      "with both fields in the schema",
      {},
      {
        schema: {
          _values: { type: "dense_vector", dimension: 8, metric: "cosine" },
          _sparse_values: { type: "sparse_vector" },
        },
      },
    ],
    [
      "of a sparse index",
      { schema: { fields: { _sparse_values: { type: "sparse_vector" } } } },
      { vectorType: "sparse" },
    ],
    ["of a schema", { schema: { fields: text } }, { schema: { body: { type: "string", fullTextSearch: {} } } }],
    [
      "of a schema with its defaults written out",
      { schema: { fields: text } },
      { schema: { body: { type: "string", fullTextSearch: { language: "en", stemming: false } } } },
    ],
    [
      "of an index with filters from before",
      { schema: { fields: { _sparse_values: { type: "sparse_vector" }, genre: { filterable: true } } } },
      { vectorType: "sparse" },
    ],
    [
      "of an index with an embedding model",
      { schema: { fields: { text: { type: "semantic_text", model: "m", dimension: 4, metric: "cosine" } } } },
      {},
    ],
    [
      "with tags, a key and protection",
      { tags: { a: "b" }, cmek_id: "key-1", deletion_protection: "enabled" },
      { dimension: 8, tags: { a: "b" }, cmekId: "key-1", deletionProtection: "enabled" },
    ],
  ])("gives an empty preview %s", async (_claim, fields, program) => {
    const { bed, projectId } = await indexBed({ apiKey: API_KEY });
    addIndex({ bed, projectId }, "docs", fields);
    const declared = { projectId, name: "docs", region: "us-east-1", ...program };
    const { failures, changes } = await previewed(bed, `${projectId}/docs`, declared);
    expect([failures, changes]).toEqual([[], []]);
  });

  test("says the vectors in one way alone: that of the vectors API where it can", async () => {
    const { bed, projectId } = await indexBed({ apiKey: API_KEY });
    addIndex({ bed, projectId }, "docs");
    addIndex({ bed, projectId }, "text", { schema: { fields: text } });
    const words = ["dimension", "metric", "vectorType", "schema"];
    const said = async (name: string) => {
      const { inputs } = (await read(bed, "Index", `${projectId}/${name}`))!;
      return Object.keys(inputs).filter((input) => words.includes(input));
    };
    expect([await said("docs"), await said("text")]).toEqual([["dimension", "metric", "vectorType"], ["schema"]]);
  });

  test("of another dimension than the program's is told", async () => {
    const { bed, projectId } = await indexBed({ apiKey: API_KEY });
    addIndex({ bed, projectId }, "docs");
    const program = { projectId, name: "docs", region: "us-east-1", dimension: 16 };
    const found = (await read(bed, "Index", `${projectId}/docs`))!;
    const { failures } = await check(bed, "Index", program, found.inputs);
    expect(failures).toEqual([{ property: "dimension", reason: matching(/can't change from 8 to 16/) }]);
    const schema = { _values: { type: "dense_vector", dimension: 16, metric: "cosine" } };
    const state = { oldInputs: found.inputs, oldOutputs: found.outputs, news: { ...found.inputs, schema } };
    await expect(diff(bed, "Index", state)).rejects.toThrow(/schema can't change from/);
  });

  test("with an API key in the program is empty too: Pinecone can't tell it", async () => {
    const { bed, projectId, inputs } = await indexBed();
    addIndex({ bed, projectId }, "docs");
    const { changes, found } = await previewed(bed, `${projectId}/docs`, { ...inputs, apiKey: new Secret(API_KEY) });
    expect([changes, found.inputs["apiKey"]]).toEqual([[], undefined]);
  });

  test("looks with an ApiKey of the program, else with a temporary key, which is deleted at once", async () => {
    const { bed, projectId } = await indexBed();
    addIndex({ bed, projectId }, "docs");
    bed.pinecone.apiKeys.clear();
    await read(bed, "Index", `${projectId}/docs`);
    expect(bed.pinecone.requests.map((line) => line.split(" ")[0])).toEqual(["POST", "GET", "DELETE"]);
    const next = await bed.again();
    await create(next, "ApiKey", { projectId, name: "app" });
    bed.pinecone.requests.length = 0;
    await read(next, "Index", `${projectId}/docs`);
    expect(bed.pinecone.requests).toEqual(["GET /indexes"]);
  });

  test.each([
    ["docs", /"docs" is no project ID and index name with a slash between them/],
    ["6A0E8F6E-0000-4000-8000-000000000000/docs", /is no project ID and index name/],
    ["6a0e8f6e-0000-4000-8000-000000000000/Docs/x", /is no project ID and index name/],
  ])("of %s says what an ID looks like", async (id, words) => {
    const { bed } = await indexBed();
    await expect(read(bed, "Index", id)).rejects.toThrow(words);
  });

  test("of an index of pods is refused, and without any key it says which one is missing", async () => {
    const { bed, projectId } = await indexBed({ apiKey: API_KEY, temporaryKeys: "false" });
    addIndex({ bed, projectId }, "docs", { deployment: { deployment_type: "pod", environment: "us-east1-gcp" } });
    await expect(read(bed, "Index", `${projectId}/docs`)).rejects.toThrow(/it is no serverless index/);
    bed.pinecone.apiKeys.clear();
    await expect(read(await bed.again(), "Index", `${projectId}/docs`)).rejects.toThrow(
      /can't import Index "it" .*no API key at hand.*PINECONE_API_KEY/,
    );
  });
});
