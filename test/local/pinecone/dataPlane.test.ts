import {
  IndexDescriptionFromJSON,
  IndexDescriptionToJSON,
} from "@pinecone-database/pinecone/dist/pinecone-generated-ts-fetch/db_data";
import { beforeEach, describe, expect, test } from "vitest";
import type { PrivateEndpoint, PrivateEndpointState } from "../../../local/pinecone/network/model";
import { useCloud } from "./cloud";
import { Network } from "./vpcEndpoints";

const cloud = useCloud();
beforeEach(() => cloud.api().reset());

/** A project with an index in us-east-1, and a key that may use it. */
async function projectWithIndex() {
  const api = cloud.api();
  const { emulator } = api;
  const { id } = await api.project();
  const { host, private_host: privateHost = "" } = await emulator.createIndex(id, { name: "docs" });
  const { value: apiKey } = await api.apiKey(id, ["DataPlaneViewer"]);
  const statusAt = async (at: string, vpcEndpointId?: string): Promise<number> => {
    const way = vpcEndpointId === undefined ? {} : { "x-emulator-vpc-endpoint": vpcEndpointId };
    return (await api.door(at, { "api-key": apiKey, ...way })).status;
  };
  /** How the public and the private host answer. */
  const doors = async (vpcEndpointId?: string) => ({
    public: await statusAt(host, vpcEndpointId),
    private: await statusAt(privateHost, vpcEndpointId),
  });
  const restrict = (on: boolean) =>
    api.admin("PATCH", `/admin/projects/${id}/network-access`, { private_endpoints_only: on });
  return { id, host, privateHost, apiKey, doors, restrict, emulator };
}

describe("the doors of an index", () => {
  test("from the internet: the public one is open until the switch is on, the private one never", async () => {
    const { doors, restrict } = await projectWithIndex();
    expect(await doors()).toEqual({ public: 200, private: 401 });
    await restrict(true);
    expect(await doors()).toEqual({ public: 401, private: 401 });
    await restrict(false);
    expect(await doors()).toEqual({ public: 200, private: 401 });
  });

  test("through a registered VPC endpoint: both are open, whatever the switch", async () => {
    const { id, doors, restrict } = await projectWithIndex();
    const network = new Network(cloud.endpoint());
    const vpcEndpointId = await network.vpcEndpoint();
    expect(await doors(vpcEndpointId)).toEqual({ public: 200, private: 401 });
    const request = { cloud: "aws", region: "us-east-1", vpc_endpoint_id: vpcEndpointId };
    const path = `/admin/projects/${id}/private-endpoints`;
    const { body: endpoint } = await cloud.api().admin<PrivateEndpoint>("POST", path, request);
    expect(await doors(vpcEndpointId)).toEqual({ public: 200, private: 200 });
    await restrict(true);
    expect(await doors(vpcEndpointId)).toEqual({ public: 200, private: 200 });
    expect(await doors()).toEqual({ public: 401, private: 401 });
    await network.deleteVpcEndpoint(vpcEndpointId);
    expect(
      (await cloud.api().admin<PrivateEndpoint>("GET", `/admin/private-endpoints/${endpoint.id}`)).body.state,
    ).toBe("failed");
    expect(await doors(vpcEndpointId)).toEqual({ public: 401, private: 401 });
  });

  test("through an endpoint that is not the index's: as from the internet", async () => {
    const { id, doors, restrict, emulator } = await projectWithIndex();
    const other = await cloud.api().project();
    await restrict(true);
    const ofAnother = await emulator.addPrivateEndpoint(other.id);
    const elsewhere = await emulator.addPrivateEndpoint(id, { region: "us-west-2" });
    for (const { vpc_endpoint_id: vpcEndpointId } of [ofAnother, elsewhere]) {
      expect(await doors(vpcEndpointId)).toEqual({ public: 401, private: 401 });
    }
  });

  test.each(["pending", "rejected", "failed", "deleting"] satisfies PrivateEndpointState[])(
    "through an endpoint that is %s: as from the internet, until it is available",
    async (state) => {
      const { id, doors, restrict, emulator } = await projectWithIndex();
      await restrict(true);
      const { id: endpointId, vpc_endpoint_id: vpcEndpointId } = await emulator.addPrivateEndpoint(id, { state });
      expect(await doors(vpcEndpointId)).toEqual({ public: 401, private: 401 });
      await emulator.changePrivateEndpoint(endpointId, { state: "available" });
      expect(await doors(vpcEndpointId)).toEqual({ public: 200, private: 200 });
      await emulator.deletePrivateEndpoint(endpointId);
      expect(await doors(vpcEndpointId)).toEqual({ public: 401, private: 401 });
    },
  );
});

describe("at the door", () => {
  test("who comes from outside is told Unauthorized, in plain text", async () => {
    const { privateHost, apiKey } = await projectWithIndex();
    const { status, headers, body } = await cloud.api().door(privateHost, { "api-key": apiKey });
    expect([status, headers.get("content-type"), body]).toEqual([401, "text/plain", "Unauthorized"]);
  });

  test("a key of the index's project is asked for, with a role for the data plane", async () => {
    const { id, host } = await projectWithIndex();
    const api = cloud.api();
    const stranger = await api.apiKey((await api.project()).id);
    for (const key of [stranger.value, "pckey_a_b", ""]) {
      const { status, body } = await api.door(host, { "api-key": key });
      expect([status, body]).toEqual([401, "Invalid API key."]);
    }
    const statuses: Record<string, number> = {};
    for (const role of [
      "ProjectEditor",
      "ProjectViewer",
      "ControlPlaneEditor",
      "ControlPlaneViewer",
      "DataPlaneEditor",
    ] as const) {
      const { value } = await api.apiKey(id, [role]);
      statuses[role] = (await api.door(host, { "api-key": value })).status;
    }
    expect(statuses).toEqual({
      ProjectEditor: 200,
      ProjectViewer: 200,
      ControlPlaneEditor: 403,
      ControlPlaneViewer: 403,
      DataPlaneEditor: 200,
    });
  });

  test("a host without an index is not found, and neither is what the emulator lacks behind the door", async () => {
    const { host, privateHost, apiKey } = await projectWithIndex();
    const nowhere = await cloud.api().door(host.replace("docs", "dogs"), { "api-key": apiKey });
    expect(nowhere.status).toBe(404);
    expect(JSON.parse(nowhere.body)).toMatchObject({
      code: 5,
      message: expect.stringContaining("no index at dogs-") as string,
    });
    const query = await cloud.api().door(host, { "api-key": apiKey }, "POST", "/query");
    expect(query.status).toBe(404);
    expect(JSON.parse(query.body)).toMatchObject({
      code: 5,
      message: expect.stringContaining("POST /query") as string,
    });
    expect((await cloud.api().door(privateHost, { "api-key": apiKey }, "POST", "/query")).status).toBe(401);
    expect((await cloud.api().door(host, {}, "GET", "/admin/projects")).status).toBe(401);
  });

  test("hosts count without their port and in any case; other hosts lead to the Admin API", async () => {
    const { host, apiKey } = await projectWithIndex();
    expect((await cloud.api().door(`${host.toUpperCase()}:443`, { "api-key": apiKey })).status).toBe(200);
    const admin = await cloud.api().door("api.pinecone.io", {}, "GET", "/admin/projects");
    expect(JSON.parse(admin.body)).toMatchObject({ error: { code: "UNAUTHENTICATED" } });
  });

  test("an index that is not ready answers nobody", async () => {
    const { emulator, doors } = await projectWithIndex();
    await emulator.settings({ indexProvisioningSeconds: 60 });
    expect(await doors()).toEqual({ public: 503, private: 401 });
    await emulator.settings({ clockOffsetSeconds: 61 });
    expect(await doors()).toEqual({ public: 200, private: 401 });
  });
});

describe("the statistics have the shape that the official client reads and writes", () => {
  const dense = { type: "dense_vector", dimension: 8, metric: "cosine" } as const;
  const empty = { namespaces: {}, indexFullness: 0, totalVectorCount: 0 };

  test.each([
    ["a dense index", { _values: dense }, { dimension: 8, metric: "cosine", vectorType: "dense" }],
    [
      "a sparse index",
      { _sparse_values: { type: "sparse_vector" } as const },
      { metric: "dotproduct", vectorType: "sparse" },
    ],
    ["an index of texts alone", { body: { type: "string", full_text_search: {} } as const }, {}],
  ])("%s", async (_what, fields, vectors) => {
    const { id, apiKey, emulator } = await projectWithIndex();
    const { host } = await emulator.createIndex(id, { schema: { fields } });
    const stats: unknown = JSON.parse((await cloud.api().door(host, { "api-key": apiKey })).body);
    expect(stats).toEqual({ ...empty, ...vectors });
    expect(JSON.parse(JSON.stringify(IndexDescriptionToJSON(IndexDescriptionFromJSON(stats))))).toEqual(stats);
  });
});

describe("requests to a door", () => {
  test("are in the log with their host, and go wrong on order", async () => {
    const { host, apiKey, emulator } = await projectWithIndex();
    await emulator.clearRequests();
    await emulator.fault({ path: "/describe_index_stats", effect: { kind: "status", status: 503 } });
    expect((await cloud.api().door(host, { "api-key": apiKey })).status).toBe(503);
    expect((await cloud.api().door(host, { "api-key": apiKey })).status).toBe(200);
    const log = await emulator.requests();
    expect(log.map(({ host: at, path, status }) => [at, path, status])).toEqual([
      [host, "/describe_index_stats", 503],
      [host, "/describe_index_stats", 200],
    ]);
    expect(JSON.stringify(log)).not.toContain(apiKey);
  });

  test("can be tried by a knock, which is neither logged nor goes wrong", async () => {
    const { id, host, privateHost, apiKey, emulator } = await projectWithIndex();
    const { vpc_endpoint_id: vpcEndpointId } = await emulator.addPrivateEndpoint(id);
    const stats: unknown = JSON.parse((await cloud.api().door(host, { "api-key": apiKey })).body);
    await emulator.clearRequests();
    await emulator.fault({ effect: { kind: "hang" } });
    expect(await emulator.knock(host, { apiKey })).toEqual({ status: 200, body: stats });
    expect(await emulator.knock(privateHost, { apiKey })).toEqual({ status: 401, body: "Unauthorized" });
    expect(await emulator.knock(privateHost, { apiKey, vpcEndpointId })).toEqual({ status: 200, body: stats });
    expect(await emulator.knock("dogs.svc.x.pinecone.io", { apiKey })).toMatchObject({ status: 404 });
    expect(await emulator.requests()).toEqual([]);
    expect(await emulator.pendingFaults()).toHaveLength(1);
  });
});
