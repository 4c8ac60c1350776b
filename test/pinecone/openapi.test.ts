import { expect, test } from "vitest";
import type { PineconeClient } from "../../pinecone";
import { loadValidator } from "../openapi/validator";
import { clientOf } from "./clients";
import { startPinecone } from "./pinecone";

const validator = loadValidator();
const project = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

/** Every operation of the client, with every field it can send. */
const operations: Readonly<
  Record<string, (client: PineconeClient, id: { project: string; apiKey: string; cmekKey: string }) => Promise<unknown>>
> = {
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
  "GET /indexes": ({ indexes }) => indexes.list("an-api-key"),
};

test.each(Object.entries(operations))("%s is sent as the specification has it", async (operation, call) => {
  const pinecone = await startPinecone();
  const rows = { project: pinecone.project().id, apiKey: pinecone.apiKey().id, cmekKey: pinecone.cmekKey().id };
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
  expect(pinecone.requests.flatMap((request) => validator.validateRequest(request))).toEqual([]);
  expect(pinecone.requests.slice(1).map(({ body }) => body)).toEqual([
    { name: "a" },
    { name: "a" },
    { name: "a", role_arn: "arn:r", key_arn: "arn:k" },
  ]);
});
