import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulator } from "../../../local/emulator";
import type { Project } from "../../../local/pinecone/projects";
import { Api, errorOf } from "./support";

let api: Api;
beforeAll(async () => {
  api = new Api(await startEmulator());
});
afterAll(() => api.emulator.stop());

const NOBODY = "5c1f1f0e-0000-4000-8000-000000000000";

describe("a project", () => {
  test("is created with Pinecone's defaults, listed, read, changed and deleted", async () => {
    const project = await api.project({ name: "chatbot" });
    expect(project).toMatchObject({ name: "chatbot", max_pods: 0, force_encryption_with_cmek: false });
    const path = `/admin/projects/${project.id}`;
    expect((await api.admin("GET", path)).body).toEqual(project);
    const patched = await api.admin<Project>("PATCH", path, { name: "bot", max_pods: 2 });
    expect(patched.body).toEqual({ ...project, name: "bot", max_pods: 2 });
    const list = await api.admin<{ data: Project[] }>("GET", "/admin/projects");
    expect(list.body.data).toContainEqual(patched.body);
    const deleted = await api.admin("DELETE", path);
    expect({ status: deleted.status, body: deleted.body }).toEqual({ status: 202, body: undefined });
    for (const method of ["GET", "PATCH", "DELETE"]) {
      expect((await api.admin(method, path, method === "PATCH" ? {} : undefined)).status).toBe(404);
    }
  });

  test("has CMEK forced on later, and never off again", async () => {
    const { id } = await api.project();
    const path = `/admin/projects/${id}`;
    const on = await api.admin<Project>("PATCH", path, { force_encryption_with_cmek: true });
    expect(on.body.force_encryption_with_cmek).toBe(true);
    const off = await api.admin("PATCH", path, { name: "other", force_encryption_with_cmek: false });
    expect(errorOf(off)).toMatch(
      /^400 INVALID_ARGUMENT: force_encryption_with_cmek: once enabled, .* cannot be disabled/,
    );
    expect((await api.admin<Project>("GET", path)).body).toEqual(on.body);
    const renamed = await api.admin<Project>("PATCH", path, { name: "other" });
    expect(renamed.body).toEqual({ ...on.body, name: "other" });
  });

  test.each([
    ["an empty name", { name: "" }, /name: /],
    ["a name of 513 characters", { name: "a".repeat(513) }, /name: .*512/],
    ["no name", {}, /name: /],
    ["half a pod", { name: "a", max_pods: 0.5 }, /max_pods: /],
    ["a word for a boolean", { name: "a", force_encryption_with_cmek: "yes" }, /force_encryption_with_cmek: /],
  ])("is refused with %s", async (_what, body, problem) => {
    const reply = await api.admin("POST", "/admin/projects", body);
    expect(reply.status).toBe(400);
    expect(errorOf(reply)).toMatch(problem);
  });

  test("may have 512 characters and a name that is taken, unless the setting says otherwise", async () => {
    const name = "n".repeat(512);
    const first = await api.project({ name });
    const second = await api.project({ name });
    expect(second.id).not.toBe(first.id);
    await api.emulator.settings({ duplicateProjectNames: "refuse" });
    const third = await api.admin("POST", "/admin/projects", { name });
    expect(errorOf(third)).toMatch(/^409 ALREADY_EXISTS: A project named/);
    const other = await api.project({ name: "free" });
    expect((await api.admin("PATCH", `/admin/projects/${other.id}`, { name })).status).toBe(409);
    expect((await api.admin("PATCH", `/admin/projects/${other.id}`, { name: "free" })).status).toBe(200);
    await api.emulator.settings({ duplicateProjectNames: "allow" });
  });

  test("is not deleted while it has indexes, which are named, and takes its API keys along", async () => {
    const { id } = await api.project();
    const { key } = await api.apiKey(id);
    await api.emulator.createIndex(id, { name: "docs" });
    await api.emulator.createIndex(id, { name: "more" });
    const refused = await api.admin("DELETE", `/admin/projects/${id}`);
    expect(errorOf(refused)).toMatch(/^412 FAILED_PRECONDITION: .*still has indexes: docs, more\./);
    expect(refused.body.error.details).toEqual({ indexes: ["docs", "more"] });
    await api.emulator.deleteIndex(id, "docs");
    await api.emulator.deleteIndex(id, "more");
    expect((await api.admin("DELETE", `/admin/projects/${id}`)).status).toBe(202);
    expect((await api.admin("GET", `/admin/api-keys/${key.id}`)).status).toBe(404);
  });
});

describe("an API key", () => {
  test("shows its value once, in Pinecone's form, and is listed, read, changed and deleted without it", async () => {
    const { id } = await api.project();
    const { key, value } = await api.apiKey(id);
    expect(value).toMatch(/^pckey_[0-9a-f]+_[0-9a-f]{32,}$/);
    expect(key).toEqual({ id: key.id, name: "ci", project_id: id, roles: ["ProjectEditor"] });
    const path = `/admin/api-keys/${key.id}`;
    expect((await api.admin("GET", path)).body).toEqual(key);
    expect((await api.admin("GET", `/admin/projects/${id}/api-keys`)).body).toEqual({ data: [key] });
    const changed = { ...key, name: "deploy", roles: ["DataPlaneViewer"] };
    expect((await api.admin("PATCH", path, { name: "deploy", roles: ["DataPlaneViewer"] })).body).toEqual(changed);
    expect((await api.admin("PATCH", path, {})).body).toEqual(changed);
    expect((await api.emulator.snapshot()).apiKeys).toContainEqual({ key: changed, value });
    expect((await api.admin("DELETE", path)).status).toBe(202);
    expect((await api.admin("GET", path)).status).toBe(404);
  });

  test.each([
    ["an empty name", { name: "" }, /name: /],
    ["a name of 81 characters", { name: "a".repeat(81) }, /name: .*80/],
    ["an unknown role", { name: "a", roles: ["Owner"] }, /roles\.0: .*ProjectEditor/],
  ])("is refused with %s", async (_what, body, problem) => {
    const { id } = await api.project();
    const reply = await api.admin("POST", `/admin/projects/${id}/api-keys`, body);
    expect(reply.status).toBe(400);
    expect(errorOf(reply)).toMatch(problem);
  });

  test("needs a project that exists", async () => {
    for (const method of ["GET", "POST"]) {
      const body = method === "POST" ? { name: "a" } : undefined;
      const reply = await api.admin(method, `/admin/projects/${NOBODY}/api-keys`, body);
      expect(errorOf(reply)).toBe(`404 NOT_FOUND: Project ${NOBODY} not found.`);
    }
  });
});

test("a body that is no JSON, and one that is missing, are refused", async () => {
  const { access_token: token } = await api.newToken();
  const headers = { authorization: `Bearer ${token}`, "x-pinecone-api-version": "2026-07" };
  expect(errorOf(await api.raw("POST", "/admin/projects", headers, "{"))).toMatch(/^400 .*not valid JSON/);
  expect(errorOf(await api.raw("POST", "/admin/projects", headers))).toMatch(/^400 .*body is missing/);
});
