import { describe, expect, test } from "vitest";
import type { PropertyMap } from "../../../provider/rpc/values";
import { VPCE } from "./endpointBed";
import { testbed, type Testbed } from "./testbed";

function list(bed: Testbed, args: PropertyMap) {
  const token = "pinecone-security:index:getPrivateEndpoints";
  return bed.provider.functions[token]!.invoke({ ...bed.call("function"), token, args });
}

describe("getPrivateEndpoints", () => {
  test("lists what the project has, in every state, and tells whether it is VPC-only", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject();
    bed.pinecone.addPrivateEndpoint(bed.pinecone.addProject(), { vpc_endpoint_id: "vpce-00000000" });
    const id = bed.pinecone.addPrivateEndpoint(projectId, {
      vpc_endpoint_id: VPCE,
      name: "search",
      state: "failed",
      state_reason: "it is gone",
    });
    bed.pinecone.restricted.add(projectId);
    const { result, failures } = await list(bed, { projectId });
    expect(failures).toEqual([]);
    expect(result).toEqual({
      privateEndpoints: [
        {
          privateEndpointId: id,
          name: "search",
          cloud: "aws",
          region: "us-east-1",
          vpcEndpointId: VPCE,
          status: "failed",
          statusReason: "it is gone",
          createdAt: "2026-11-21T07:00:00Z",
        },
      ],
      privateEndpointsOnly: true,
    });
    expect(bed.pinecone.requests).toEqual([
      `GET /admin/projects/${projectId}/private-endpoints`,
      `GET /admin/projects/${projectId}/network-access`,
    ]);
  });

  test("of a project that has none, and is open, is empty", async () => {
    const bed = await testbed({ binding: "api" });
    const { result } = await list(bed, { projectId: bed.pinecone.addProject() });
    expect(result).toEqual({ privateEndpoints: [], privateEndpointsOnly: false });
  });

  test("says that there is no such project", async () => {
    const bed = await testbed({ binding: "api" });
    const nowhere = "6a0e8f6e-0000-4000-8000-000000000000";
    await expect(list(bed, { projectId: nowhere })).rejects.toThrow(`there is no project with the ID "${nowhere}"`);
  });

  test("is refused with the console, where nothing can be listed, and sends nothing", async () => {
    const bed = await testbed();
    await expect(list(bed, { projectId: bed.pinecone.addProject() })).rejects.toThrow(
      /publishes no API for Private Endpoints.*Manage > Network/,
    );
    expect(bed.pinecone.tokens).toBe(0);
  });
});
