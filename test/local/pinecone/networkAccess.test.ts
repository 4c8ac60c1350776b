import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulator } from "../../../local/emulator";
import { Api, errorOf } from "./support";

let api: Api;
beforeAll(async () => {
  api = new Api(await startEmulator());
});
afterAll(() => api.emulator.stop());

describe("the VPC-only switch of a project", () => {
  const pathOf = (id: string) => `/admin/projects/${id}/network-access`;

  test("is off at first and can be turned at any time, private endpoints or not", async () => {
    const { id } = await api.project();
    const endpoint = await api.emulator.addPrivateEndpoint(id);
    const path = pathOf(id);
    const off = { project_id: id, private_endpoints_only: false };
    const on = { project_id: id, private_endpoints_only: true };
    expect((await api.admin("GET", path)).body).toEqual(off);
    const turned = await api.admin("PATCH", path, { private_endpoints_only: true });
    expect(turned).toMatchObject({ status: 200, body: on });
    expect((await api.admin("DELETE", `/admin/private-endpoints/${endpoint.id}`)).status).toBe(202);
    expect((await api.admin("GET", path)).body).toEqual(on);
    expect((await api.admin("PATCH", path, { private_endpoints_only: false })).body).toEqual(off);
    expect((await api.admin("PATCH", path, { private_endpoints_only: true })).body).toEqual(on);
    expect((await api.emulator.snapshot()).networkAccess).toEqual([on]);
  });

  test("takes a boolean, of a project that there is", async () => {
    const { id } = await api.project();
    expect(errorOf(await api.admin("PATCH", pathOf(id), { private_endpoints_only: "yes", on: true }))).toMatch(
      /^400 INVALID_ARGUMENT: .*private_endpoints_only: .*on/,
    );
    const nowhere = pathOf("5c1f1f0e-0000-4000-8000-000000000000");
    expect((await api.admin("GET", nowhere)).status).toBe(404);
  });
});
