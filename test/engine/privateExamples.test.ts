import { describe, expect, test } from "vitest";
import { Index } from "../../sdk";
import { failure, fromInternet, makeVpc, reach, useCloud, type Outcome, type TestVpc } from "./harness";
import { projectWithIndex } from "./indexes";
import { livingEndpoints, makeProject, securityGroups } from "./privateLinkPrograms";
import { apiBinding, writes } from "./programs";

const cloud = useCloud();
const region = "us-east-1";

/** What a user configures for clients in a VPC. */
const configFor = ({ vpcId, subnetIds, cidr }: TestVpc) => ({
  ...apiBinding,
  "aws:region": region,
  region,
  vpcId,
  subnetIds,
  allowedCidrs: [cidr],
});

/** The status that an index answers with: in the VPC by its private host, over the internet by either. */
async function doors({ vpcId }: TestVpc, index: { host: string; privateHost: string; apiKey: string }) {
  const { host, privateHost, apiKey } = index;
  const [inside, outside, outsidePrivate] = await Promise.all([
    reach(cloud, { vpcId, host: privateHost, apiKey }),
    fromInternet(cloud, { host, apiKey }),
    fromInternet(cloud, { host: privateHost, apiKey }),
  ]);
  return { inside: inside.status, outside: outside.status, outsidePrivate: outsidePrivate.status };
}

/** The one index, as Pinecone has it, with the key that the program exports. */
async function indexOf({ outputs }: Outcome) {
  const { indexes } = await cloud.pinecone.snapshot();
  const { host = "", private_host: privateHost = "" } = indexes[0]?.model ?? {};
  return { host, privateHost, apiKey: String(outputs["apiKey"]?.value) };
}

async function expectNothingLeft(): Promise<void> {
  const left = await cloud.pinecone.snapshot();
  expect(left).toMatchObject({ projects: [], apiKeys: [], cmekKeys: [], indexes: [], privateEndpoints: [] });
  expect([...(await livingEndpoints(cloud)), ...(await securityGroups(cloud))]).toEqual([]);
}

const open = { inside: 200, outside: 200, outsidePrivate: 401 };
const shut = { inside: 200, outside: 401, outsidePrivate: 401 };

describe("examples/privatelink", () => {
  test("makes a project with an index, shuts the internet out and lets it in again, and leaves nothing", async () => {
    const vpc = await makeVpc(cloud);
    const config = { ...configFor(vpc), protect: "false" };
    const stack = await cloud.stack({ folder: "examples/privatelink" }, { config });
    const outcome = await stack.up();
    const index = await indexOf(outcome);
    expect(outcome.outputs["privateHost"]?.value).toBe(index.privateHost);
    expect(index.privateHost).toBe(index.host.replace(".svc.", ".svc.private."));
    expect(await doors(vpc, index)).toEqual(open);

    await stack.setConfig("privateEndpointsOnly", "true");
    expect((await stack.up()).steps).toEqual({ create: ["search-access"] });
    expect(await doors(vpc, index)).toEqual(shut);
    expect((await stack.preview()).steps).toEqual({});

    await stack.setConfig("privateEndpointsOnly", "false");
    expect((await stack.up()).steps).toEqual({ delete: ["search-access"] });
    expect(await doors(vpc, index)).toEqual(open);
    await stack.destroy();
    await expectNothingLeft();
  });

  test("leads to the index of a project that exists already, which stays", async () => {
    const vpc = await makeVpc(cloud);
    const { projectId, ...index } = await projectWithIndex(cloud);
    const config = { ...configFor(vpc), projectId, privateEndpointsOnly: "true" };
    const stack = await cloud.stack({ folder: "examples/privatelink" }, { config });
    await stack.up();
    expect(await doors(vpc, index)).toEqual(shut);

    await stack.destroy();
    expect(await doors(vpc, index)).toEqual({ inside: undefined, outside: 200, outsidePrivate: 401 });
    expect((await cloud.pinecone.snapshot()).indexes).toHaveLength(1);
    expect(await livingEndpoints(cloud)).toEqual([]);
  });
});

describe("examples/encrypted-and-private", () => {
  test("encrypts the index with the key, shuts the internet out, and is destroyed in one go", async () => {
    const vpc = await makeVpc(cloud);
    const { pineconeAccountId } = cloud.pinecone;
    const config = { ...configFor(vpc), pineconeAccountId, protect: "false" };
    const stack = await cloud.stack({ folder: "examples/encrypted-and-private" }, { config });
    const outcome = await stack.up();
    const { projects, cmekKeys, indexes } = await cloud.pinecone.snapshot();
    expect(projects).toMatchObject([{ force_encryption_with_cmek: true }]);
    expect(indexes).toMatchObject([{ model: { cmek_id: cmekKeys[0]?.key_arn } }]);
    const { keyArn } = await cloud.pinecone.encrypt(projects[0]?.id ?? "", "a vector");
    expect(keyArn).toBe(outcome.outputs["keyArn"]?.value);
    expect(await doors(vpc, await indexOf(outcome))).toEqual(shut);
    expect((await stack.preview()).steps).toEqual({});

    await stack.destroy();
    await expectNothingLeft();
  });

  test("stays shut and reached from the VPC when its protection ends a destroy", async () => {
    const vpc = await makeVpc(cloud);
    const config = { ...configFor(vpc), pineconeAccountId: cloud.pinecone.pineconeAccountId };
    const stack = await cloud.stack({ folder: "examples/encrypted-and-private" }, { config });
    const index = await indexOf(await stack.up());
    expect(await failure(stack.destroy())).toMatch(/deletion protection is enabled for the index "products"/);
    expect(await doors(vpc, index)).toEqual(shut);
  });
});

test("full text in a project that forces CMEK is refused in preview, and nothing is sent", async () => {
  const projectId = await makeProject(cloud);
  await cloud.pinecone.changeProject(projectId, { force_encryption_with_cmek: true });
  const schema = { title: { type: "string", fullTextSearch: {} } } as const;
  const program = async () => {
    new Index("titles", { projectId, apiKey: "of-the-project", name: "titles", region, schema });
    return Promise.resolve();
  };
  const stack = await cloud.stack(program, { config: apiBinding });
  await cloud.pinecone.clearRequests();
  expect(await failure(stack.preview())).toMatch(/schema\b.*has fields for full text: title\. Pinecone's rule/);
  expect(await writes(cloud)).toEqual([]);
});
