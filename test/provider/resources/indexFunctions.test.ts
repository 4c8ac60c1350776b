import { describe, expect, test } from "vitest";
import { PINECONE_REGIONS, REGION_TABLE } from "../../../iam";
import type { PropertyMap } from "../../../provider/rpc/values";
import { addIndex, API_KEY, indexBed } from "./indexBed";
import { create, matching, testbed, type Testbed } from "./testbed";

function invoke(bed: Testbed, name: string, args: PropertyMap) {
  const token = `pinecone-security:index:${name}`;
  return bed.provider.functions[token]!.invoke({ ...bed.call("x"), token, args });
}

describe("getIndex", () => {
  test("finds an index by the key that is given, with all that Pinecone tells of it, by one list for several", async () => {
    const { bed, projectId } = await indexBed();
    addIndex({ bed, projectId }, "docs", { tags: { a: "b" }, cmek_id: "key-1" });
    addIndex({ bed, projectId }, "more");
    const { result } = await invoke(bed, "getIndex", { projectId, name: "docs", apiKey: API_KEY });
    expect(result).toEqual({
      projectId,
      name: "docs",
      cloud: "aws",
      region: "us-east-1",
      dimension: 8,
      metric: "cosine",
      vectorType: "dense",
      schema: {
        _values: { type: "dense_vector", dimension: 8, metric: "cosine" },
        _sparse_values: { type: "sparse_vector" },
      },
      cmekId: "key-1",
      deletionProtection: "disabled",
      tags: { a: "b" },
      host: "docs-a1b234c.svc.aped-4627-b74a.pinecone.io",
      privateHost: "docs-a1b234c.svc.private.aped-4627-b74a.pinecone.io",
      status: "Ready",
    });
    await invoke(bed, "getIndex", { projectId, name: "more", apiKey: API_KEY });
    expect(bed.pinecone.requests).toEqual(["GET /indexes"]);
  });

  test("takes the key of an ApiKey of the program, else the configured one", async () => {
    const { bed, projectId } = await indexBed();
    addIndex({ bed, projectId }, "docs");
    const configured = await bed.again({ apiKey: API_KEY });
    expect((await invoke(configured, "getIndex", { projectId, name: "docs" })).result["status"]).toBe("Ready");
    const made = await bed.again();
    await create(made, "ApiKey", { projectId, name: "app" });
    expect((await invoke(made, "getIndex", { projectId, name: "docs" })).result["status"]).toBe("Ready");
  });

  test("says that no key sees it, and shows none", async () => {
    const { bed, projectId } = await indexBed();
    for (const args of [{ apiKey: API_KEY }, { apiKey: "another-key" }, {}]) {
      const error: unknown = await invoke(bed, "getIndex", { projectId, name: "docs", ...args }).catch(
        (thrown: unknown) => thrown,
      );
      expect(String(error)).toMatch(/getIndex: no API key at hand sees an index with the name "docs" in the project/);
      expect(String(error)).not.toMatch(/the-key-of|another-key/);
    }
  });
});

describe("getPrivateLinkService", () => {
  test("tells the constants of each region without a request", async () => {
    const bed = await testbed();
    for (const region of PINECONE_REGIONS) {
      const { result } = await invoke(bed, "getPrivateLinkService", { region });
      expect(result).toEqual({ region, ...REGION_TABLE[region] });
    }
    expect(bed.pinecone.tokens).toBe(0);
  });

  test("takes what is given for it, and both together for a region that it does not know", async () => {
    const bed = await testbed();
    const service = {
      serviceName: "com.amazonaws.vpce.ap-south-1.vpce-svc-0123456789abcdef0",
      dnsZone: "private.x.pinecone.io",
    };
    const unknown = { region: "ap-south-1", ...service };
    expect((await invoke(bed, "getPrivateLinkService", unknown)).result).toEqual(unknown);
    const { result } = await invoke(bed, "getPrivateLinkService", {
      region: "us-east-1",
      dnsZone: "private.y.pinecone.io",
    });
    expect(result).toEqual({ region: "us-east-1", ...REGION_TABLE["us-east-1"], dnsZone: "private.y.pinecone.io" });
  });

  test.each<[PropertyMap, string, RegExp]>([
    [{ region: "sa-east-1" }, "region", /knows no VPC endpoint service of Pinecone's\. It knows: us-east-1/],
    [{ region: "us-esat-1" }, "region", /Did you mean "us-east-1"\?.*give serviceName and dnsZone/],
    [{ region: "ap-south-1", dnsZone: "private.x.pinecone.io" }, "region", /knows no VPC endpoint service/],
    [
      { region: "us-east-1", serviceName: REGION_TABLE["eu-west-1"].serviceName },
      "serviceName",
      /of eu-west-1, but region is "us-east-1"/,
    ],
    [{ region: "us-east-1", serviceName: "vpce-svc-1" }, "serviceName", /com\.amazonaws\.vpce\.<region>/],
    [{ region: "us-east-1", dnsZone: "*.private.x.pinecone.io" }, "dnsZone", /without "\*\." before it/],
    [{ region: "us-east-1", dnsZone: "private.x.pinecone.io." }, "dnsZone", /without a dot after it/],
  ])("refuses %o", async (args, property, reason) => {
    const { failures } = await invoke(await testbed(), "getPrivateLinkService", args);
    expect(failures).toEqual([{ property, reason: matching(reason) }]);
  });
});
