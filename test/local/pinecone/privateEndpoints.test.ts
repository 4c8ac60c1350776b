import { beforeEach, describe, expect, test } from "vitest";
import { REGION_TABLE } from "../../../iam";
import type { PrivateEndpoint } from "../../../local/pinecone/network/model";
import { useCloud } from "./cloud";
import { errorOf } from "./support";
import type { ErrorBody, Reply } from "./support";
import { Network } from "./vpcEndpoints";

const cloud = useCloud();
const network = () => new Network(cloud.endpoint());
beforeEach(() => cloud.api().reset());

const ABSENT = "vpce-0123456789abcdef0";

function register(projectId: string, request: Record<string, unknown>): Promise<Reply<PrivateEndpoint & ErrorBody>> {
  return cloud.api().admin("POST", `/admin/projects/${projectId}/private-endpoints`, {
    cloud: "aws",
    region: "us-east-1",
    ...request,
  });
}

/** A project with a registered VPC endpoint. */
async function registered(request: Record<string, unknown> = {}) {
  const project = await cloud.api().project();
  const vpcEndpointId = await network().vpcEndpoint();
  const reply = await register(project.id, { vpc_endpoint_id: vpcEndpointId, ...request });
  expect(reply.status).toBe(201);
  return { project, vpcEndpointId, endpoint: reply.body, path: `/admin/private-endpoints/${reply.body.id}` };
}

async function look(path: string): Promise<PrivateEndpoint> {
  return (await cloud.api().admin<PrivateEndpoint>("GET", path)).body;
}

describe("a private endpoint", () => {
  test("is registered for a VPC endpoint that leads to Pinecone, and is named after it", async () => {
    const { project, vpcEndpointId, endpoint, path } = await registered();
    expect(endpoint).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      project_id: project.id,
      name: vpcEndpointId,
      cloud: "aws",
      region: "us-east-1",
      vpc_endpoint_id: vpcEndpointId,
      state: "available",
      created_at: expect.any(String) as string,
    });
    expect(await look(path)).toEqual(endpoint);
    const list = await cloud.api().admin("GET", `/admin/projects/${project.id}/private-endpoints`);
    expect(list.body).toEqual({ data: [endpoint] });
  });

  test("is registered in the VPC endpoint's own region", async () => {
    const { id } = await cloud.api().project();
    const vpcEndpointId = await network().vpcEndpoint({ region: "eu-west-1" });
    const reply = await register(id, { region: "eu-west-1", vpc_endpoint_id: vpcEndpointId });
    expect(reply.body).toMatchObject({ region: "eu-west-1", state: "available" });
  });

  test("can be renamed, and nothing else of it can change", async () => {
    const { endpoint, path } = await registered({ name: "search" });
    expect(endpoint.name).toBe("search");
    const renamed = await cloud.api().admin("PATCH", path, { name: "find" });
    expect(renamed).toMatchObject({ status: 200, body: { ...endpoint, name: "find" } });
    expect(errorOf(await cloud.api().admin("PATCH", path, { name: "", region: "us-west-2" }))).toMatch(
      /^400 INVALID_ARGUMENT: .*name: .*region/,
    );
    expect(await look(path)).toEqual({ ...endpoint, name: "find" });
  });

  test("is gone when it is deleted, and its VPC endpoint can be registered again", async () => {
    const { project, vpcEndpointId, endpoint, path } = await registered();
    expect((await cloud.api().admin("DELETE", path)).status).toBe(202);
    const gone = `404 NOT_FOUND: Private endpoint ${endpoint.id} not found.`;
    expect(errorOf(await cloud.api().admin("GET", path))).toBe(gone);
    expect(errorOf(await cloud.api().admin("DELETE", path))).toBe(gone);
    expect((await register(project.id, { vpc_endpoint_id: vpcEndpointId })).status).toBe(201);
  });
});

describe("what does not lead to Pinecone in the region is refused, and says why", () => {
  const { serviceName } = REGION_TABLE["us-east-1"];
  const elsewhere = REGION_TABLE["eu-west-1"].serviceName;

  async function refusal(vpcEndpointId: string, region = "us-east-1"): Promise<string> {
    const { id } = await cloud.api().project();
    const reply = await register(id, { region, vpc_endpoint_id: vpcEndpointId });
    expect((await cloud.api().emulator.snapshot()).privateEndpoints).toEqual([]);
    return errorOf(reply);
  }

  test("a VPC endpoint that does not exist, is in another region, or was deleted", async () => {
    const absent = (id: string, region = "us-east-1") =>
      `412 FAILED_PRECONDITION: There is no VPC endpoint ${id} in ${region}.`;
    expect(await refusal(ABSENT)).toBe(absent(ABSENT));
    const id = await network().vpcEndpoint();
    expect(await refusal(id, "eu-west-1")).toBe(absent(id, "eu-west-1"));
    await network().deleteVpcEndpoint(id);
    expect(await refusal(id)).toBe(absent(id));
  });

  test("a VPC endpoint for another service, Pinecone's of another region among them", async () => {
    const id = await network().vpcEndpoint({ serviceName: elsewhere });
    expect(await refusal(id)).toBe(
      `412 FAILED_PRECONDITION: The VPC endpoint ${id} is for the service ${elsewhere}; Pinecone's in us-east-1 is ${serviceName}.`,
    );
  });

  test("a VPC endpoint of another type", async () => {
    const id = await network().vpcEndpoint({ type: "GatewayLoadBalancer" });
    expect(await refusal(id)).toMatch(
      /^412 FAILED_PRECONDITION: .* is of type GatewayLoadBalancer; .* type Interface\.$/,
    );
  });

  test("values that can't be right, all at once and before AWS is asked", async () => {
    const { id } = await cloud.api().project();
    const reply = await register(id, {
      name: "",
      cloud: "azure",
      region: "us-east-9",
      vpc_endpoint_id: "eni-1",
      colour: 1,
    });
    expect(errorOf(reply)).toMatch(
      /^400 INVALID_ARGUMENT: .*name: .*cloud: .*region: .*us-east-1, us-west-2.*vpc_endpoint_id: .*colour/,
    );
    const nowhere = await register("5c1f1f0e-0000-4000-8000-000000000000", {});
    expect(errorOf(nowhere)).toBe("404 NOT_FOUND: Project 5c1f1f0e-0000-4000-8000-000000000000 not found.");
  });
});

describe("a VPC endpoint is registered once", () => {
  test("whatever the project, and also when two ask at once", async () => {
    const { project, vpcEndpointId, endpoint } = await registered();
    const other = await cloud.api().project();
    for (const { id } of [project, other]) {
      expect(errorOf(await register(id, { vpc_endpoint_id: vpcEndpointId }))).toBe(
        `409 ALREADY_EXISTS: ${vpcEndpointId} is registered already, as private endpoint ${endpoint.id} of project ${project.id}; a VPC endpoint belongs to one project.`,
      );
    }
    const fresh = await network().vpcEndpoint();
    const both = await Promise.all([project, other].map(({ id }) => register(id, { vpc_endpoint_id: fresh })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test("a project takes ten, also when the tenth and the eleventh come at once", async () => {
    const { emulator } = cloud.api();
    const { id } = await cloud.api().project();
    for (let count = 0; count < 9; count++) await emulator.addPrivateEndpoint(id);
    const ids = [await network().vpcEndpoint(), await network().vpcEndpoint()];
    const replies = await Promise.all(ids.map((vpcEndpointId) => register(id, { vpc_endpoint_id: vpcEndpointId })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 403]);
    const [refused] = replies.filter(({ status }) => status === 403);
    expect(refused && errorOf(refused)).toBe(
      `403 QUOTA_EXCEEDED: Project ${id} has 10 private endpoints, the most that a project can have. Delete one first.`,
    );
    expect(
      (await register((await cloud.api().project()).id, { vpc_endpoint_id: await network().vpcEndpoint() })).status,
    ).toBe(201);
  });
});

describe("the state", () => {
  test("is pending for the time that the settings say, by the emulator's clock", async () => {
    const { emulator } = cloud.api();
    await emulator.settings({ privateEndpointPendingSeconds: 90 });
    const { endpoint, path } = await registered();
    expect(endpoint.state).toBe("pending");
    await emulator.settings({ clockOffsetSeconds: 80 });
    expect((await look(path)).state).toBe("pending");
    await emulator.settings({ clockOffsetSeconds: 91 });
    expect((await look(path)).state).toBe("available");
  });

  test.each(["rejected", "failed"] as const)("becomes %s on order, with the reason, and stays so", async (state) => {
    const { emulator } = cloud.api();
    const reason = "The account is not on the list.";
    await emulator.settings({ privateEndpointPendingSeconds: 90, privateEndpointVerdict: { state, reason } });
    const { endpoint, path } = await registered();
    await emulator.settings({ clockOffsetSeconds: 91 });
    const decided = { ...endpoint, state, state_reason: reason };
    expect(await look(path)).toEqual(decided);
    await emulator.settings({ privateEndpointVerdict: { state: "available" } });
    expect(await look(path)).toEqual(decided);
  });

  test("is failed with the reason once the VPC endpoint is gone from AWS", async () => {
    const { vpcEndpointId, endpoint, path } = await registered();
    await network().deleteVpcEndpoint(vpcEndpointId);
    const failed = { state: "failed", state_reason: `The VPC endpoint ${vpcEndpointId} is not in us-east-1 any more.` };
    expect(await look(path)).toEqual({ ...endpoint, ...failed });
    expect((await cloud.api().emulator.snapshot()).privateEndpoints).toEqual([{ ...endpoint, ...failed }]);
  });
});

describe("a project", () => {
  test("can't be deleted while it has private endpoints, which are named", async () => {
    const { project, vpcEndpointId, path } = await registered();
    const refused = await cloud.api().admin("DELETE", `/admin/projects/${project.id}`);
    expect(errorOf(refused)).toBe(
      `412 FAILED_PRECONDITION: Project ${project.id} still has private endpoints: ${vpcEndpointId}. Delete them before the project.`,
    );
    await cloud.api().admin("DELETE", path);
    expect((await cloud.api().admin("DELETE", `/admin/projects/${project.id}`)).status).toBe(202);
  });
});

test("audit events tell creation and deletion of private endpoints, refused ones too, and nothing of the switch", async () => {
  const { emulator } = cloud.api();
  const { project, vpcEndpointId, endpoint, path } = await registered({ name: "search" });
  await emulator.clearAuditEvents();
  await register(project.id, { vpc_endpoint_id: vpcEndpointId, name: "again" });
  await cloud.api().admin("PATCH", path, { name: "find" });
  await cloud.api().admin("PATCH", `/admin/projects/${project.id}/network-access`, { private_endpoints_only: true });
  await cloud.api().admin("DELETE", path);
  const fresh = await network().vpcEndpoint();
  const { body: second } = await register(project.id, { vpc_endpoint_id: fresh, name: "second" });
  const events = (await emulator.auditEvents()).map(({ event }) => event);
  const common = { resource_type: "private-endpoints", outcome: { result: "success" } };
  expect(events).toMatchObject([
    {
      ...common,
      action: "create",
      resource_id: "",
      resource_name: "again",
      outcome: { result: "failure", error_code: "ALREADY_EXISTS" },
    },
    { ...common, action: "delete", resource_id: endpoint.id, resource_name: "find", parameters: {} },
    {
      ...common,
      action: "create",
      resource_id: second.id,
      resource_name: "second",
      parameters: { project_id: project.id, cloud: "aws", region: "us-east-1", vpc_endpoint_id: fresh, name: "second" },
    },
  ]);
});
