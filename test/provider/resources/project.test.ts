import { describe, expect, test } from "vitest";
import { CancelReason, ProviderError } from "../../../provider/rpc/errors";
import { UNKNOWN } from "../../../provider/rpc/values";
import { check, create, diff, read, remove, testbed, update, matching } from "./testbed";

describe("Project", () => {
  test("a create is one POST with the declared fields only", async () => {
    const bed = await testbed();
    const made = await create(bed, "Project", { name: "shop" });
    expect(bed.pinecone.requests).toEqual(["POST /admin/projects"]);
    expect(bed.pinecone.bodies).toEqual([{ name: "shop" }]);
    expect(made.outputs).toMatchObject({
      name: "shop",
      maxPods: 0,
      forceEncryptionWithCmek: false,
      organizationId: "org",
    });
  });

  test("a preview of a create sends nothing and knows its inputs only", async () => {
    const bed = await testbed();
    const inputs = { name: "shop", forceEncryptionWithCmek: true };
    const made = await bed
      .handler("Project")
      .create({ ...bed.call("Project"), inputs, preview: true, timeoutSeconds: 0 });
    expect(made).toEqual({
      id: "",
      outputs: { ...inputs, maxPods: UNKNOWN, organizationId: UNKNOWN, createdAt: UNKNOWN },
    });
    expect([bed.pinecone.tokens, bed.pinecone.requests]).toEqual([0, []]);
  });

  test("an update sends the changed field alone, and a preview keeps what no update changes", async () => {
    const bed = await testbed();
    const id = bed.pinecone.addProject({ name: "a", max_pods: 5 });
    const oldInputs = { name: "a", forceEncryptionWithCmek: true };
    const oldOutputs = { ...oldInputs, maxPods: 5, organizationId: "org", createdAt: "2026-11-21T07:00:00Z" };
    const state = { id, oldInputs, oldOutputs, news: { ...oldInputs, name: "b" } };
    const preview = await update(bed, "Project", state, true);
    expect(preview.outputs).toEqual({ ...oldOutputs, name: "b" });
    expect((await update(bed, "Project", state)).outputs).toEqual({ ...oldOutputs, name: "b" });
    expect([bed.pinecone.requests, bed.pinecone.bodies]).toEqual([[`PATCH /admin/projects/${id}`], [{ name: "b" }]]);
  });

  test("what Pinecone keeps when it is left out is carried forward and is no change", async () => {
    const bed = await testbed();
    const olds = { name: "a", maxPods: 3, forceEncryptionWithCmek: true };
    const { inputs, failures } = await check(bed, "Project", { name: "a" }, olds);
    expect([inputs, failures]).toEqual([olds, []]);
    expect((await diff(bed, "Project", { oldInputs: olds, news: inputs })).changes).toEqual([]);
  });

  test("declaring a value that Pinecone filled in is no change", async () => {
    const bed = await testbed();
    const oldOutputs = { name: "a", maxPods: 0, forceEncryptionWithCmek: false };
    const state = { oldInputs: { name: "a" }, oldOutputs, news: { name: "a", maxPods: 0 } };
    expect((await diff(bed, "Project", state)).changes).toEqual([]);
  });

  test("forced encryption that was turned on in the console can't be turned off by a program either", async () => {
    const bed = await testbed();
    const oldOutputs = { name: "a", maxPods: 0, forceEncryptionWithCmek: true };
    const state = { oldInputs: { name: "a" }, oldOutputs, news: { name: "a", forceEncryptionWithCmek: false } };
    await expect(diff(bed, "Project", state)).rejects.toThrow(/Once enabled, CMEK encryption cannot be disabled/);
  });

  test("a forced project whose new setting is not known yet is warned of, not refused", async () => {
    const bed = await testbed();
    const news = { name: "a", forceEncryptionWithCmek: UNKNOWN };
    expect((await check(bed, "Project", news, { name: "a", forceEncryptionWithCmek: true })).failures).toEqual([]);
    expect(bed.log.join()).toMatch(
      /^warning: forceEncryptionWithCmek: its new value is not known yet; false will be refused/,
    );
  });

  test("a replacement, which only the engine's options ask for, is refused, and a new project is not", async () => {
    const bed = await testbed();
    const inputs = { name: "a" };
    expect((await check(bed, "Project", inputs)).failures).toEqual([]);
    expect((await check(bed, "Project", inputs)).failures).toEqual([]);
    expect((await check(bed, "Project", inputs, inputs)).failures).toEqual([]);
    await expect(check(bed, "Project", inputs)).rejects.toThrow(/Project "it" is not replaced: .*replaceOnChanges/);
    expect((await check(bed, "Project", inputs, undefined, "other")).failures).toEqual([]);
    expect(bed.pinecone.requests).toEqual([]);
  });

  test("a refresh of many projects asks once, and only a 404 of the project itself means gone", async () => {
    const bed = await testbed();
    const ids = [1, 2, 3].map(() => bed.pinecone.addProject());
    const found = await Promise.all(ids.map((id) => read(bed, "Project", id, { name: "p" }, { name: "p" })));
    expect(found.map((one) => one?.id)).toEqual(ids);
    expect(bed.pinecone.requests).toEqual(["GET /admin/projects"]);
    expect(await read(bed, "Project", "6a0e8f6e-0000-4000-8000-000000000000", { name: "p" })).toBeUndefined();
    expect(bed.pinecone.requests).toHaveLength(2);
  });

  test("a read that fails is an error with Pinecone's words, never gone", async () => {
    const bed = await testbed();
    const id = bed.pinecone.addProject();
    bed.pinecone.refuse("GET /admin/projects", 500, "out of order");
    await expect(read(bed, "Project", id, { name: "p" })).rejects.toThrow(/can't read Project "it": .*out of order/);
  });

  test("an import fills every input, a refresh leaves out what the program left out", async () => {
    const bed = await testbed();
    const id = bed.pinecone.addProject();
    const all = { name: "p", maxPods: 0, forceEncryptionWithCmek: true };
    expect((await read(bed, "Project", id))?.inputs).toEqual(all);
    expect((await read(bed, "Project", id, { name: "p" }, all))?.inputs).toEqual({ name: "p" });
  });

  test("an import by something that is no UUID is refused before anything is sent", async () => {
    const bed = await testbed();
    await expect(read(bed, "Project", "my-project")).rejects.toThrow(/"my-project" is no project ID, which is a UUID/);
    expect(bed.pinecone.tokens).toBe(0);
  });

  test("drift is shown by the refresh's diff, which refuses nothing", async () => {
    const bed = await testbed();
    const id = bed.pinecone.addProject({ name: "renamed" });
    const inputs = { name: "p", forceEncryptionWithCmek: false };
    const outputs = { ...inputs, maxPods: 0, organizationId: "org", createdAt: "2026-11-21T07:00:00Z" };
    const found = (await read(bed, "Project", id, inputs, outputs))!;
    const shown = await diff(bed, "Project", { id, oldInputs: found.inputs, oldOutputs: found.outputs, news: inputs });
    expect(shown.changes.map(({ path }) => path).sort()).toEqual(["forceEncryptionWithCmek", "name"]);
  });

  test("an empty project is deleted; the temporary key of the look is gone", async () => {
    const bed = await testbed({ binding: "api" });
    const id = bed.pinecone.addProject();
    await remove(bed, "Project", id, { name: "p" });
    expect([bed.pinecone.projects.size, bed.pinecone.apiKeys.size]).toEqual([0, 0]);
    expect(bed.pinecone.bodies).toEqual([
      { name: matching(/^pinecone-security-look-/), roles: ["ControlPlaneViewer"] },
    ]);
  });

  test("a project with indexes is not deleted, and they are named", async () => {
    const bed = await testbed();
    const id = bed.pinecone.addProject();
    bed.pinecone.indexes.set(id, [
      { name: "docs", host: "h" },
      { name: "faq", host: "h" },
    ]);
    await expect(remove(bed, "Project", id, { name: "p" })).rejects.toThrow(
      /holds the indexes "docs", "faq" \(seen with a temporary API key\)/,
    );
    expect([bed.pinecone.projects.size, bed.pinecone.apiKeys.size]).toEqual([1, 0]);
  });

  test("a temporary key is deleted although the look fails", async () => {
    const bed = await testbed();
    const id = bed.pinecone.addProject();
    bed.pinecone.refuse("GET /indexes", 500, "out of order");
    await expect(remove(bed, "Project", id, { name: "p" })).rejects.toThrow(ProviderError);
    expect([bed.pinecone.projects.size, bed.pinecone.apiKeys.size]).toEqual([1, 0]);
  });

  test.each(["POST /admin/projects/", "GET /indexes"])(
    "a temporary key is deleted although Cancel came during %s, and the project stays",
    async (line) => {
      const bed = await testbed();
      const id = bed.pinecone.addProject();
      const controller = new AbortController();
      bed.pinecone.carriedOut = (done) => {
        if (done.startsWith(line)) controller.abort(new CancelReason());
      };
      const request = { ...bed.call("Project", "it", controller.signal), id, inputs: { name: "p" }, outputs: {} };
      await expect(bed.handler("Project").delete({ ...request, timeoutSeconds: 0 })).rejects.toThrow();
      expect([bed.pinecone.projects.size, bed.pinecone.apiKeys.size]).toEqual([1, 0]);
      expect(bed.pinecone.requests.filter((done) => done.startsWith("POST"))).toHaveLength(1);
    },
  );

  test("where the service account may not make API keys, Pinecone's own refusal is passed on", async () => {
    const bed = await testbed();
    const id = bed.pinecone.addProject();
    bed.pinecone.refuse("POST /admin/projects/", 403, "no right to make keys");
    bed.pinecone.refuse("DELETE /admin/projects", 412, "the project has 1 index");
    await expect(remove(bed, "Project", id, { name: "p" })).rejects.toThrow(/the project has 1 index/);
  });

  test("a project with a CMEK key is not deleted, and the key is named", async () => {
    const bed = await testbed({ binding: "api" });
    const id = bed.pinecone.addProject();
    bed.pinecone.addCmekKey(id, { name: "main", role_arn: "r", key_arn: "k" });
    await expect(remove(bed, "Project", id, { name: "p" })).rejects.toThrow(/holds the CMEK key "main"/);
    expect(bed.pinecone.projects.size).toBe(1);
  });

  test("a project with Private Endpoints is not deleted, and they are named; those that are going are not in the way", async () => {
    const bed = await testbed({ binding: "api" });
    const id = bed.pinecone.addProject();
    const going = bed.pinecone.addPrivateEndpoint(id, { vpc_endpoint_id: "vpce-0a1b2c3d", state: "deleting" });
    const stays = bed.pinecone.addPrivateEndpoint(id, { vpc_endpoint_id: "vpce-1a1b2c3d", state: "failed", name: "n" });
    const refused = remove(bed, "Project", id, { name: "p" });
    await expect(refused).rejects.toThrow(/holds the Private Endpoint vpce-1a1b2c3d \("n"\)/);
    await expect(refused).rejects.not.toThrow(going);
    expect(bed.pinecone.projects.size).toBe(1);
    bed.pinecone.privateEndpoints.delete(stays);
    await remove(await bed.again(), "Project", id, { name: "p" });
    expect(bed.pinecone.projects.size).toBe(0);
  });

  test("without temporary keys the configured key looks, and without any key Pinecone's own refusal is passed on", async () => {
    const bed = await testbed({ temporaryKeys: "false" });
    const id = bed.pinecone.addProject();
    bed.pinecone.addApiKey(id, { value: "pcsk_configured" });
    bed.pinecone.indexes.set(id, [{ name: "docs", host: "h" }]);
    bed.pinecone.refuse("DELETE /admin/projects", 412, "the project has 1 index");
    await expect(remove(bed, "Project", id, { name: "p" })).rejects.toThrow(
      /can't delete Project "it": .*the project has 1 index/,
    );
    const configured = await bed.again({ apiKey: "pcsk_configured" });
    await expect(remove(configured, "Project", id, { name: "p" })).rejects.toThrow(
      /"docs" \(seen with the apiKey of the provider's configuration/,
    );
  });

  test("deleting what is gone is done", async () => {
    const bed = await testbed({ binding: "api" });
    await expect(
      remove(bed, "Project", "6a0e8f6e-0000-4000-8000-000000000000", { name: "p" }),
    ).resolves.toBeUndefined();
  });
});
