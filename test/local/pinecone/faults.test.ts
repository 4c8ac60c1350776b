import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startEmulator } from "../../../local/emulator";
import { Api } from "./support";

let api: Api;
beforeAll(async () => {
  api = new Api(await startEmulator());
});
afterAll(() => api.emulator.stop());
beforeEach(async () => {
  await api.emulator.clearFaults();
});

const count = async (): Promise<number> => (await api.emulator.snapshot()).projects.length;
const create = () => api.admin("POST", "/admin/projects", { name: "a" });

describe("an order to go wrong", () => {
  test("answers with a status, Retry-After and Pinecone's error shape, as often as ordered", async () => {
    const before = await count();
    const effect = { kind: "status", status: 429, retryAfterSeconds: 7 } as const;
    await api.emulator.fault({ method: "POST", path: "/admin/projects", times: 2, effect });
    for (const { status, headers, body } of [await create(), await create()]) {
      expect({ status, retryAfter: headers.get("retry-after"), code: body.error.code }).toEqual({
        status: 429,
        retryAfter: "7",
        code: "RESOURCE_EXHAUSTED",
      });
    }
    expect(await count()).toBe(before);
    expect((await create()).status).toBe(200);
    expect(await api.emulator.pendingFaults()).toEqual([]);
  });

  test("counts only requests of its method and path, after those it lets through", async () => {
    const project = await api.project();
    const effect = { kind: "status", status: 500 } as const;
    await api.emulator.fault({ method: "GET", path: "/admin/projects/*", after: 1, effect });
    const get = () => api.admin("GET", `/admin/projects/${project.id}`);
    expect((await api.admin("GET", "/admin/projects")).status).toBe(200);
    expect((await api.admin("GET", `/admin/projects/${project.id}/api-keys`)).status).toBe(200);
    expect((await api.admin("PATCH", `/admin/projects/${project.id}`, {})).status).toBe(200);
    expect([(await get()).status, (await get()).status, (await get()).status]).toEqual([200, 500, 200]);
  });

  test("reaches the token too, in OAuth's error shape", async () => {
    await api.emulator.fault({ path: "/oauth/**", effect: { kind: "status", status: 500 } });
    expect(await api.newToken()).toEqual({ error: "ordered", error_description: "Status 500 on order." });
  });

  test("quotes the request, credentials and all, on its echo", async () => {
    await api.emulator.fault({ method: "POST", path: "/admin/projects", effect: { kind: "echo" } });
    const { status, body } = await create();
    expect(status).toBe(400);
    expect(body.error.message).toMatch(/"authorization":"Bearer emulated\.[\w-]+"/);
    expect(body.error.message).toContain('"name":"a"');
  });

  test.each([
    [false, 0],
    [true, 1],
  ])("cuts the connection, after the request took effect: %s", async (commit, made) => {
    const before = await count();
    await api.emulator.fault({ method: "POST", path: "/admin/projects", effect: { kind: "cut", commit } });
    await expect(create()).rejects.toThrow("fetch failed");
    expect(await count()).toBe(before + made);
    expect((await api.emulator.requests()).at(-1)).toMatchObject({ method: "POST", status: null });
  });

  test.each([
    [false, 0],
    [true, 1],
  ])("answers with HTML instead of JSON, after the request took effect: %s", async (commit, made) => {
    const before = await count();
    await api.emulator.fault({ method: "POST", effect: { kind: "garbage", status: 502, commit } });
    await expect(create()).rejects.toThrow(/not valid JSON/);
    expect(await count()).toBe(before + made);
  });

  test("never answers, until the client gives up", async () => {
    await api.emulator.fault({ path: "/admin/projects", effect: { kind: "hang" } });
    const giveUp = AbortSignal.timeout(300);
    await expect(fetch(`${api.emulator.url}/admin/projects`, { signal: giveUp })).rejects.toThrow(/timeout/);
  });

  test("answers late, or with a body that comes late; both are whole", async () => {
    const expected = (await api.admin("GET", "/admin/projects")).body;
    for (const kind of ["delay", "slowBody"] as const) {
      await api.emulator.fault({ path: "/admin/projects", effect: { kind, milliseconds: 250 } });
      const start = performance.now();
      expect((await api.admin("GET", "/admin/projects")).body).toEqual(expected);
      expect(performance.now() - start).toBeGreaterThan(240);
    }
  });

  test("with a mistake in it is refused with the field's name", async () => {
    const order = { effect: { kind: "status", status: 200 } } as const;
    await expect(api.emulator.fault(order)).rejects.toThrow(/400.*effect\.status/);
  });
});
