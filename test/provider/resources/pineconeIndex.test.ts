import { describe, expect, test } from "vitest";
import { CancelReason, HalfCreatedError, TimeoutReason } from "../../../provider/rpc/errors";
import { isSecret, type PropertyMap, reveal, type Value } from "../../../provider/rpc/values";
import { ZONE } from "./controlPlane";
import { API_KEY, indexBed, madeIndex } from "./indexBed";
import { check, containing, create, diff, matching, read, remove, type Testbed, update } from "./testbed";

/** What is in the state after a creation that did not come to its end. */
async function halfCreated(work: Promise<unknown>): Promise<HalfCreatedError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HalfCreatedError)) throw error;
  return error;
}

function createWith(bed: Testbed, inputs: PropertyMap, timeoutSeconds: number, signal?: AbortSignal) {
  return bed.handler("Index").create({ ...bed.call("Index", "it", signal), inputs, preview: false, timeoutSeconds });
}

describe("an Index", () => {
  test("is made by one POST, once its name is seen to be free: of the vectors API, protected from deletion, in AWS", async () => {
    const { bed, inputs, projectId } = await indexBed();
    const { id, outputs } = await create(bed, "Index", inputs);
    expect(bed.pinecone.requests).toEqual(["GET /indexes/docs", "POST /indexes"]);
    expect(bed.pinecone.bodies).toEqual([
      {
        name: "docs",
        deployment: { deployment_type: "managed", cloud: "aws", region: "us-east-1" },
        schema: { fields: { _values: { type: "dense_vector", dimension: 8, metric: "cosine" } } },
        deletion_protection: "enabled",
      },
    ]);
    expect(id).toBe(`${projectId}/docs`);
    expect(outputs).toMatchObject({
      cloud: "aws",
      metric: "cosine",
      vectorType: "dense",
      deletionProtection: "enabled",
      host: `docs-a1b234c.svc.${ZONE}`,
      status: "Ready",
    });
  });

  test("has the private host that Pinecone tells: the public one with `.svc.private.` for `.svc.`; none where it tells none", async () => {
    const { outputs } = await madeIndex();
    expect(outputs["privateHost"]).toBe((outputs["host"] as string).replace(".svc.", ".svc.private."));
    const { bed, inputs, id } = await madeIndex();
    delete [...bed.pinecone.indexes.values()][0]![0]!["private_host"];
    expect((await read(bed, "Index", id, inputs, outputs))!.outputs).not.toHaveProperty("privateHost");
  });

  test.each([
    ["sparse", { vectorType: "sparse" }, { _sparse_values: { type: "sparse_vector" } }],
    [
      "of a whole schema",
      {
        schema: {
          body: { type: "string", fullTextSearch: { stemming: true, stopWords: true }, description: "The text." },
          part: { type: "string", fullTextSearch: { ngram: { minGram: 2, maxGram: 3, prefixOnly: true } } },
          image: { type: "dense_vector", dimension: 4, metric: "euclidean" },
        },
      },
      {
        body: { type: "string", full_text_search: { stemming: true, stop_words: true }, description: "The text." },
        part: { type: "string", full_text_search: { ngram: { min_gram: 2, max_gram: 3, prefix_only: true } } },
        image: { type: "dense_vector", dimension: 4, metric: "euclidean" },
      },
    ],
  ] satisfies [string, PropertyMap, unknown][])("is sent as its schema: %s", async (_claim, vectors, fields) => {
    const { bed, inputs } = await indexBed();
    const { dimension: _dimension, ...rest } = inputs;
    await create(bed, "Index", { ...rest, ...vectors });
    expect(bed.pinecone.bodies[0]).toMatchObject({ schema: { fields } });
  });

  test("is waited for until it is ready, with a line that says so", async () => {
    const { bed, inputs } = await indexBed();
    bed.pinecone.indexTurns.states.push("Initializing", "Ready");
    expect((await create(bed, "Index", inputs)).outputs["status"]).toBe("Ready");
    expect(bed.pinecone.requests.slice(1)).toEqual(["POST /indexes", "GET /indexes/docs", "GET /indexes/docs"]);
    expect(bed.statuses[0]).toBe("waiting for Pinecone, 600 s left: the index is Initializing");
  });

  test("that is not ready in time is in the state, and the next update goes on waiting", async () => {
    const { bed, inputs, projectId } = await indexBed();
    bed.pinecone.indexTurns.states.push(...Array.from({ length: 20 }, () => "Initializing"));
    const half = await halfCreated(createWith(bed, inputs, 5));
    expect(half.id).toBe(`${projectId}/docs`);
    expect(half.outputs).toMatchObject({ status: "Initializing", host: matching(/^docs-/) });
    expect(half.reasons).toEqual([matching(/"docs" was made and is not ready after 5 s: .*Initializing.*pulumi up/)]);
    const next = await bed.again();
    next.pinecone.indexTurns.states.length = 0;
    const state = { id: half.id, oldInputs: inputs, oldOutputs: half.outputs, news: inputs };
    expect((await diff(next, "Index", state)).changes).toEqual([{ path: "status", kind: "update", replace: false }]);
    expect((await update(next, "Index", state)).outputs["status"]).toBe("Ready");
    expect(next.pinecone.requests.filter((line) => line.startsWith("POST"))).toHaveLength(1);
  });

  test.each<[string, Error, RegExp]>([
    ["cancelled", new CancelReason(), /not ready when the wait was cancelled/],
    ["out of time", new TimeoutReason(30), /not ready after 600 s/],
  ])("whose wait is %s is in the state", async (_claim, reason, words) => {
    const { bed, inputs } = await indexBed();
    bed.pinecone.indexTurns.states.push("Initializing", "Initializing");
    const ending = new AbortController();
    bed.pinecone.carriedOut = () => {
      if (bed.pinecone.requests.length === 3) ending.abort(reason);
    };
    const half = await halfCreated(createWith(bed, inputs, 0, ending.signal));
    expect([half.reasons, half.outputs["status"]]).toEqual([[matching(words)], "Initializing"]);
  });

  test.each(["InitializationFailed", "Terminating"])("that is found %s ends the wait at once", async (state) => {
    const { bed, inputs } = await indexBed();
    bed.pinecone.indexTurns.states.push("Initializing", state);
    const half = await halfCreated(create(bed, "Index", inputs));
    expect(half.outputs["status"]).toBe(state);
    expect(half.reasons).toEqual([containing(`Pinecone says that the index "docs" is ${state}`)]);
    expect(bed.clock.sleeps).toHaveLength(2);
  });

  test("that was made stays in the state when nobody can look whether it is ready", async () => {
    const { bed, inputs } = await indexBed();
    bed.pinecone.indexTurns.states.push("Ready");
    bed.pinecone.carriedOut = (line) => {
      if (line === "POST /indexes") bed.pinecone.refuse("GET /indexes/docs", 500, "out of order");
    };
    const half = await halfCreated(create(bed, "Index", inputs));
    expect(half.reasons).toEqual([matching(/was made, but whether it is ready can't be seen: .*out of order/)]);
  });

  test("with a name that is taken is refused with the import line", async () => {
    const { bed, inputs, projectId } = await madeIndex();
    await expect(create(bed, "Index", inputs, "second")).rejects.toThrow(
      `pulumi import pinecone-security:index:Index second ${projectId}/docs`,
    );
  });

  test("an update sends the tags and the protection that changed alone; a tag that is taken out is an empty text", async () => {
    const { bed, inputs, id, outputs } = await madeIndex({ tags: { team: "search", stage: "dev", kept: "k" } });
    const news = { ...inputs, deletionProtection: "enabled", tags: { team: "shop", kept: "k" } };
    const updated = await update(bed, "Index", { id, oldInputs: inputs, oldOutputs: outputs, news });
    expect(bed.pinecone.requests).toEqual(["GET /indexes/docs", "PATCH /indexes/docs"]);
    expect(bed.pinecone.bodies).toEqual([{ tags: { team: "shop", stage: "" }, deletion_protection: "enabled" }]);
    expect(updated.outputs).toMatchObject({ tags: { team: "shop", kept: "k" }, deletionProtection: "enabled" });
  });

  test("tags that are left out are taken away, and those of somebody else are drift", async () => {
    const { bed, inputs, id, outputs } = await madeIndex({ tags: { team: "search" } });
    const { tags: _tags, ...without } = inputs;
    await update(bed, "Index", { id, oldInputs: inputs, oldOutputs: outputs, news: without });
    expect(bed.pinecone.bodies).toEqual([{ tags: { team: "" } }]);
    const found = (await read(await bed.again(), "Index", id, inputs, outputs))!;
    expect([found.inputs["tags"], found.outputs["tags"]]).toEqual([{}, {}]);
  });

  test("left out later, the protection stays as it is", async () => {
    const { bed, inputs, id, outputs } = await madeIndex();
    const { deletionProtection: _protection, ...without } = inputs;
    const { inputs: news } = await check(bed, "Index", without, inputs);
    expect((await diff(bed, "Index", { id, oldInputs: inputs, oldOutputs: outputs, news })).changes).toEqual([]);
  });

  test("another API key is no request but a look with it, and one that does not see the index is refused", async () => {
    const { bed, inputs, id, outputs, projectId } = await madeIndex();
    bed.pinecone.addApiKey(projectId, { value: "pcsk_second" });
    bed.pinecone.addApiKey(bed.pinecone.addProject(), { value: "pcsk_of_another_project" });
    const state = { id, oldInputs: inputs, oldOutputs: outputs };
    const second = await update(bed, "Index", { ...state, news: { ...inputs, apiKey: "pcsk_second" } });
    expect(bed.pinecone.requests).toEqual(["GET /indexes/docs"]);
    expect(isSecret(second.outputs["apiKey"] as Value)).toBe(true);
    const wrong = { ...inputs, apiKey: "pcsk_of_another_project" };
    await expect(update(bed, "Index", { ...state, news: wrong })).rejects.toThrow(
      /left as it is: Pinecone does not have it.*give a key of the project/,
    );
  });

  test("is deleted, and waited for until it is gone", async () => {
    const { bed, inputs, id, outputs } = await madeIndex();
    bed.pinecone.indexTurns.deletingLooks = 2;
    await remove(bed, "Index", id, inputs, outputs);
    expect(bed.pinecone.requests).toEqual(
      ["GET", "DELETE", "GET", "GET", "GET"].map((method) => `${method} /indexes/docs`),
    );
    expect(bed.statuses[0]).toMatch(/^waiting for Pinecone, 600 s left: the index is Terminating$/);
    await expect(remove(bed, "Index", id, inputs, outputs)).resolves.toBeUndefined();
  });

  test("whose deletion takes longer than the wait says that it goes on", async () => {
    const { bed, inputs, id, outputs } = await madeIndex();
    bed.pinecone.indexTurns.deletingLooks = 1000;
    await expect(remove(bed, "Index", id, inputs, outputs)).rejects.toThrow(
      /has taken the deletion .* the wait of 600 s was over\. Run the command again/,
    );
  });

  test("that is protected is not deleted: Pinecone's refusal, and the remedy", async () => {
    const { bed, inputs, id, outputs } = await madeIndex({ deletionProtection: "enabled" });
    await expect(remove(bed, "Index", id, inputs, outputs)).rejects.toThrow(
      /deletion protection is enabled for the index "docs".*refused it \(403 FORBIDDEN\)\. .*set deletionProtection to "disabled", run `pulumi up`/,
    );
    expect([...bed.pinecone.indexes.values()][0]).toHaveLength(1);
  });

  test("made anew by somebody is told by a refresh, and neither changed nor deleted by what is in the state", async () => {
    const { bed, inputs, id, outputs } = await madeIndex();
    [...bed.pinecone.indexes.values()][0]![0]!["host"] = "docs-9z9z9z9.svc.aped-4627-b74a.pinecone.io";
    await expect(remove(bed, "Index", id, inputs, outputs)).rejects.toThrow(
      /has the host docs-9z9z9z9.*pulumi refresh/,
    );
    const news = { ...inputs, deletionProtection: "enabled" };
    await expect(update(bed, "Index", { id, oldInputs: inputs, oldOutputs: outputs, news })).rejects.toThrow(
      /left as it is: .*made anew outside Pulumi/,
    );
    expect(bed.pinecone.requests.filter((line) => !line.startsWith("GET"))).toEqual([]);
    expect((await read(bed, "Index", id, inputs, outputs))!.outputs["host"]).toMatch(/^docs-9z9z9z9/);
    expect(bed.log.join()).toMatch(/warning: The index "docs" is not the one that was made/);
  });

  test("has its API key as a secret output, and nothing else", async () => {
    const { outputs } = await madeIndex();
    const secrets = Object.entries(outputs).filter(([, value]) => isSecret(value));
    expect(secrets.map(([name, value]) => [name, reveal(value)])).toEqual([["apiKey", API_KEY]]);
  });
});
