import { describe, expect, test } from "vitest";
import { ApiKey, CmekBinding, Project } from "../../sdk";
import { useCloud } from "./harness";
import { apiBinding as config, roleAndKey, type RoleAndKey } from "./programs";

// `up`, `refresh` and `destroy` of the automation API skip the preview that the command line shows first, so what is counted here is
// the operation alone.

const cloud = useCloud();

/** A project, two API keys and the CMEK key. */
const four =
  (parts: RoleAndKey, change: { readonly project?: string; readonly reader?: string } = {}) =>
  async () => {
    const { id: projectId } = new Project("search", {
      name: change.project ?? "search",
      forceEncryptionWithCmek: true,
    });
    new CmekBinding("search-binding", { projectId, name: "search", ...parts });
    const reader = new ApiKey("reader", { projectId, name: change.reader ?? "reader" });
    new ApiKey("writer", { projectId, name: "writer" });
    return { reader: reader.value };
  };

/** The requests since the last look, such as `POST /admin/projects`, IDs blanked. */
async function requests(): Promise<string[]> {
  const all = await cloud.pinecone.requests();
  await cloud.pinecone.clearRequests();
  return all.map(({ method, path }) => `${method} ${path.replaceAll(/[0-9a-f-]{36}/g, "*")}`).sort();
}

const token = "POST /oauth/token";

describe("requests", () => {
  test("of a preview that needs nothing: none, not even for a token", async () => {
    const stack = await cloud.stack(four(await roleAndKey(cloud)), { config });
    await stack.preview();
    expect(await requests()).toEqual([]);
    await stack.up();
    await cloud.pinecone.clearRequests();
    await stack.preview();
    expect(await requests()).toEqual([]);
  });

  test("of a create: one per resource, and one token", async () => {
    const stack = await cloud.stack(four(await roleAndKey(cloud)), { config });
    await stack.up();
    expect(await requests()).toEqual([
      "POST /admin/projects",
      "POST /admin/projects/*/api-keys",
      "POST /admin/projects/*/api-keys",
      "POST /admin/projects/*/cmek-keys",
      token,
    ]);
  });

  test("of an up that changes nothing: none", async () => {
    const stack = await cloud.stack(four(await roleAndKey(cloud)), { config });
    await stack.up();
    await requests();
    await stack.up();
    expect(await requests()).toEqual([]);
  });

  test("of a refresh: one per collection, and one token", async () => {
    const stack = await cloud.stack(async () => {
      const { id: projectId } = new Project("search", { name: "search" });
      for (let index = 0; index < 10; index++) new ApiKey(`reader-${index}`, { projectId, name: "reader" });
    });
    await stack.up();
    await requests();
    expect((await stack.refresh()).changes).toMatchObject({ same: 12 });
    expect(await requests()).toEqual(["GET /admin/projects", "GET /admin/projects/*/api-keys", token]);
  });
});

describe("an update", () => {
  test("sends only the fields that changed", async () => {
    const parts = await roleAndKey(cloud);
    const stack = await cloud.stack(four(parts), { config });
    await stack.up();
    await cloud.pinecone.clearRequests();
    stack.program = four(parts, { project: "find" });
    await stack.up();
    const sent = (await cloud.pinecone.requests()).filter(({ method }) => method === "PATCH");
    expect(sent).toMatchObject([{ bodyKeys: ["name"], body: { name: "find" } }]);
    expect((await cloud.pinecone.snapshot()).projects).toMatchObject([
      { name: "find", force_encryption_with_cmek: true },
    ]);
  });

  test("that renames an API key keeps its value", async () => {
    const parts = await roleAndKey(cloud);
    const stack = await cloud.stack(four(parts), { config });
    const before = (await stack.up()).outputs["reader"];
    stack.program = four(parts, { reader: "finder" });
    const { steps, outputs } = await stack.up();
    expect(steps).toEqual({ update: ["reader"] });
    expect(outputs["reader"]).toEqual(before);
    const { apiKeys } = await cloud.pinecone.snapshot();
    const finder = apiKeys.find(({ key }) => key.name === "finder");
    expect(finder?.value).toBe(before?.value);
  });
});
