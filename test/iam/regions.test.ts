import { expect, test } from "vitest";
import { isPineconeRegion, PINECONE_REGIONS, REGION_TABLE } from "../../iam";

test("the regions are those that Pinecone documents", () => {
  expect(PINECONE_REGIONS).toEqual(["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-1"]);
  expect(PINECONE_REGIONS.every(isPineconeRegion)).toBe(true);
  expect(["us-east-2", "eastus2", "", "constructor"].some(isPineconeRegion)).toBe(false);
});

test.each(PINECONE_REGIONS)("%s has an endpoint service of its own region and a private DNS zone", (region) => {
  const { serviceName, dnsZone } = REGION_TABLE[region];
  expect(serviceName).toMatch(new RegExp(`^com\\.amazonaws\\.vpce\\.${region}\\.vpce-svc-[0-9a-f]{17}$`));
  expect(dnsZone).toMatch(/^private\.ap\w+-[0-9a-f]{4}-[0-9a-f]{4}\.pinecone\.io$/);
});

test("no two regions share a service or a zone", () => {
  const facts = Object.values(REGION_TABLE).flatMap(({ serviceName, dnsZone }) => [serviceName, dnsZone]);
  expect(new Set(facts).size).toBe(2 * PINECONE_REGIONS.length);
});
