import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { REGION_TABLE } from "../../iam";
import { PrivateEndpoint, type PrivateEndpointArgs } from "../../sdk";
import { failure, useCloud } from "./harness";
import { makeProject, makeVpcEndpoints, registered } from "./privateLinkPrograms";
import { apiBinding as config, writes } from "./programs";

const cloud = useCloud();
const region = "us-east-1";
const vpcEndpointId = "vpce-0a1b2c3d4e5f67890";

/** Private Endpoints of a project, by their names. */
function endpoints(projectId: string, all: Readonly<Record<string, Partial<PrivateEndpointArgs>>>): PulumiFn {
  return async () => {
    for (const [name, args] of Object.entries(all))
      new PrivateEndpoint(name, { projectId, region, vpcEndpointId, ...args });
  };
}

/** What the preview of a new stack says; nothing was sent. */
async function refusal(program: PulumiFn): Promise<string> {
  const stack = await cloud.stack(program, { config });
  await cloud.pinecone.clearRequests();
  const refused = await failure(stack.preview());
  expect(await writes(cloud)).toEqual([]);
  return refused;
}

describe("in preview, with nothing sent, is refused", () => {
  test("what does not fit together, every property at once", async () => {
    const arn = "arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint/vpce-0fedcba9876543210";
    const { serviceName } = REGION_TABLE["eu-west-1"];
    const args = { cloud: "azure", serviceName, vpcEndpointArn: arn };
    const refused = await refusal(endpoints(await makeProject(cloud), { search: args }));
    expect(refused).toMatch(/cloud\b.*is "azure"\. Azure Private Link is not supported by this version/);
    expect(refused).toMatch(/serviceName\b.*is a VPC endpoint service of eu-west-1 .*, but region is "us-east-1"/);
    expect(refused).toMatch(/vpcEndpointArn\b.*is of a VPC endpoint in eu-west-1, but region is "us-east-1"/);
    expect(refused).toContain(`is of the VPC endpoint vpce-0fedcba9876543210, but vpcEndpointId is ${vpcEndpointId}`);
  });

  test("a region that is none of Pinecone's, with the nearest one", async () => {
    const refused = await refusal(endpoints(await makeProject(cloud), { search: { region: "us-esat-1" } }));
    expect(refused).toMatch(/region\b.*is "us-esat-1", which is no AWS region that .*Did you mean "us-east-1"\?/);
  });

  test("the eleventh endpoint of a project, and the tenth is not", async () => {
    const projectId = await makeProject(cloud);
    for (let which = 1; which <= 9; which++) await cloud.pinecone.addPrivateEndpoint(projectId);
    const [tenth = "", eleventh = ""] = await makeVpcEndpoints(cloud, 2);
    const one = { tenth: { vpcEndpointId: tenth } };
    const two = { ...one, eleventh: { vpcEndpointId: eleventh } };
    expect(await refusal(endpoints(projectId, two))).toMatch(
      /projectId\b.*would have 11 Private Endpoints in this deployment\. Pinecone's rule: at most 10 per project\. It has 9 in Pinecone/,
    );

    const stack = await cloud.stack(endpoints(projectId, one), { config });
    await stack.up();
    await cloud.pinecone.clearRequests();
    stack.program = endpoints(projectId, two);
    expect(await failure(stack.preview())).toMatch(/would have 11 Private Endpoints .* It has 10 in Pinecone/);
    expect(await writes(cloud)).toEqual([]);
    expect(await registered(cloud)).toHaveLength(10);
  });

  test("a VPC endpoint that is registered already, with the import that takes it over", async () => {
    const projectId = await makeProject(cloud);
    await cloud.pinecone.addPrivateEndpoint(projectId, { vpc_endpoint_id: vpcEndpointId, name: "of another stack" });
    const refused = await refusal(endpoints(projectId, { search: {} }));
    expect(refused).toMatch(/is registered with the project \S+ already: "of another stack"/);
    expect(refused).toContain(
      `pulumi import pinecone-security:index:PrivateEndpoint search ${projectId}/${vpcEndpointId}`,
    );
  });

  test("the same VPC endpoint twice in one program", async () => {
    const refused = await refusal(endpoints(await makeProject(cloud), { first: {}, second: {} }));
    expect(refused).toMatch(
      /is registered with the project \S+ by another PrivateEndpoint of this stack too: .*(first|second)/,
    );
  });

  test("a rename without an alias, with the import line; an alias makes it nothing at all", async () => {
    const projectId = await makeProject(cloud);
    const [id = ""] = await makeVpcEndpoints(cloud);
    const stack = await cloud.stack(endpoints(projectId, { search: { vpcEndpointId: id } }), { config });
    await stack.up();
    await cloud.pinecone.clearRequests();

    stack.program = endpoints(projectId, { found: { vpcEndpointId: id } });
    for (const refused of [await failure(stack.preview()), await failure(stack.up())]) {
      expect(refused).toContain(`pulumi import pinecone-security:index:PrivateEndpoint found ${projectId}/${id}`);
      expect(refused).toContain("give it an alias");
    }
    stack.program = async () => {
      new PrivateEndpoint("found", { projectId, region, vpcEndpointId: id }, { aliases: [{ name: "search" }] });
    };
    expect((await stack.up()).steps).toEqual({});
    expect(await writes(cloud)).toEqual([]);
    expect(await registered(cloud)).toEqual([`${id} available`]);
  });
});
