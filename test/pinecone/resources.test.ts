import { expect, test } from "vitest";
import { NotFoundError } from "../../pinecone";
import { clientOf } from "./clients";
import { secrets, startPinecone, tokenNumber } from "./pinecone";

test("nothing is sent before the first call, and one call costs one token and one request", async () => {
  const pinecone = await startPinecone();
  const { client, events } = clientOf(pinecone.url);
  expect(pinecone.requests).toEqual([]);
  await client.projects.create({ name: "chat" });
  await client.projects.create({ name: "other" });
  expect(pinecone.count("POST /oauth/token")).toBe(1);
  expect(pinecone.count()).toBe(3);
  expect(events.map(({ method, path, status, attempt }) => ({ method, path, status, attempt }))).toEqual([
    { method: "POST", path: "/oauth/token", status: 200, attempt: 1 },
    { method: "POST", path: "/admin/projects", status: 200, attempt: 1 },
    { method: "POST", path: "/admin/projects", status: 200, attempt: 1 },
  ]);
});

test("every request carries version, user agent and token", async () => {
  const pinecone = await startPinecone();
  const { client } = clientOf(pinecone.url, { apiVersion: "2027-01", userAgent: "us/1.2.3" });
  await client.projects.list();
  for (const { headers } of pinecone.requests) {
    expect(headers).toMatchObject({ "x-pinecone-api-version": "2027-01", "user-agent": "us/1.2.3" });
  }
  expect(pinecone.requests[1]?.headers.authorization).toBe(`Bearer ${tokenNumber(1)}`);
});

test("the token request is Pinecone's client credentials exchange", async () => {
  const pinecone = await startPinecone();
  await clientOf(pinecone.url).client.projects.list();
  expect(pinecone.requests[0]?.body).toEqual({
    client_id: "client-id",
    client_secret: secrets.clientSecret,
    grant_type: "client_credentials",
    audience: "https://api.pinecone.io/",
  });
});

test("a project is made, read, changed and deleted", async () => {
  const pinecone = await startPinecone();
  const { projects } = clientOf(pinecone.url).client;
  const made = await projects.create({ name: "chat", maxPods: 2, forceEncryptionWithCmek: true });
  expect(made).toEqual({
    id: pinecone.projects[0]?.id,
    name: "chat",
    maxPods: 2,
    forceEncryptionWithCmek: true,
    organizationId: "org",
    createdAt: pinecone.projects[0]?.["created_at"],
  });
  expect(await projects.get(made.id)).toEqual(made);
  expect(await projects.list()).toEqual([made]);
  expect(await projects.update(made.id, { name: "talk" })).toEqual({ ...made, name: "talk" });
  await projects.delete(made.id);
  expect(pinecone.projects).toEqual([]);
});

test("an update sends the given fields and no others", async () => {
  const pinecone = await startPinecone();
  const project = pinecone.project({ max_pods: 5, force_encryption_with_cmek: true });
  const key = pinecone.apiKey();
  const { client } = clientOf(pinecone.url);
  const surplus = { name: "b", projectId: "p" };
  await client.projects.update(project.id, { name: "a" });
  await client.apiKeys.update(key.id, { roles: ["DataPlaneViewer"] });
  await client.apiKeys.update(key.id, surplus);
  const bodies = pinecone.requests.filter(({ method }) => method === "PATCH").map(({ body }) => body);
  expect(bodies).toEqual([{ name: "a" }, { roles: ["DataPlaneViewer"] }, { name: "b" }]);
});

test("an API key is made with its value, read, changed and deleted", async () => {
  const pinecone = await startPinecone();
  const project = pinecone.project();
  const { apiKeys } = clientOf(pinecone.url).client;
  const made = await apiKeys.create(project.id, { name: "ci", roles: ["DataPlaneEditor"] });
  const key = { id: pinecone.apiKeys[0]?.id, name: "ci", projectId: project.id, roles: ["DataPlaneEditor"] };
  expect(made).toEqual({ key, value: secrets.apiKeyValue });
  expect(await apiKeys.get(made.key.id)).toEqual(key);
  expect(await apiKeys.list(project.id)).toEqual([key]);
  expect(await apiKeys.update(made.key.id, { name: "cd" })).toEqual({ ...key, name: "cd" });
  await apiKeys.delete(made.key.id);
  expect(pinecone.apiKeys).toEqual([]);
});

test("a CMEK key is bound, read and deleted", async () => {
  const pinecone = await startPinecone();
  const project = pinecone.project();
  const { cmekKeys } = clientOf(pinecone.url).client;
  const fields = { name: "key", roleArn: "arn:r", keyArn: "arn:k", externalId: "0b0e7a5e-5f0e-4d6e-9a58-2a3a0d3b3f11" };
  const made = await cmekKeys.create(project.id, fields);
  expect(made).toEqual({
    ...fields,
    id: pinecone.cmekKeys[0]?.id,
    projectId: project.id,
    state: "available",
    createdAt: pinecone.cmekKeys[0]?.["created_at"],
  });
  expect(await cmekKeys.get(made.id)).toEqual(made);
  expect(await cmekKeys.list(project.id)).toEqual([made]);
  await cmekKeys.delete(made.id);
  expect(pinecone.cmekKeys).toEqual([]);
});

test("why a CMEK key is unavailable is told", async () => {
  const pinecone = await startPinecone();
  const row = pinecone.cmekKey({ state: "unavailable", state_reason: "the key is disabled" });
  expect(await clientOf(pinecone.url).client.cmekKeys.get(row.id)).toMatchObject({
    state: "unavailable",
    stateReason: "the key is disabled",
  });
});

test("indexes are listed with an API key, without a token, and tolerate fields that are new", async () => {
  const pinecone = await startPinecone();
  pinecone.indexes = [
    {
      name: "a",
      host: "a.svc.x",
      private_host: "a.svc.private.x",
      cmek_id: "c",
      status: { ready: true, state: "Ready", more: 1 },
      deployment: {},
      tags: null,
    },
    { name: "b", host: "b.svc.x", cmek_id: null },
  ];
  const { client } = clientOf(pinecone.url);
  expect(await client.indexes.list(secrets.apiKeyValue)).toEqual([
    {
      name: "a",
      host: "a.svc.x",
      privateHost: "a.svc.private.x",
      cmekId: "c",
      status: { ready: true, state: "Ready" },
    },
    { name: "b", host: "b.svc.x" },
  ]);
  expect(pinecone.count()).toBe(1);
  expect(pinecone.requests[0]?.headers).toMatchObject({
    "api-key": secrets.apiKeyValue,
    "x-pinecone-api-version": "2026-07",
  });
  expect(pinecone.requests[0]?.headers.authorization).toBeUndefined();
});

test("deleting what is not there says so", async () => {
  const pinecone = await startPinecone();
  const { client } = clientOf(pinecone.url);
  await expect(client.projects.delete("3fa85f64-5717-4562-b3fc-2c963f66afa6")).rejects.toThrow(NotFoundError);
});

test.each(["", ".", ".."])('an ID "%s" never turns into another path', async (id) => {
  const pinecone = await startPinecone();
  await expect(clientOf(pinecone.url).client.projects.delete(id)).rejects.toThrow(RangeError);
  expect(pinecone.requests.filter(({ method }) => method === "DELETE")).toEqual([]);
});

test("an ID with a slash stays one segment of the path", async () => {
  const pinecone = await startPinecone();
  await expect(clientOf(pinecone.url).client.projects.get("a/b?c")).rejects.toThrow(NotFoundError);
  expect(pinecone.requests[1]?.path).toBe("/admin/projects/a%2Fb%3Fc");
});

test("an API URL with a path and a trailing slash is kept", async () => {
  const pinecone = await startPinecone();
  const { client } = clientOf(pinecone.url, { apiUrl: `${pinecone.url}/gateway/` });
  await expect(client.projects.list()).rejects.toThrow();
  expect(pinecone.requests[1]?.path).toBe("/gateway/admin/projects");
});
