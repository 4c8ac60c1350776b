import { describe, expect, test } from "vitest";
import { AnswerLostError, ConflictError } from "../../pinecone";
import type { NewIndex } from "../../pinecone";
import { clientOf, errorOf } from "./clients";
import { lostAfter, lostBefore } from "./faults";
import { secrets, startPinecone } from "./pinecone";
import { errorBody } from "./replies";

const key = secrets.apiKeyValue;
const fields: NewIndex = {
  name: "docs",
  cloud: "aws",
  region: "us-east-1",
  schema: {
    _values: { type: "dense_vector", dimension: 8, metric: "cosine" },
  },
  deletionProtection: "enabled",
  tags: { team: "search" },
};
const textIndex: NewIndex = {
  ...fields,
  schema: { body: { type: "string", fullTextSearch: { stemming: true } } },
};

describe("an index whose answer is lost", () => {
  test.each(lostAfter)("is adopted when it was made: %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    pinecone.fail("POST", fault);
    expect(await clientOf(pinecone.url).client.indexes.create(key, textIndex)).toMatchObject(textIndex);
    expect(pinecone.count("POST")).toBe(1);
  });

  test.each(lostBefore)("is made by a second request when it was not: %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    pinecone.fail("POST", fault);
    const { client, clock } = clientOf(pinecone.url);
    await client.indexes.create(key, fields);
    expect(pinecone.count("POST")).toBe(2);
    expect(pinecone.indexes).toHaveLength(1);
    expect(clock.sleeps).toEqual([1000, 2000, 4000]);
  });

  test("is adopted whatever Pinecone names its CMEK key by", async () => {
    const pinecone = await startPinecone();
    pinecone.fail("POST", { kind: "cut", after: true });
    const { client, clock } = clientOf(pinecone.url);
    const get = client.indexes.get.bind(client.indexes);
    client.indexes.get = (...all) => {
      Object.assign(pinecone.indexes[0] ?? {}, { cmek_id: "arn:key" });
      return get(...all);
    };
    expect(await client.indexes.create(key, { ...fields, cmekId: "id" })).toMatchObject({ cmekId: "arn:key" });
    expect(clock.sleeps).toEqual([]);
  });

  test.each([
    ["region", { deployment: { cloud: "aws", region: "eu-west-1" } }],
    ["dimension", { schema: { fields: { _values: { type: "dense_vector", dimension: 9, metric: "cosine" } } } }],
    ["kind of vectors", { schema: { fields: { _sparse_values: { type: "sparse_vector" } } } }],
    ["deletion protection", { deletion_protection: "disabled" }],
    ["tags", { tags: null }],
  ])("is not taken for one of another %s that somebody made meanwhile", async (_what, theirs) => {
    const pinecone = await startPinecone();
    pinecone.fail("POST", { kind: "cut", after: true });
    const { client } = clientOf(pinecone.url);
    const get = client.indexes.get.bind(client.indexes);
    client.indexes.get = (...all) => {
      Object.assign(pinecone.indexes[0] ?? {}, theirs);
      return get(...all);
    };
    const error = await errorOf(client.indexes.create(key, fields));
    expect(error).toBeInstanceOf(AnswerLostError);
    expect(error.message).toMatch(/index "docs" was lost, .* with other settings than were sent.* Look at docs \(/);
    expect(error).toMatchObject({ candidates: ["docs"] });
    expect(pinecone.count("POST")).toBe(1);
  });

  test("is not taken for one that was there before, though it is the same in everything", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    await client.indexes.create(key, fields);
    pinecone.fail("POST", { kind: "cut" });
    await expect(client.indexes.create(key, fields)).rejects.toThrow(ConflictError);
    expect(pinecone.count("POST")).toBe(3);
  });

  test("and that no look has seen is adopted when the second request finds it in its way", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST", { kind: "cut", after: true });
    const unseen = { kind: "answer", status: 404, body: errorBody(404, "NOT_FOUND", "no index docs") } as const;
    // Before the first request, and four times after it.
    pinecone.fail("GET", unseen, unseen, unseen, unseen, unseen);
    expect(await client.indexes.create(key, fields)).toMatchObject(fields);
    expect(pinecone.count("POST")).toBe(2);
    expect(pinecone.indexes).toHaveLength(1);
  });

  test("is waited for by the next one of its name, so that each is settled by itself", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST", { kind: "cut", after: true });
    const [first, second] = await Promise.allSettled([
      client.indexes.create(key, fields),
      client.indexes.create("another-key-of-the-project", fields),
    ]);
    expect(first).toMatchObject({ status: "fulfilled" });
    expect(second).toMatchObject({ status: "rejected", reason: expect.any(ConflictError) as unknown });
  });

  test.each(lostAfter.slice(0, 3))("is deleted when the deletion's is: %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    const { indexes } = clientOf(pinecone.url).client;
    await indexes.create(key, fields);
    pinecone.fail("DELETE", fault);
    await indexes.delete(key, "docs");
    expect(pinecone.indexes).toEqual([]);
    expect(pinecone.count("DELETE")).toBe(2);
  });
});
