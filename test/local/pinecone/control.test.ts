import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startEmulator } from "../../../local/emulator";
import { Api } from "./support";

let api: Api;
beforeAll(async () => {
  api = new Api(await startEmulator());
});
afterAll(() => api.emulator.stop());
beforeEach(() => api.reset());

test("GET /_emulator/ lists every control route with a sentence", async () => {
  const { routes } = (await (await fetch(`${api.emulator.url}/_emulator/`)).json()) as {
    routes: { method: string; path: string; summary: string }[];
  };
  expect(routes.length).toBeGreaterThan(15);
  expect(routes.every(({ path, summary }) => path.startsWith("/_emulator/") && summary.length > 5)).toBe(true);
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
});

describe("the request log", () => {
  test("has method, path, status and body of every request, in order, and no secret", async () => {
    const project = await api.project({ name: "chat" });
    const { value } = await api.apiKey(project.id);
    await api.indexes(value, "GET", "/indexes");
    const requests = await api.emulator.requests();
    expect(requests.map(({ method, path, status, hasCredentials }) => [method, path, status, hasCredentials])).toEqual([
      ["POST", "/oauth/token", 200, false],
      ["POST", "/admin/projects", 200, true],
      ["POST", `/admin/projects/${project.id}/api-keys`, 201, true],
      ["GET", "/indexes", 200, true],
    ]);
    expect(requests[0]?.bodyKeys).toEqual(["audience", "client_id", "client_secret", "grant_type"]);
    expect(requests[1]).toMatchObject({ body: { name: "chat" }, apiVersion: "2026-07" });
    const { accessTokens } = await api.emulator.snapshot();
    const text = JSON.stringify(requests);
    for (const secret of [api.emulator.clientSecret, value, ...accessTokens]) expect(text).not.toContain(secret);
    expect(accessTokens).toHaveLength(1);
    await api.emulator.clearRequests();
    expect(await api.emulator.requests()).toEqual([]);
  });
});

test("a reset leaves nothing but the service account", async () => {
  const project = await api.project();
  await api.apiKey(project.id);
  await api.emulator.createIndex(project.id);
  await api.emulator.addPrivateEndpoint(project.id);
  await api.emulator.setNetworkAccess(project.id, true);
  await api.emulator.fault({ times: 5, path: "/nowhere", effect: { kind: "hang" } });
  await api.emulator.settings({ tokenLifetimeSeconds: 5, clockOffsetSeconds: 5 });
  await api.emulator.reset();
  expect(await api.emulator.snapshot()).toEqual({
    projects: [],
    apiKeys: [],
    cmekKeys: [],
    indexes: [],
    privateEndpoints: [],
    networkAccess: [],
    accessTokens: [],
  });
  expect(await api.emulator.pendingFaults()).toEqual([]);
  expect(await api.emulator.requests()).toEqual([]);
  expect(await api.emulator.auditEvents()).toEqual([]);
  expect(await api.emulator.settings()).toMatchObject({ tokenLifetimeSeconds: 1800, clockOffsetSeconds: 0 });
  expect((await new Api(api.emulator).newToken()).token_type).toBe("Bearer");
});

describe("behind the back", () => {
  test("a project can be changed against Pinecone's rules", async () => {
    const { id } = await api.project({ force_encryption_with_cmek: true });
    await api.emulator.changeProject(id, { name: "renamed", force_encryption_with_cmek: false });
    const { body } = await api.admin("GET", `/admin/projects/${id}`);
    expect(body).toMatchObject({ name: "renamed", force_encryption_with_cmek: false });
    await expect(api.emulator.changeProject("nobody", {})).rejects.toThrow(/404.*Project nobody not found/);
  });

  test("private endpoints come, change and go whatever AWS has, and without a word in the audit log", async () => {
    const { id } = await api.project();
    await api.emulator.clearAuditEvents();
    const plain = await api.emulator.addPrivateEndpoint(id);
    const wanted = { name: "eu", region: "eu-west-1", vpc_endpoint_id: "vpce-1", state: "pending" } as const;
    const chosen = await api.emulator.addPrivateEndpoint(id, wanted);
    expect(plain).toMatchObject({ project_id: id, cloud: "aws", region: "us-east-1", state: "available" });
    expect(plain.name).toBe(plain.vpc_endpoint_id);
    expect(chosen).toMatchObject(wanted);
    expect((await api.admin("GET", `/admin/projects/${id}/private-endpoints`)).body).toEqual({ data: [plain, chosen] });
    const change = {
      name: "x",
      region: "us-west-2",
      vpc_endpoint_id: "vpce-2",
      state: "failed",
      state_reason: "why",
    } as const;
    const changed = await api.emulator.changePrivateEndpoint(chosen.id, change);
    expect(changed).toEqual({ ...chosen, ...change });
    const explained = await api.emulator.changePrivateEndpoint(plain.id, { state_reason: "so far" });
    expect(explained).toEqual({ ...plain, state_reason: "so far" });
    await api.emulator.deletePrivateEndpoint(plain.id);
    expect((await api.emulator.snapshot()).privateEndpoints).toEqual([changed]);
    expect(await api.emulator.auditEvents()).toEqual([]);
    await expect(api.emulator.deletePrivateEndpoint(plain.id)).rejects.toThrow(/404.*Private endpoint/);
    await expect(api.emulator.addPrivateEndpoint("nobody")).rejects.toThrow(/404.*Project nobody not found/);
  });

  test("the VPC-only switch can be turned", async () => {
    const { id } = await api.project();
    const on = { project_id: id, private_endpoints_only: true };
    expect(await api.emulator.setNetworkAccess(id, true)).toEqual(on);
    expect((await api.admin("GET", `/admin/projects/${id}/network-access`)).body).toEqual(on);
    expect(await api.emulator.setNetworkAccess(id, false)).toEqual({ ...on, private_endpoints_only: false });
  });

  test("a setting that does not exist is refused", async () => {
    await expect(api.emulator.settings({ colour: "blue" } as never)).rejects.toThrow(/400.*colour/);
  });
});

describe("audit events", () => {
  test("have Pinecone's schema", async () => {
    const project = await api.project({ name: "chat", max_pods: 1 });
    const [event] = await api.emulator.auditEvents();
    expect(event).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      organization_id: project.organization_id,
      organization_name: "emulated-organization",
      client: { userAgent: expect.any(String) as string },
      actor: {
        principal_id: api.emulator.clientId,
        principal_name: "emulator-service-account",
        principal_type: "service_account",
      },
      event: {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
        action: "create",
        resource_type: "project",
        resource_id: project.id,
        resource_name: "chat",
        outcome: { result: "success" },
        parameters: { name: "chat", max_pods: 1, force_encryption_with_cmek: false },
      },
    });
  });

  test("tell every captured event, and no others", async () => {
    const project = await api.project();
    const path = `/admin/projects/${project.id}`;
    const { key, value } = await api.apiKey(project.id);
    await api.admin("GET", path);
    await api.admin("PATCH", path, { name: "new" });
    await api.admin("PATCH", `/admin/api-keys/${key.id}`, { name: "new" });
    const fields = { _values: { type: "dense_vector", dimension: 8, metric: "cosine" } };
    await api.indexes(value, "POST", "/indexes", { name: "docs", schema: { fields } });
    await api.indexes(value, "PATCH", "/indexes/docs", { tags: { a: "b" } });
    await api.indexes(value, "DELETE", "/indexes/docs");
    await api.admin("DELETE", `/admin/api-keys/${key.id}`);
    await api.admin("DELETE", path);
    const events = await api.emulator.auditEvents();
    expect(
      events.map(({ actor, event: { action, resource_type: type, resource_name: name } }) => [
        action,
        type,
        name,
        actor.principal_type,
      ]),
    ).toEqual([
      ["create", "project", "chatbot", "service_account"],
      ["create", "api-key", "ci", "service_account"],
      ["update", "project", "chatbot", "service_account"],
      ["create", "index", "docs", "api_key"],
      ["update", "index", "docs", "api_key"],
      ["delete", "index", "docs", "api_key"],
      ["delete", "api-key", "new", "service_account"],
      ["delete", "project", "new", "service_account"],
    ]);
    expect(JSON.stringify(events)).not.toContain(value);
    await api.emulator.clearAuditEvents();
    expect(await api.emulator.auditEvents()).toEqual([]);
  });

  test("tell a failure with its reason and code, but nothing of callers who are not known", async () => {
    const { id } = await api.project();
    await api.emulator.createIndex(id, { name: "docs" });
    await api.emulator.clearAuditEvents();
    await api.admin("DELETE", `/admin/projects/${id}`);
    await api.admin("POST", "/admin/projects", { name: "" });
    await api.raw("DELETE", `/admin/projects/${id}`, { "x-pinecone-api-version": "2026-07" });
    const events = await api.emulator.auditEvents();
    expect(events.map(({ event }) => event.outcome)).toEqual([
      {
        result: "failure",
        reason: expect.stringMatching(/still has indexes: docs/) as string,
        error_code: "FAILED_PRECONDITION",
      },
      { result: "failure", reason: expect.stringMatching(/name: /) as string, error_code: "INVALID_ARGUMENT" },
    ]);
    expect(events[0]?.event.resource_id).toBe(id);
  });
});
