import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { ApiKey, Index, type IndexArgs, Project } from "../../index";
import { failure, useCloud } from "./harness";
import { admin, apiBinding } from "./programs";

const cloud = useCloud();
const config = apiBinding;

type Declared = Omit<IndexArgs, "projectId" | "apiKey" | "name" | "region">;

interface Options {
  readonly import?: string;
  readonly customTimeouts?: { readonly create: string };
}

/** A project with an API key, and an index that is made with it unless `index` is left out. */
function program(index?: Declared, options: Options = {}): PulumiFn {
  return async () => {
    const project = new Project("search", { name: "search" });
    const { value: apiKey } = new ApiKey("writer", { projectId: project.id, name: "writer" });
    if (index === undefined) return { projectId: project.id };
    const place = { projectId: project.id, apiKey, name: "docs", region: "us-east-1" };
    const { host, privateHost } = new Index("docs", { ...place, ...index }, options);
    return { host, privateHost };
  };
}

const dense = { dimension: 4 };
const schema = { schema: { _values: { type: "dense_vector", dimension: 4, metric: "cosine" } } } as const;
/** A whole schema, with a field for full text, which a project without a key of one's own takes. */
const ownFields = {
  schema: {
    embedding: { type: "dense_vector", dimension: 4, metric: "cosine" },
    title: { type: "string", fullTextSearch: { language: "en" } },
  },
} as const;

describe("an Index", () => {
  test("is made with the key of the same program, and its private host is Pinecone's: `.svc.private.` for `.svc.`", async () => {
    const stack = await cloud.stack(program(dense), { config });
    const { outputs } = await stack.up();
    const { indexes, apiKeys } = await cloud.pinecone.snapshot();
    expect(indexes).toHaveLength(1);
    const { host, private_host: privateHost } = indexes[0]!.model;
    expect([outputs["host"]?.value, outputs["privateHost"]?.value]).toEqual([host, privateHost]);
    expect(privateHost).toBe(host.replace(".svc.", ".svc.private."));
    expect((await stack.preview()).steps).toEqual({});
    expect(apiKeys.filter(({ value }) => stack.stateFile().includes(value))).toEqual([]);
  });

  test.each<[string, Declared, string[]]>([
    ["sparse", { vectorType: "sparse" }, ["_sparse_values"]],
    ["by fields of its own", ownFields, ["embedding", "title"]],
  ])("is made %s, and the next preview is empty", async (_way, declared, fields) => {
    const stack = await cloud.stack(program(declared), { config });
    await stack.up();
    const { indexes } = await cloud.pinecone.snapshot();
    expect(indexes.map(({ model }) => Object.keys(model.schema.fields).sort())).toEqual([fields]);
    expect((await stack.preview()).steps).toEqual({});
    await stack.refresh();
    expect((await stack.preview()).steps).toEqual({});
  });

  test("is made with the key of the configuration, which the state and what is shown do not have", async () => {
    const { id: projectId } = await admin<{ id: string }>(cloud, "POST", "projects", { name: "search" });
    const path = `projects/${projectId}/api-keys`;
    const { value } = await admin<{ value: string }>(cloud, "POST", path, { name: "writer", roles: ["ProjectEditor"] });
    const place = { projectId, name: "docs", region: "us-east-1", deletionProtection: "disabled" } as const;
    const stack = await cloud.stack(
      async () => {
        new Index("docs", { ...place, ...dense });
        return Promise.resolve();
      },
      { config, secretConfig: { "pinecone-security:apiKey": value } },
    );
    const { stdout } = await stack.up();
    expect((await cloud.pinecone.snapshot()).indexes).toMatchObject([{ projectId, model: { name: "docs" } }]);
    expect(`${stdout}${stack.stateFile()}`).not.toContain(value);
    await stack.destroy();
    expect((await cloud.pinecone.snapshot()).indexes).toEqual([]);
  });

  test.each<[string, Declared]>([
    ["in the words of the vectors API", { ...dense, metric: "cosine", vectorType: "dense" }],
    ["by its schema", schema],
  ])("imported and declared %s is left as it is, and the next preview is empty", async (_way, declared) => {
    const stack = await cloud.stack(program(), { config });
    const projectId = String((await stack.up()).outputs["projectId"]?.value);
    const fields = { _values: { type: "dense_vector", dimension: 4, metric: "cosine" } } as const;
    const deployment = { deployment_type: "managed", cloud: "aws", region: "us-east-1" } as const;
    await cloud.pinecone.createIndex(projectId, { name: "docs", deployment, schema: { fields } });
    stack.program = program(declared);
    expect(await failure(stack.up())).toContain(`pulumi import pinecone-security:index:Index docs ${projectId}/docs`);
    stack.program = program(declared, { import: `${projectId}/docs` });
    const { indexes } = await cloud.pinecone.snapshot();
    expect((await stack.up()).steps).toEqual({ import: ["docs"] });
    stack.program = program(declared);
    expect((await stack.preview()).steps).toEqual({});
    expect((await cloud.pinecone.snapshot()).indexes).toEqual(indexes);
  });

  test("imported by command is left as it is, and the next preview is empty", async () => {
    const stack = await cloud.stack(program(), { config });
    const projectId = String((await stack.up()).outputs["projectId"]?.value);
    await cloud.pinecone.createIndex(projectId, { name: "docs", tags: { team: "search" } });
    const { indexes } = await cloud.pinecone.snapshot();
    await stack.importResource({ type: "pinecone-security:index:Index", name: "docs", id: `${projectId}/docs` });
    stack.program = program({ dimension: 8, tags: { team: "search" } });
    expect((await stack.preview()).steps).toEqual({});
    expect((await cloud.pinecone.snapshot()).indexes).toEqual(indexes);
  });

  test("is not destroyed while it is protected, which a new one is; then all goes", async () => {
    const stack = await cloud.stack(program(dense), { config });
    await stack.up();
    expect(await failure(stack.destroy())).toMatch(/deletion protection is enabled for the index "docs"/);
    stack.program = program({ ...dense, deletionProtection: "disabled" });
    expect((await stack.up()).steps).toEqual({ update: ["docs"] });
    await stack.destroy();
    const { indexes, projects } = await cloud.pinecone.snapshot();
    expect([indexes, projects]).toEqual([[], []]);
  });

  test("that is not ready in its time is half-created, and the next up takes up the wait", async () => {
    await cloud.pinecone.settings({ indexProvisioningSeconds: 3600 });
    const stack = await cloud.stack(program(dense, { customTimeouts: { create: "2s" } }), { config });
    expect(await failure(stack.up())).toMatch(/"docs" was made and is not ready after 2 s: .* Initializing/);
    await cloud.pinecone.settings({ indexProvisioningSeconds: 0 });
    expect((await stack.up()).steps).toEqual({ update: ["docs"] });
    expect((await stack.preview()).steps).toEqual({});
    expect((await cloud.pinecone.snapshot()).indexes).toHaveLength(1);
  });
});
