import { describe, expect, test } from "vitest";
import {
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  PreconditionFailedError,
  UnauthorizedError,
  UnexpectedShapeError,
} from "../../pinecone";
import type { NewIndex } from "../../pinecone";
import { clientOf, errorOf } from "./clients";
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

describe("an index", () => {
  test("is made, read, changed and deleted", async () => {
    const pinecone = await startPinecone();
    const { indexes } = clientOf(pinecone.url).client;
    const made = await indexes.create(key, fields);
    expect(made).toEqual({
      ...fields,
      host: "docs-a1b2c3d.svc.zone.pinecone.io",
      privateHost: "docs-a1b2c3d.svc.private.zone.pinecone.io",
      status: { ready: false, state: "Initializing" },
      schema: { ...fields.schema, _sparse_values: { type: "sparse_vector" } },
    });
    expect(await indexes.get(key, "docs")).toEqual(made);
    expect(await indexes.list(key)).toEqual([made]);
    const patch = { tags: { team: "find" }, deletionProtection: "disabled" } as const;
    expect(await indexes.update(key, "docs", patch)).toEqual({ ...made, ...patch });
    await indexes.delete(key, "docs");
    expect(pinecone.indexes).toEqual([]);
    await expect(indexes.get(key, "docs")).rejects.toThrow(NotFoundError);
  });

  test("is asked for with the API key, never with a token", async () => {
    const pinecone = await startPinecone();
    const { indexes } = clientOf(pinecone.url).client;
    await indexes.create(key, fields);
    await indexes.get(key, "docs");
    await indexes.update(key, "docs", {});
    await indexes.delete(key, "docs");
    expect(pinecone.requests.map(({ method, headers }) => [method, headers["api-key"], headers.authorization])).toEqual(
      ["GET", "POST", "GET", "PATCH", "DELETE"].map((method) => [method, key, undefined]),
    );
  });

  test("is changed in what is given, and in nothing else", async () => {
    const pinecone = await startPinecone();
    const { indexes } = clientOf(pinecone.url).client;
    await indexes.create(key, fields);
    const surplus = { deletionProtection: "disabled", name: "other", region: "eu-west-1" } as const;
    await indexes.update(key, "docs", surplus);
    expect(pinecone.requests.at(-1)?.body).toEqual({ deletion_protection: "disabled" });
  });

  test("in a project that has one of the name is Pinecone's to refuse", async () => {
    const pinecone = await startPinecone();
    const { indexes } = clientOf(pinecone.url).client;
    await indexes.create(key, fields);
    const error = await errorOf(indexes.create(key, fields));
    expect(error).toBeInstanceOf(ConflictError);
    expect(error.message).toMatch(/POST \/indexes \(409 ALREADY_EXISTS\): index docs exists already/);
  });

  test.each([
    [400, "INVALID_ARGUMENT", InvalidRequestError],
    [401, "UNAUTHENTICATED", UnauthorizedError],
    [403, "FORBIDDEN", ForbiddenError],
    [404, "NOT_FOUND", NotFoundError],
    [412, "FAILED_PRECONDITION", PreconditionFailedError],
  ])("that Pinecone refuses with %d %s is not sent again", async (status, code, kind) => {
    const pinecone = await startPinecone();
    pinecone.fail("POST", { kind: "answer", status, body: errorBody(status, code, "the reason") });
    const error = await errorOf(clientOf(pinecone.url).client.indexes.create(key, fields));
    expect(error.constructor).toBe(kind);
    expect(error.message).toContain(`POST /indexes (${status} ${code}): the reason`);
    expect(pinecone.count("POST")).toBe(1);
  });

  test.each([
    [401, /the API key still exists and belongs to this project/],
    [403, /the roles of the API key/],
  ])("refused with %d sends to the API key, not to the service account", async (status, message) => {
    const pinecone = await startPinecone();
    pinecone.fail("GET", { kind: "answer", status, body: errorBody(status, "C", "no") });
    const error = await errorOf(clientOf(pinecone.url).client.indexes.list(key));
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/service account/);
  });
});

describe("a list of indexes", () => {
  test("tells of every field, in camel case, and leaves out what has no value", async () => {
    const pinecone = await startPinecone();
    const search = { language: "en", stemming: false, stop_words: true, ngram: { min_gram: 2, max_gram: 3 } };
    const declared = {
      dense: { type: "dense_vector", dimension: 8, metric: "cosine", description: null },
      body: { type: "string", full_text_search: search, filterable: false, description: "a" },
      text: { type: "semantic_text", model: "m", dimension: null, write_parameters: { a_b: 1 }, read_parameters: {} },
      year: { type: "float", filterable: true },
      old: { filterable: true },
    };
    pinecone.indexes = [{ name: "a", host: "a.svc.x", schema: { fields: declared } }];
    const [seen] = await clientOf(pinecone.url).client.indexes.list(key);
    expect(seen?.schema).toEqual({
      dense: { type: "dense_vector", dimension: 8, metric: "cosine" },
      body: {
        type: "string",
        fullTextSearch: { language: "en", stemming: false, stopWords: true, ngram: { minGram: 2, maxGram: 3 } },
        filterable: false,
        description: "a",
      },
      text: { type: "semantic_text", model: "m", writeParameters: { a_b: 1 }, readParameters: {} },
      year: { type: "float", filterable: true },
      old: { filterable: true },
    });
  });

  test.each([
    ["a pod index", { deployment: { deployment_type: "pod", environment: "us-east-1-aws", pod_type: "p1.x1" } }, {}],
    ["one in your own cloud", { deployment: { deployment_type: "byoc", environment: "aws-us-east-1-b921" } }, {}],
    [
      "a type of field that is new",
      { schema: { fields: { where: { type: "geo", radius: 3 } } } },
      { schema: { where: { type: "geo" } } },
    ],
    ["a kind of deletion protection that is new", { deletion_protection: "locked" }, {}],
    ["a state that is new", { status: { ready: true, state: "Dozing" } }, { status: { ready: true, state: "Dozing" } }],
    [
      "nothing but null",
      { private_host: null, cmek_id: null, status: null, deployment: null, schema: null, tags: null },
      {},
    ],
  ])("is read with %s in it", async (_what, row, expected) => {
    const pinecone = await startPinecone();
    pinecone.indexes = [{ name: "a", host: "a.svc.x", ...row }];
    const listed = await clientOf(pinecone.url).client.indexes.list(key);
    expect(listed).toEqual([{ name: "a", host: "a.svc.x", ...expected }]);
  });

  test("with an index that has no name is not read as if it were complete", async () => {
    const pinecone = await startPinecone();
    const body = JSON.stringify({ indexes: [{ host: "a.svc.x" }] });
    pinecone.fail("GET", { kind: "answer", status: 200, body });
    const error = await errorOf(clientOf(pinecone.url).client.indexes.list(key));
    expect(error).toBeInstanceOf(UnexpectedShapeError);
    expect(error.message).toMatch(/indexes\.0\.name: /);
  });
});
