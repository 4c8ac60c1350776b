import { AdminClient, Pinecone } from "@pinecone-database/pinecone";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulator } from "../../../local/emulator";
import type { Emulator } from "../../../local/emulator";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

/** Pinecone's own client, whose token URL is a constant: its requests for a token are sent to the emulator instead. */
function adminClient(clientSecret = emulator.clientSecret): AdminClient {
  return new AdminClient({
    clientId: emulator.clientId,
    clientSecret,
    controllerHostUrl: emulator.url,
    fetchApi: (input, init) => {
      const url = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
      return fetch(url === "https://login.pinecone.io/oauth/token" ? emulator.tokenUrl : input, init);
    },
  });
}

/** Pinecone's own client, whose requests to indexes' hosts are led to the emulator, by way of a VPC endpoint or not. */
function dataPlaneClient(apiKey: string, vpcEndpointId?: string): Pinecone {
  return new Pinecone({
    apiKey,
    fetchApi: async (input, init = {}) => {
      const { host, pathname } = new URL(input instanceof Request ? input.url : input);
      const { statusCode, body } = await request(`${emulator.url}${pathname}`, {
        method: init.method as "POST",
        headers: {
          ...Object.fromEntries(new Headers(init.headers)),
          host,
          ...(vpcEndpointId !== undefined && { "x-emulator-vpc-endpoint": vpcEndpointId }),
        },
        body: init.body as string,
      });
      return new Response(await body.text(), { status: statusCode });
    },
  });
}

describe("Pinecone's official client, version 9, against the emulator", () => {
  test("creates, describes, lists, updates and deletes projects", async () => {
    const { projects } = adminClient();
    const project = await projects.create({ name: "official", forceEncryptionWithCmek: true });
    expect(project).toMatchObject({ name: "official", maxPods: 0, forceEncryptionWithCmek: true });
    expect(project.createdAt).toBeInstanceOf(Date);
    expect(await projects.describe(project.id)).toEqual(project);
    expect(await projects.update(project.id, { name: "renamed" })).toEqual({ ...project, name: "renamed" });
    expect((await projects.list()).data).toEqual([{ ...project, name: "renamed" }]);
    await expect(projects.update(project.id, { forceEncryptionWithCmek: false })).rejects.toThrow(/cannot be disabled/);
    await projects.delete(project.id);
    await expect(projects.describe(project.id)).rejects.toMatchObject({ name: "PineconeNotFoundError" });
    expect((await emulator.snapshot()).projects).toEqual([]);
  });

  test("creates, describes, lists, updates and deletes API keys", async () => {
    const { projects, apiKeys } = adminClient();
    const { id } = await projects.create({ name: "official" });
    const { key, value } = await apiKeys.create(id, { name: "ci" });
    expect(key).toEqual({ id: key.id, name: "ci", projectId: id, roles: ["ProjectEditor"] });
    expect(value).toMatch(/^pckey_/);
    expect(await apiKeys.describe(key.id)).toEqual(key);
    const updated = await apiKeys.update(key.id, { name: "cd", roles: ["ControlPlaneViewer"] });
    expect(updated).toEqual({ ...key, name: "cd", roles: ["ControlPlaneViewer"] });
    expect((await apiKeys.list(id)).data).toEqual([updated]);
    await apiKeys.delete(key.id);
    expect((await apiKeys.list(id)).data).toEqual([]);
  });

  test("creates, describes, lists, configures and deletes serverless indexes", async () => {
    const { projects, apiKeys } = adminClient();
    const { id } = await projects.create({ name: "official" });
    const { value } = await apiKeys.create(id, { name: "ci" });
    const { indexes } = new Pinecone({ apiKey: value, controllerHostUrl: emulator.url });
    const schema = { fields: { _values: { type: "dense_vector", dimension: 8, metric: "cosine" } } } as const;
    const deployment = { deploymentType: "managed", cloud: "aws", region: "us-west-2" } as const;
    const index = await indexes.create({ name: "docs", schema, deployment });
    expect(index.privateHost).toMatch(/^docs-[0-9a-f]{7}\.svc\.private\.apw5-4e34-81fa\.pinecone\.io$/);
    await expect(indexes.create({ name: "docs", schema })).rejects.toMatchObject({ name: "PineconeConflictError" });
    expect((await indexes.describe("docs")).status).toEqual({ ready: true, state: "Ready" });
    expect((await indexes.list()).indexes?.map(({ name }) => name)).toEqual(["docs"]);
    await indexes.configure("docs", { deletionProtection: "enabled" });
    await expect(indexes.delete("docs")).rejects.toThrow(/Deletion protection is enabled/);
    await indexes.configure("docs", { deletionProtection: "disabled" });
    await indexes.delete("docs");
    expect((await emulator.snapshot()).indexes).toEqual([]);
  });

  test("gets in at an index's doors as far as they are open", async () => {
    const { projects, apiKeys } = adminClient();
    const { id } = await projects.create({ name: "official" });
    const { value } = await apiKeys.create(id, { name: "ci" });
    const { host, private_host: privateHost = "" } = await emulator.createIndex(id);
    const { vpc_endpoint_id: vpcEndpointId } = await emulator.addPrivateEndpoint(id);
    const statsAt = (at: string, way?: string) => dataPlaneClient(value, way).index({ host: at }).describeIndexStats();
    const stats = { namespaces: {}, dimension: 8, indexFullness: 0, totalRecordCount: 0 };
    const turnedAway = { name: "PineconeAuthorizationError" };
    expect(await statsAt(host)).toEqual(stats);
    await expect(statsAt(privateHost)).rejects.toMatchObject(turnedAway);
    await emulator.setNetworkAccess(id, true);
    await expect(statsAt(host)).rejects.toMatchObject(turnedAway);
    expect(await statsAt(privateHost, vpcEndpointId)).toEqual(stats);
    await emulator.setNetworkAccess(id, false);
    expect(await statsAt(host)).toEqual(stats);
  });

  test("understands why it is turned away", async () => {
    await expect(adminClient("wrong").projects.list()).rejects.toThrow(
      /rejected during the OAuth token exchange \(Unauthorized\)/,
    );
    const stranger = new Pinecone({ apiKey: "pckey_a_b", controllerHostUrl: emulator.url });
    await expect(stranger.indexes.list()).rejects.toMatchObject({ name: "PineconeAuthorizationError" });
  });
});
