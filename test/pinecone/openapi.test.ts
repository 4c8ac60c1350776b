import {
  ConfigureIndexRequestFromJSON,
  ConfigureIndexRequestToJSON,
  CreateIndexRequestFromJSON,
  CreateIndexRequestToJSON,
} from "@pinecone-database/pinecone/dist/pinecone-generated-ts-fetch/db_control";
import { expect, test } from "vitest";
import type { NewIndex, PineconeClient } from "../../pinecone";
import { loadValidator } from "../openapi/validator";
import { clientOf } from "./clients";
import { startPinecone } from "./pinecone";

const validator = loadValidator();
const project = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

const newIndex: NewIndex = {
  name: "docs",
  cloud: "aws",
  region: "us-east-1",
  schema: {
    dense: { type: "dense_vector", dimension: 8, metric: "cosine", description: "a" },
    sparse: { type: "sparse_vector", description: "b" },
    body: {
      type: "string",
      fullTextSearch: { language: "de", stemming: true, stopWords: true },
      description: "c",
    },
    title: { type: "string", fullTextSearch: { ngram: { minGram: 2, maxGram: 3, prefixOnly: true } } },
  },
  cmekId: project,
  tags: { team: "search" },
  deletionProtection: "enabled",
};

type Rows = Readonly<Record<"project" | "apiKey" | "cmekKey" | "privateEndpoint", string>>;

/** Every operation of the client, with every field it can send. */
const operations: Readonly<Record<string, (client: PineconeClient, id: Rows) => Promise<unknown>>> = {
  "GET /admin/projects": ({ projects }) => projects.list(),
  "POST /admin/projects": ({ projects }) => projects.create({ name: "a", maxPods: 1, forceEncryptionWithCmek: true }),
  "GET /admin/projects/{project_id}": ({ projects }, id) => projects.get(id.project),
  "PATCH /admin/projects/{project_id}": ({ projects }, id) =>
    projects.update(id.project, { name: "b", maxPods: 2, forceEncryptionWithCmek: true }),
  "DELETE /admin/projects/{project_id}": ({ projects }, id) => projects.delete(id.project),
  "GET /admin/projects/{project_id}/api-keys": ({ apiKeys }) => apiKeys.list(project),
  "POST /admin/projects/{project_id}/api-keys": ({ apiKeys }) =>
    apiKeys.create(project, { name: "a", roles: ["ProjectViewer"] }),
  "GET /admin/api-keys/{api_key_id}": ({ apiKeys }, id) => apiKeys.get(id.apiKey),
  "PATCH /admin/api-keys/{api_key_id}": ({ apiKeys }, id) =>
    apiKeys.update(id.apiKey, { name: "b", roles: ["DataPlaneEditor"] }),
  "DELETE /admin/api-keys/{api_key_id}": ({ apiKeys }, id) => apiKeys.delete(id.apiKey),
  "GET /admin/projects/{project_id}/cmek-keys": ({ cmekKeys }) => cmekKeys.list(project),
  "POST /admin/projects/{project_id}/cmek-keys": ({ cmekKeys }) =>
    cmekKeys.create(project, {
      name: "a",
      roleArn: "arn:aws:iam::111122223333:role/r",
      keyArn: "arn:aws:kms:us-east-1:111122223333:key/k",
      externalId: project,
    }),
  "GET /admin/cmek-keys/{cmek_key_id}": ({ cmekKeys }, id) => cmekKeys.get(id.cmekKey),
  "DELETE /admin/cmek-keys/{cmek_key_id}": ({ cmekKeys }, id) => cmekKeys.delete(id.cmekKey),
  "GET /admin/projects/{project_id}/private-endpoints": ({ privateEndpoints }) => privateEndpoints.list(project),
  "POST /admin/projects/{project_id}/private-endpoints": ({ privateEndpoints }) =>
    privateEndpoints.create(project, {
      name: "a",
      cloud: "aws",
      region: "us-east-1",
      vpcEndpointId: "vpce-0a1b2c3d4e5f60718",
    }),
  "GET /admin/private-endpoints/{private_endpoint_id}": ({ privateEndpoints }, id) =>
    privateEndpoints.get(id.privateEndpoint),
  "PATCH /admin/private-endpoints/{private_endpoint_id}": ({ privateEndpoints }, id) =>
    privateEndpoints.update(id.privateEndpoint, { name: "b" }),
  "DELETE /admin/private-endpoints/{private_endpoint_id}": ({ privateEndpoints }, id) =>
    privateEndpoints.delete(id.privateEndpoint),
  "GET /admin/projects/{project_id}/network-access": ({ networkAccess }) => networkAccess.get(project),
  "PATCH /admin/projects/{project_id}/network-access": ({ networkAccess }) =>
    networkAccess.update(project, { privateEndpointsOnly: true }),
  "GET /indexes": ({ indexes }) => indexes.list("an-api-key"),
};

test.each(Object.entries(operations))("%s is sent as the specification has it", async (operation, call) => {
  const pinecone = await startPinecone();
  const rows = {
    project: pinecone.project().id,
    apiKey: pinecone.apiKey().id,
    cmekKey: pinecone.cmekKey().id,
    privateEndpoint: pinecone.privateEndpoint().id,
  };
  await call(clientOf(pinecone.url).client, rows);
  const sent = pinecone.requests.map((request) => ({ ...request, headers: { ...request.headers } }));
  const tokens = operation === "GET /indexes" ? [] : ["POST /oauth/token"];
  expect(sent.map((request) => validator.operation(request))).toEqual([...tokens, operation]);
  for (const request of sent) {
    expect(validator.validateRequest(request)).toEqual([]);
    // The server of these tests answers as Pinecone does, or they would prove nothing.
    expect(request.answer && validator.validateResponse(request, request.answer)).toEqual([]);
  }
});

test("the smallest requests are sent as the specification has them too", async () => {
  const pinecone = await startPinecone();
  const { client } = clientOf(pinecone.url);
  await client.projects.create({ name: "a" });
  await client.apiKeys.create(project, { name: "a" });
  await client.cmekKeys.create(project, { name: "a", roleArn: "arn:r", keyArn: "arn:k" });
  await client.privateEndpoints.create(project, { cloud: "aws", region: "us-east-1", vpcEndpointId: "vpce-0a" });
  expect(pinecone.requests.flatMap((request) => validator.validateRequest(request))).toEqual([]);
  expect(pinecone.requests.slice(1).map(({ body }) => body)).toEqual([
    { name: "a" },
    { name: "a" },
    { name: "a", role_arn: "arn:r", key_arn: "arn:k" },
    { cloud: "aws", region: "us-east-1", vpc_endpoint_id: "vpce-0a" },
  ]);
});

/** Of the version before: their paths and headers have stayed, the bodies have not. */
const indexOperations: Readonly<Record<string, (client: PineconeClient) => Promise<unknown>>> = {
  "POST /indexes": ({ indexes }) => indexes.create("an-api-key", newIndex),
  "GET /indexes/{index_name}": ({ indexes }) => indexes.get("an-api-key", "there"),
  "PATCH /indexes/{index_name}": ({ indexes }) => indexes.update("an-api-key", "there", { tags: { a: "b" } }),
  "DELETE /indexes/{index_name}": ({ indexes }) => indexes.delete("an-api-key", "there"),
};

test.each(Object.entries(indexOperations))("%s is sent where and as whom it was before", async (operation, call) => {
  const pinecone = await startPinecone();
  pinecone.indexes = [{ name: "there", host: "there.svc.x" }];
  await call(clientOf(pinecone.url).client);
  const sent = pinecone.requests.map((request) => ({ ...request, headers: { ...request.headers } }));
  // Before an index is made, it is looked whether one of the name is there.
  const looked = operation === "POST /indexes" ? ["GET /indexes/{index_name}"] : [];
  expect(sent.map((request) => validator.operation(request))).toEqual([...looked, operation]);
  for (const request of sent) {
    const problems = validator.validateRequest(request).filter((problem) => !problem.startsWith("body"));
    expect(problems).toEqual([]);
  }
});

test("what Pinecone's own client of 2026-07 makes of the bodies for indexes is what was sent", async () => {
  const pinecone = await startPinecone();
  const { indexes } = clientOf(pinecone.url).client;
  await indexes.create("an-api-key", newIndex);
  await indexes.update("an-api-key", "docs", { tags: { team: "" }, deletionProtection: "disabled" });
  const [create, configure] = pinecone.requests.flatMap(({ body }) => (body === undefined ? [] : [body]));
  expect(plain(CreateIndexRequestToJSON(CreateIndexRequestFromJSON(create)))).toEqual(create);
  expect(plain(ConfigureIndexRequestToJSON(ConfigureIndexRequestFromJSON(configure)))).toEqual(configure);
  expect(configure).toEqual({ tags: { team: "" }, deletion_protection: "disabled" });
});

/** As it is on the wire, where what is undefined is not there. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
