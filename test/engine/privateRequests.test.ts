import { describe, expect, test } from "vitest";
import type { PineconeRegion } from "../../iam";
import { AccessGuard, ApiKey, Index, NetworkAccess, PrivateEndpoint, Project } from "../../sdk";
import { useCloud, type Program } from "./harness";
import { makeProject, makeVpcEndpoints } from "./privateLinkPrograms";
import { admin, apiBinding as config } from "./programs";

// As in requests.test.ts, what is counted is the operation alone, without the preview that the command line shows first.

const cloud = useCloud();

/** How often each request was sent since the last look, such as `POST /admin/projects`, IDs blanked. */
async function requests(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method, path } of await cloud.pinecone.requests()) {
    const request = `${method} ${path.replaceAll(/[0-9a-f-]{36}/g, "*").replace(/^\/indexes\/.+/, "/indexes/*")}`;
    counts[request] = (counts[request] ?? 0) + 1;
  }
  await cloud.pinecone.clearRequests();
  return counts;
}

const token = "POST /oauth/token";

/** A project, an index and the private way to it in each region, and the switch; VPC endpoints and DNS are there. */
async function privateProject(regions: readonly PineconeRegion[]): Promise<Program> {
  const vpcEndpoints = await Promise.all(regions.map(async (region) => makeVpcEndpoints(cloud, 1, region)));
  return async () => {
    const { id: projectId } = new Project("search", { name: "search" });
    const { value: apiKey } = new ApiKey("search-key", { projectId, name: "search", roles: ["ProjectEditor"] });
    const guards = regions.map((region, at) => {
      const way = { projectId, region, vpcEndpointId: vpcEndpoints[at]?.[0] ?? "" };
      const registration = new PrivateEndpoint(`${region}-registration`, way);
      const { privateEndpointId } = registration;
      const index = { projectId, apiKey, name: region, region, dimension: 8, deletionProtection: "disabled" } as const;
      new Index(region, index);
      return new AccessGuard(`${region}-guard`, { ...way, privateEndpointId }, { dependsOn: registration });
    });
    new NetworkAccess("search-access", {
      projectId,
      privateEndpointsOnly: true,
      regions: guards.map(({ region }) => region),
    });
    return Promise.resolve();
  };
}

describe("requests", () => {
  test.each([
    [1, ["us-east-1"]],
    [3, ["us-east-1", "us-west-2", "eu-west-1"]],
  ] as const)("of a private project with indexes in regions: %d", async (count, regions) => {
    const stack = await cloud.stack(await privateProject(regions), { config });
    const sent: Record<string, Record<string, number>> = {};
    await cloud.pinecone.clearRequests();
    for (const operation of ["preview", "up", "up again", "refresh", "destroy"] as const) {
      await (operation === "up again" ? stack.up() : stack[operation]());
      sent[operation] = await requests();
    }
    expect(sent).toEqual({
      preview: {},
      up: {
        [token]: 1,
        "POST /admin/projects": 1,
        "POST /admin/projects/*/api-keys": 1,
        "POST /admin/projects/*/private-endpoints": count,
        "POST /indexes": count,
        // Is the name free? Pinecone dates no index, so after a lost answer nothing else would tell ours from an older one.
        "GET /indexes/*": count,
        // Once when the switch is checked, and once more right before it is turned.
        "GET /admin/projects/*/network-access": 2,
        "GET /admin/projects/*/private-endpoints": 2,
        "GET /indexes": 2,
        "PATCH /admin/projects/*/network-access": 1,
      },
      "up again": {},
      refresh: {
        [token]: 1,
        "GET /admin/projects": 1,
        "GET /admin/projects/*/api-keys": 1,
        "GET /admin/projects/*/private-endpoints": 1,
        "GET /admin/projects/*/network-access": 1,
        "GET /indexes": 1,
      },
      destroy: {
        [token]: 1,
        "PATCH /admin/projects/*/network-access": 1,
        // Each guard looks at the switch, which is off by then.
        "GET /admin/projects/*/network-access": count,
        "GET /admin/projects/*/private-endpoints": count + 1,
        "DELETE /admin/private-endpoints/*": count,
        "GET /admin/private-endpoints/*": count,
        "DELETE /indexes/*": count,
        // Is it the one in the state, by its host? And is it gone?
        "GET /indexes/*": 2 * count,
        // The project's own, and the temporary one that looks for indexes before the project goes.
        "POST /admin/projects/*/api-keys": 1,
        "DELETE /admin/api-keys/*": 2,
        "GET /indexes": 1,
        "GET /admin/projects/*/cmek-keys": 1,
        "DELETE /admin/projects/*": 1,
      },
    });
  });

  test("of a refresh of ten endpoints and fifty indexes: one per collection, and one token", async () => {
    const projectId = await makeProject(cloud);
    const path = `projects/${projectId}/api-keys`;
    const { value: apiKey } = await admin<{ value: string }>(cloud, "POST", path, { name: "search" });
    const region = "us-east-1";
    const vpcEndpoints = await makeVpcEndpoints(cloud, 10);
    const program = async () => {
      for (const [at, vpcEndpointId] of vpcEndpoints.entries())
        new PrivateEndpoint(`endpoint-${at}`, { projectId, region, vpcEndpointId });
      for (let at = 0; at < 50; at++)
        new Index(`index-${at}`, { projectId, apiKey, name: `index-${at}`, region, dimension: 8 });
      return Promise.resolve();
    };
    const stack = await cloud.stack(program, { config });
    await stack.up();
    await cloud.pinecone.clearRequests();
    expect((await stack.refresh()).changes).toMatchObject({ same: 61 });
    expect(await requests()).toEqual({
      [token]: 1,
      "GET /admin/projects/*/private-endpoints": 1,
      "GET /indexes": 1,
    });
  });
});
