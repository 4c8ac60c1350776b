import { describe, expect, test } from "vitest";
import { getIndexOutput, type GetPrivateLinkServiceArgs, getPrivateLinkServiceOutput, REGION_TABLE } from "../../sdk";
import { failure, useCloud } from "./harness";
import { projectWithIndex } from "./indexes";
import { admin, apiBinding as config } from "./programs";

const cloud = useCloud();

describe("getPrivateLinkService", () => {
  /** A stack whose program asks for it, and exports the answer. */
  const asking = async (args: GetPrivateLinkServiceArgs) =>
    cloud.stack(async () => Promise.resolve({ found: getPrivateLinkServiceOutput(args) }), { config });

  test("knows a region's constants in preview, without a request, and takes what is given instead", async () => {
    const region = "eu-west-1";
    const dnsZone = "private.example.pinecone.io";
    const stack = await asking({ region, dnsZone });
    await cloud.pinecone.clearRequests();
    await stack.preview();
    const { outputs } = await stack.up();
    expect(outputs["found"]?.value).toEqual({ region, dnsZone, serviceName: REGION_TABLE[region].serviceName });
    expect(await cloud.pinecone.requests()).toEqual([]);
  });

  test("refuses a region that it does not know in preview, unless all of it is given", async () => {
    const region = "sa-east-1";
    expect(await failure((await asking({ region })).preview())).toMatch(
      /is "sa-east-1", in which this version knows no VPC endpoint service .* give serviceName and dnsZone .*\(region\)$/m,
    );
    const given = {
      region,
      serviceName: "com.amazonaws.vpce.sa-east-1.vpce-svc-0a1b2c3d4e5f67890",
      dnsZone: "private.example.pinecone.io",
    };
    expect((await (await asking(given)).up()).outputs["found"]?.value).toEqual(given);
  });
});

test("getIndex finds an index with the configured key, and its private host is the one that Pinecone tells", async () => {
  const { projectId, host, privateHost } = await projectWithIndex(cloud);
  const request = { name: "viewer", roles: ["ControlPlaneViewer"] };
  const path = `projects/${projectId}/api-keys`;
  const { value } = await admin<{ value: string }>(cloud, "POST", path, request);
  const secretConfig = { "pinecone-security:apiKey": value };
  const asking = (name: string) => async () => Promise.resolve({ found: getIndexOutput({ projectId, name }) });
  const stack = await cloud.stack(asking("docs"), { config, secretConfig });
  expect((await stack.up()).outputs["found"]?.value).toMatchObject({
    name: "docs",
    host,
    privateHost,
    status: "Ready",
  });
  expect(privateHost).toBe(host.replace(".svc.", ".svc.private."));

  stack.program = asking("dogs");
  expect(await failure(stack.preview())).toContain(`sees an index with the name "dogs" in the project ${projectId}`);
});
