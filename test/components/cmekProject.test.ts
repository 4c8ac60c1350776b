import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import { CmekProject } from "../../components/cmekProject";
import type { CmekProjectArgs } from "../../components/cmekProjectArgs";
import type { CmekTrustArgs } from "../../components/cmekTrust";
import { cmekKeyPolicy, customerKeyStatement } from "../../iam";
import { ACCOUNT, EXTERNAL_ID, keyArn, record, type Recorder, refusals, settled, value } from "./mocks";

const BINDING = "pinecone-security:index:CmekBinding";
const PROJECT = "pinecone-security:index:Project";
const API_KEY = "pinecone-security:index:ApiKey";
const EXTERNAL = "pinecone-security:index:ExternalId";
const ROLE = "aws:iam/role:Role";
const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

const pineconeAccountId = "444455556666";
const trust: CmekTrustArgs = { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] };
const roleArn = `arn:aws:iam::${ACCOUNT}:role/search-role`;
const broughtRole = `arn:aws:iam::${ACCOUNT}:role/ours`;
const broughtKey = "arn:aws:kms:eu-west-1:777788889999:key/aaaabbbb-12ab-34cd-56ef-1234567890ab";

let recorder: Recorder;

beforeEach(async () => {
  recorder = await record();
});

async function build(args: CmekProjectArgs): Promise<CmekProject> {
  const project = new CmekProject("search", args, { transformations: [recorder.transformation] });
  await settled(project);
  return project;
}

describe("a CmekProject that makes everything", () => {
  test("has a role, an external ID, a key with its alias, a project and the binding, and nothing else", async () => {
    const project = await build({ pineconeAccountId, trust });
    expect(recorder.custom).toEqual([
      `${ROLE} search-role`,
      `${ALIAS} search-key-alias`,
      `${KEY} search-key`,
      `${BINDING} search-binding`,
      `${EXTERNAL} search-role-external-id`,
      `${PROJECT} search`,
    ]);
    expect(recorder.ofType(PROJECT)).toEqual({ search: { name: "search", forceEncryptionWithCmek: true } });
    expect(recorder.ofType(ALIAS)["search-key-alias"]).toMatchObject({ name: "alias/search" });
    expect(recorder.ofType(BINDING)).toEqual({
      "search-binding": {
        projectId: "search-id",
        name: "search",
        roleArn,
        keyArn: keyArn("us-east-1"),
        externalId: EXTERNAL_ID,
        trustPolicy: recorder.ofType(ROLE)["search-role"]?.assumeRolePolicy,
        keyPolicy: JSON.stringify(cmekKeyPolicy({ accountId: ACCOUNT, roleArn })),
        pineconeAccountId,
      },
    });
    expect(await value(project.projectId)).toBe("search-id");
    expect(await value(project.roleArn)).toBe(roleArn);
    expect(await value(project.keyArn)).toBe(keyArn("us-east-1"));
    expect(await value(project.externalId)).toBe(EXTERNAL_ID);
    expect(await value(project.status)).toBe("available");
    expect(await value(project.customerKeyStatement)).toBe(JSON.stringify(customerKeyStatement({ roleArn })));
    expect(await value(project.apiKeyValues)).toEqual({});
  });

  test("hands the options of the parts on", async () => {
    await build({
      pineconeAccountId,
      trust: { variant: "explicitRegions", regions: ["us-east-1"] },
      role: { roleName: "pinecone-cmek", customerAccountIds: ["777788889999"] },
      key: { alias: "alias/ours", replicaRegions: ["us-west-2"] },
      project: { name: "Search", maxPods: 2 },
      keyName: "search key",
      tags: { team: "search" },
    });
    expect(recorder.ofType(ROLE)["search-role"]).toMatchObject({ name: "pinecone-cmek", tags: { team: "search" } });
    expect(recorder.ofType(KEY)["search-key"]).toMatchObject({ multiRegion: true, tags: { team: "search" } });
    expect(recorder.ofType(ALIAS)["search-key-alias"]).toMatchObject({ name: "alias/ours" });
    expect(recorder.ofType(PROJECT)).toEqual({ search: { name: "Search", maxPods: 2, forceEncryptionWithCmek: true } });
    expect(recorder.ofType(BINDING)["search-binding"]).toMatchObject({ name: "search key" });
    expect(recorder.ofType(BINDING)["search-binding"]).not.toHaveProperty("externalId");
    expect(recorder.custom).toContain("aws:iam/rolePolicy:RolePolicy search-role-customer-keys");
  });
});

describe("a CmekProject to which everything is brought", () => {
  const brought: CmekProjectArgs = { roleArn: broughtRole, keyArn: broughtKey, projectId: "project-1" };

  test("has the binding and nothing else", async () => {
    const project = await build(brought);
    expect(recorder.custom).toEqual([`${BINDING} search-binding`]);
    expect(recorder.ofType(BINDING)).toEqual({
      "search-binding": { projectId: "project-1", name: "search", roleArn: broughtRole, keyArn: broughtKey },
    });
    expect(await value(project.projectId)).toBe("project-1");
    expect(await value(project.externalId)).toBeUndefined();
  });

  test("takes the policies along for the check before anything is sent", async () => {
    await build({
      ...brought,
      pineconeAccountId,
      externalId: EXTERNAL_ID,
      trustPolicy: "{}",
      keyPolicy: "[]",
    });
    expect(recorder.ofType(BINDING)["search-binding"]).toMatchObject({
      externalId: EXTERNAL_ID,
      trustPolicy: "{}",
      keyPolicy: "[]",
      pineconeAccountId,
    });
  });

  test("lets a made key trust the brought role", async () => {
    await build({ roleArn: broughtRole });
    expect(recorder.ofType(KEY)["search-key"]).toMatchObject({
      policy: JSON.stringify(cmekKeyPolicy({ accountId: ACCOUNT, roleArn: broughtRole })),
    });
  });
});

/** What a program makes in the project. */
class Index extends pulumi.CustomResource {
  constructor(name: string, props: pulumi.Inputs) {
    super("test:index:Index", name, props);
  }
}

describe("the order of a CmekProject", () => {
  test("is such that the key is bound before anything can use the project", async () => {
    const project = await build({
      pineconeAccountId,
      trust,
      role: { customerAccountIds: ["777788889999"] },
      apiKeys: { ingest: ["DataPlaneEditor"] },
    });
    new Index("index", { projectId: project.projectId });
    await settled(project);
    const { events } = recorder;
    for (const part of ["search", "search-role", "search-role-customer-keys", "search-key", "search-key-alias"]) {
      expect(events.indexOf(`made ${part}`), part).toBeGreaterThanOrEqual(0);
      expect(events.indexOf(`made ${part}`), part).toBeLessThan(events.indexOf("asked search-binding"));
    }
    expect(events.indexOf("asked search-api-key-ingest")).toBeGreaterThan(events.indexOf("made search-binding"));
    expect(events.indexOf("asked index")).toBeGreaterThan(events.indexOf("made search-binding"));
  });
});

describe("the binding of a customer's key", () => {
  test("waits for the role's permissions, also when nothing else takes time", async () => {
    await build({
      pineconeAccountId,
      trust,
      role: { customerAccountIds: ["777788889999"] },
      keyArn: broughtKey,
      projectId: "p",
    });
    const { events } = recorder;
    expect(events.indexOf("made search-role-customer-keys")).toBeGreaterThanOrEqual(0);
    expect(events.indexOf("made search-role-customer-keys")).toBeLessThan(events.indexOf("asked search-binding"));
  });
});

describe("the API keys of a CmekProject", () => {
  test("have the given names and roles, and their values are secret", async () => {
    const project = await build({
      pineconeAccountId,
      trust,
      apiKeys: { ingest: ["DataPlaneEditor"], query: ["DataPlaneViewer"] },
    });
    expect(recorder.ofType(API_KEY)).toEqual({
      "search-api-key-ingest": { projectId: "search-id", name: "ingest", roles: ["DataPlaneEditor"] },
      "search-api-key-query": { projectId: "search-id", name: "query", roles: ["DataPlaneViewer"] },
    });
    expect(await value(project.apiKeyValues)).toEqual({
      ingest: "pcsk_search-api-key-ingest",
      query: "pcsk_search-api-key-query",
    });
    expect(await pulumi.isSecret(project.apiKeyValues)).toBe(true);
  });
});

describe("protection", () => {
  const options = () => ({
    project: recorder.options.get(`${PROJECT} search`)?.protect,
    binding: recorder.options.get(`${BINDING} search-binding`)?.protect,
    key: recorder.options.get(`${KEY} search-key`)?.retainOnDelete,
  });

  test("keeps project and binding from being deleted, and the KMS key in AWS", async () => {
    await build({ pineconeAccountId, trust });
    expect(options()).toEqual({ project: true, binding: true, key: true });
  });

  test("is lifted as a whole by protect: false", async () => {
    await build({ pineconeAccountId, trust, protect: false });
    expect(options()).toEqual({ project: undefined, binding: undefined, key: undefined });
  });
});

describe("bad arguments of a CmekProject", () => {
  const bad = (args: object) => refusals(() => new CmekProject("search", args as CmekProjectArgs));

  test("are told all at once, those of the parts included, and nothing is made", () => {
    const found = bad({
      pineconeAccountId: "1",
      trust: { variant: "explicitRegions", regions: ["mars-1"] },
      externalId: "x",
      role: { maxSessionDuration: 1 },
      key: { deletionWindowInDays: 1 },
      project: { name: "" },
      keyName: "x".repeat(513),
      apiKeys: { ["x".repeat(81)]: ["DataPlaneEditor"] },
    });
    expect(Object.keys(found).sort()).toEqual(
      [
        `apiKeys["${"x".repeat(81)}"]`,
        "externalId",
        "key.deletionWindowInDays",
        "keyName",
        "pineconeAccountId",
        "project.name",
        "role.maxSessionDuration",
        "trust.regions[0]",
      ].sort(),
    );
    expect(found.keyName).toBe("has 513 characters, Pinecone takes 1 to 512. Choose a shorter one.");
    expect(found["project.name"]).toBe("has 0 characters, Pinecone takes 1 to 512. Give a name.");
    expect(recorder.resources).toEqual([]);
  });

  test("include a part that is both made and brought", () => {
    const why = "a part is either made or brought. Leave one of them out.";
    expect(bad({ roleArn: broughtRole, trust, keyArn: broughtKey, key: {}, projectId: "p", project: {} })).toEqual({
      roleArn: `is given together with trust: ${why}`,
      keyArn: `is given together with key: ${why}`,
      projectId: `is given together with project: ${why}`,
    });
  });

  test("include ARNs of the wrong kind", () => {
    const found = bad({ roleArn: broughtKey, keyArn: "arn:aws:kms:us-east-1:111122223333:alias/search" });
    expect(found.roleArn).toContain("names a KMS key; expected the ARN of an IAM role");
    expect(found.keyArn).toContain("is the ARN of an alias");
  });

  test("include what a role needs to be made, each with where it is found", () => {
    expect(bad({})).toEqual({
      trust: "is required and was not given. It says whom the role lets in. Or bring a role by roleArn.",
      pineconeAccountId:
        "is required and was not given. Read it in Pinecone's console under Manage > CMEK > Add CMEK. Or bring a role by roleArn.",
    });
  });
});
