import { describe, expect, test } from "vitest";
import { cmekTrustPolicy } from "../../../iam";
import {
  IndexModelFromJSON,
  IndexModelToJSON,
} from "@pinecone-database/pinecone/dist/pinecone-generated-ts-fetch/db_control";
import type { IndexModel } from "../../../local/pinecone/indexes/model";
import { EXTERNAL_ID, PINECONE, useCloud } from "./cloud";
import { errorOf } from "./support";
import type { Reply } from "./support";

const cloud = useCloud();
const dense = { _values: { type: "dense_vector", dimension: 8, metric: "cosine" } };
const text = { body: { type: "string", full_text_search: {} } };
const inRegion = (region: string, provider = "aws") => ({ deployment_type: "managed", cloud: provider, region });

/** A project with an API key that may do everything. */
async function projectWithApiKey(forced = false) {
  const api = cloud.api();
  const project = await api.project({ force_encryption_with_cmek: forced });
  const { value } = await api.apiKey(project.id);
  const create = (request: Record<string, unknown>) =>
    api.indexes<IndexModel & Parameters<typeof errorOf>[0]["body"]>(value, "POST", "/indexes", {
      schema: { fields: dense },
      ...request,
    });
  return {
    project,
    value,
    create,
    call: (method: string, path: string, body?: unknown) => api.indexes(value, method, path, body),
  };
}

/** The same with a bound key, whose role lets Pinecone in from two regions. */
async function encryptedProject(forced = true) {
  const made = await projectWithApiKey(forced);
  const regions = ["us-east-1", "eu-central-1"] as const;
  const trust = {
    variant: "explicitRegionsWithExternalId",
    pineconeAccountId: PINECONE,
    regions,
    externalId: EXTERNAL_ID,
  } as const;
  const roleArn = await cloud.customer().role(cmekTrustPolicy(trust));
  const keyArn = await cloud.customer().keyFor(roleArn);
  const { body: key } = await cloud
    .api()
    .bind(made.project.id, { role_arn: roleArn, key_arn: keyArn, external_id: EXTERNAL_ID });
  return { ...made, key, keyArn, roleArn };
}

/**
 * The model as Pinecone's own client reads and writes it again: fields that it doesn't know, or knows otherwise, are lost. It never
 * writes `environment`, which is read-only.
 */
function throughOfficialClient(model: IndexModel): unknown {
  const written = IndexModelToJSON(IndexModelFromJSON(model)) as Pick<IndexModel, "deployment">;
  const { environment } = model.deployment;
  return JSON.parse(JSON.stringify({ ...written, deployment: { ...written.deployment, environment } }));
}

/** Without the fields that are `null`, which the client takes for left out. */
function withoutNulls(model: IndexModel): unknown {
  return JSON.parse(JSON.stringify(model, (_key, value: unknown) => value ?? undefined));
}

function created(reply: Reply<IndexModel>): IndexModel {
  expect(reply.status).toBe(201);
  return reply.body;
}

describe("an index", () => {
  test("has the shape of 2026-07 that the official client reads and writes, hosts in Pinecone's zones", async () => {
    const { create } = await projectWithApiKey();
    const model = created(await create({ name: "docs", tags: { team: "search" }, deployment: inRegion("eu-west-1") }));
    expect(throughOfficialClient(model)).toEqual(withoutNulls(model));
    expect(model).toMatchObject({
      name: "docs",
      status: { ready: true, state: "Ready" },
      deployment: inRegion("eu-west-1"),
      schema: { fields: { _values: { dimension: 8 }, _sparse_values: { type: "sparse_vector" } } },
      tags: { team: "search" },
      deletion_protection: "disabled",
    });
    expect(model.host).toMatch(/^docs-[0-9a-f]{7}\.svc\.apu-57e2-42f6\.pinecone\.io$/);
    expect(model.private_host).toBe(model.host.replace(".svc.", ".svc.private."));
    expect(model).not.toHaveProperty("cmek_id");
  });

  test("is listed, described and deleted within its project only", async () => {
    const mine = await projectWithApiKey();
    const other = await projectWithApiKey();
    const model = created(await mine.create({ name: "docs" }));
    expect((await mine.call("GET", "/indexes")).body).toEqual({ indexes: [model] });
    expect((await mine.call("GET", "/indexes/docs")).body).toEqual(model);
    expect((await other.call("GET", "/indexes")).body).toEqual({ indexes: [] });
    expect(errorOf(await other.call("GET", "/indexes/docs"))).toBe("404 NOT_FOUND: Index docs not found.");
    expect(created(await other.create({ name: "docs" })).host).not.toBe(model.host);
    expect((await mine.call("DELETE", "/indexes/docs")).status).toBe(202);
    expect((await mine.call("DELETE", "/indexes/docs")).status).toBe(404);
    expect((await other.call("GET", "/indexes/docs")).status).toBe(200);
  });

  test("is in us-east-1 on AWS and gets a name when nothing is said", async () => {
    const { create } = await projectWithApiKey();
    const { name, deployment } = created(await create({}));
    expect(name).toMatch(/^index-[0-9a-f]{8}$/);
    expect(deployment).toMatchObject(inRegion("us-east-1"));
  });

  test("keeps its name to itself: a second one is a conflict", async () => {
    const { create } = await projectWithApiKey();
    created(await create({ name: "docs" }));
    expect(errorOf(await create({ name: "docs" }))).toBe("409 ALREADY_EXISTS: Resource already exists: index docs.");
  });

  test("is not deleted while it is protected", async () => {
    const { create, call } = await projectWithApiKey();
    created(await create({ name: "docs", deletion_protection: "enabled" }));
    expect(errorOf(await call("DELETE", "/indexes/docs"))).toMatch(/^403 FORBIDDEN: Deletion protection is enabled/);
    const changed = await call("PATCH", "/indexes/docs", { deletion_protection: "disabled", tags: { a: "b", c: "" } });
    expect({ status: changed.status, body: changed.body }).toMatchObject({ status: 202, body: { tags: { a: "b" } } });
    expect((await call("DELETE", "/indexes/docs")).status).toBe(202);
  });

  test.each([
    ["capitals in its name", { name: "Docs" }, 400, /name: .*lower case/],
    ["a name of 46 characters", { name: "a".repeat(46) }, 400, /name: /],
    ["no fields", { schema: { fields: {} } }, 400, /at least one of/],
    [
      "two dense fields",
      { schema: { fields: { a: dense._values, b: dense._values } } },
      400,
      /at most one dense_vector/,
    ],
    ["a reserved name", { schema: { fields: { _id: dense._values } } }, 400, /"_id" is reserved/],
    ["a reserved field among others", { schema: { fields: { ...dense, ...text } } }, 400, /cannot be combined/],
    ["a metadata field", { schema: { fields: { a: { type: "string" } } } }, 400, /full_text_search/],
    ["pods", { deployment: { deployment_type: "pod" } }, 400, /serverless indexes only/],
    [
      "an unknown region",
      { deployment: inRegion("us-west1") },
      404,
      /Resource cloud: aws region: us-west1 not found\./,
    ],
    [
      "21 tags",
      { tags: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`t${String(n)}`, "x"])) },
      400,
      /tags: more than 20/,
    ],
  ])("is refused with %s", async (_what, request, status, problem) => {
    const { create } = await projectWithApiKey();
    const reply = await create({ name: "docs", ...request });
    expect(reply.status).toBe(status);
    expect(errorOf(reply)).toMatch(problem);
  });
});

describe("an API key", () => {
  test.each([
    ["ProjectEditor", 200, 201],
    ["ControlPlaneEditor", 200, 201],
    ["ProjectViewer", 200, 403],
    ["ControlPlaneViewer", 200, 403],
    ["DataPlaneEditor", 403, 403],
    ["DataPlaneViewer", 403, 403],
  ] as const)("of role %s may list (%i) and create (%i)", async (role, list, create) => {
    const api = cloud.api();
    const { id } = await api.project();
    const { value } = await api.apiKey(id, [role]);
    expect((await api.indexes(value, "GET", "/indexes")).status).toBe(list);
    const reply = await api.indexes(value, "POST", "/indexes", { schema: { fields: dense } });
    expect(reply.status).toBe(create);
    if (create === 403) expect(errorOf(reply)).toContain(`The API key has ${role}; POST /indexes needs one of`);
  });

  test("that is unknown or deleted is no longer accepted, and neither is an older version of the API", async () => {
    const api = cloud.api();
    const { id } = await api.project();
    const { key, value } = await api.apiKey(id);
    const old = await api.raw<never>("GET", "/indexes", { "api-key": value, "x-pinecone-api-version": "2026-04" });
    expect(errorOf(old)).toMatch(/^400 .*no version "2026-04" of \/indexes; it has 2026-07/);
    await api.admin("DELETE", `/admin/api-keys/${key.id}`);
    for (const used of [value, "pckey_x_y"]) {
      expect(errorOf(await api.indexes(used, "GET", "/indexes"))).toBe("401 UNAUTHENTICATED: Invalid API key.");
    }
  });
});

describe("in a project that forces CMEK, an index", () => {
  test("is refused as long as there is no key", async () => {
    const { create, call } = await projectWithApiKey(true);
    expect(errorOf(await create({ name: "docs" }))).toMatch(
      /^412 FAILED_PRECONDITION: .*has none\. Add a CMEK key first/,
    );
    expect((await call("GET", "/indexes")).body).toEqual({ indexes: [] });
  });

  test("shows the key that encrypts it, by ARN or by ID as the setting says", async () => {
    const { create, key, keyArn } = await encryptedProject();
    expect(created(await create({ name: "one" })).cmek_id).toBe(keyArn);
    await cloud.api().emulator.settings({ cmekIdIs: "cmekKeyId" });
    expect(created(await create({ name: "two" })).cmek_id).toBe(key.id);
    await cloud.api().emulator.settings({ cmekIdIs: "keyArn" });
  });

  test("can't have full text search, nor be outside of AWS", async () => {
    const { create } = await encryptedProject();
    expect(errorOf(await create({ schema: { fields: text } }))).toMatch(/^412 .*full_text_search fields: body/);
    const google = await create({ deployment: inRegion("us-central1", "gcp") });
    expect(errorOf(google)).toMatch(/^412 .*AWS regions only, not in gcp us-central1/);
  });

  test("is made only where the role lets Pinecone in, and only while the key can be used", async () => {
    const { create, keyArn } = await encryptedProject();
    created(await create({ name: "here", deployment: inRegion("eu-central-1") }));
    const reply = await create({ name: "there", deployment: inRegion("us-west-2") });
    expect(errorOf(reply)).toMatch(/^412 .*could not assume the role .*pinecone_cmek_access_us-west-2/);
    await cloud.customer().disable(keyArn);
    expect(errorOf(await create({ name: "late" }))).toMatch(/^412 .*DisabledException/);
  });
});

describe("in a project that does not force CMEK, an index", () => {
  test("is encrypted on request, with the project's own key only", async () => {
    const { create, key, keyArn } = await encryptedProject(false);
    expect(created(await create({ name: "plain" }))).not.toHaveProperty("cmek_id");
    expect(created(await create({ name: "sealed", cmek_id: key.id })).cmek_id).toBe(keyArn);
    expect(created(await create({ name: "sealed-too", cmek_id: keyArn })).cmek_id).toBe(keyArn);
    expect(errorOf(await create({ cmek_id: "other" }))).toMatch(
      /^404 NOT_FOUND: .*no customer-managed encryption key other/,
    );
    expect((await create({ cmek_id: key.id, schema: { fields: text } })).status).toBe(400);
  });

  test("may have full text search and be outside of AWS", async () => {
    const { create } = await projectWithApiKey();
    const model = created(await create({ schema: { fields: text }, deployment: inRegion("us-central1", "gcp") }));
    expect(model).not.toHaveProperty("private_host");
    expect(throughOfficialClient(model)).toEqual(withoutNulls(model));
  });
});
