/** The second journey: a private way to the project's indexes, and then the internet is shut out. */
import { DescribeVpcEndpointsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { Route53Client } from "@aws-sdk/client-route-53";
import type { EmulatorControl } from "../../local/emulatorControl";
import { fromInternet, reach, type Reached, type Surroundings } from "../../local/vpc/client";
import { makeVpc, type LocalVpc } from "../../local/vpc/make";
import { happenedInOrder } from "./order";
import { refused } from "./refusal";
import { claim, log, step } from "./report";
import type { Session } from "./session";

const REGION = "us-east-1";
const QUICKLY = ["--yes", "--skip-preview", "--suppress-progress"] as const;

/** The program's index, and where its clients are. */
export interface Place {
  readonly vpc: LocalVpc;
  readonly vpcEndpointId: string;
  readonly projectId: string;
  readonly host: string;
  readonly privateHost: string;
  /** May read the index. */
  readonly apiKey: string;
  readonly cloud: Surroundings & { readonly pinecone: EmulatorControl };
}

/** The program of one region, from nothing to the switch turned on. */
export async function showPrivateWay(session: Session): Promise<Place> {
  const place = await bringUp(session);
  await showWhoGetsIn(place);
  await showLockOut(session, place);
  await shutTheInternetOut(session, place);
  return place;
}

async function bringUp({ link, cloud: { emulator, env } }: Session): Promise<Place> {
  step("The other journey, in a VPC that exists. One `pulumi up`: a project with an index, and the private way to it");
  const cloud = { ...awsClients(env["AWS_ENDPOINT_URL"] ?? ""), pinecone: emulator };
  const vpc = await makeVpc(cloud, { region: REGION });
  await link.init({
    vpcId: vpc.vpcId,
    subnetIds: vpc.subnetIds,
    allowedCidrs: [vpc.cidr],
    protect: "false",
    "pinecone-security:binding": "api",
  });
  await link.show("up", ...QUICKLY);
  const { projectId, privateHost, apiKey, vpcEndpointId } = await link.outputs();
  const { indexes } = await emulator.snapshot();
  const index = indexes.find(({ model }) => model.private_host === privateHost);
  if (index === undefined) throw new Error(`Pinecone has no index with the private host ${String(privateHost)}.`);
  return {
    vpc,
    vpcEndpointId: String(vpcEndpointId),
    projectId: String(projectId),
    host: index.model.host,
    privateHost: String(privateHost),
    apiKey: String(apiKey),
    cloud,
  };
}

async function showWhoGetsIn(place: Place): Promise<void> {
  step("The index answers inside the VPC, at its private host");
  const { cloud, host, privateHost, apiKey, vpcEndpointId } = place;
  const inside = await fromVpc(place);
  log(`${privateHost}\n  → private hosted zone → ${inside.through ?? "nowhere"} → ${outcome(inside)}`);
  claim(
    inside.status === 200 && inside.through === vpcEndpointId,
    "from the VPC it answers, by way of the VPC endpoint",
  );
  claim(isUnauthorized(await fromInternet(cloud, { host: privateHost, apiKey })), "from the internet: Unauthorized");
  const still = await fromInternet(cloud, { host, apiKey });
  claim(still.status === 200, "its public host still answers over the internet");
}

async function showLockOut({ link }: Session, { cloud, projectId, apiKey }: Place): Promise<void> {
  step("Shut the internet out? A preview is refused: somebody has made an index in another region meanwhile");
  const deployment = { deployment_type: "managed", cloud: "aws", region: "us-west-2" } as const;
  const { host } = await cloud.pinecone.createIndex(projectId, { name: "forgotten", deployment });
  await link.configure({ privateEndpointsOnly: "true" });
  const words = await refused(link, "preview");
  claim(words.includes('"forgotten" (us-west-2)'), "it names the index that would lose all access");
  claim((await fromInternet(cloud, { host, apiKey })).status === 200, "and that one answers as before");
  await cloud.pinecone.deleteIndex(projectId, "forgotten");
}

async function shutTheInternetOut({ link }: Session, place: Place): Promise<void> {
  step("That index deleted, the switch is turned: the internet is out");
  await link.show("up", ...QUICKLY);
  const { cloud, host, apiKey } = place;
  claim(isUnauthorized(await fromInternet(cloud, { host, apiKey })), "over the internet the public host: Unauthorized");
  claim((await fromVpc(place)).status === 200, "from the VPC the index answers");
}

/** Destroys the stack, and looks at the order and at whether anything is left. */
export async function destroyPrivateWay({ link }: Session, { cloud, projectId }: Place): Promise<void> {
  step("`pulumi destroy` of the private way: the internet is let in first");
  await cloud.pinecone.clearRequests();
  await link.show("destroy", "--yes", "--skip-preview", "--suppress-progress", "--remove");
  const order = ["PATCH network-access", "DELETE private-endpoints"];
  claim(happenedInOrder(await cloud.pinecone.requests(), order), "the switch went off, then the registration went");
  const { VpcEndpoints = [] } = await cloud.ec2(REGION).send(new DescribeVpcEndpointsCommand({}));
  claim(
    VpcEndpoints.every(({ State }) => State?.toLowerCase() === "deleted"),
    "AWS has no VPC endpoint any more",
  );
  const { projects, privateEndpoints } = await cloud.pinecone.snapshot();
  const isGone = privateEndpoints.length === 0 && projects.every(({ id }) => id !== projectId);
  claim(isGone, "Pinecone has no Private Endpoint, and the project is gone");
}

async function fromVpc({ cloud, vpc: { vpcId }, privateHost: host, apiKey }: Place): Promise<Reached> {
  return reach(cloud, { vpcId, host, apiKey });
}

function outcome({ status, why }: Reached): string {
  return why ?? `${status ?? ""}`;
}

function isUnauthorized({ status, body }: Reached): boolean {
  return status === 401 && body === "Unauthorized";
}

function awsClients(endpoint: string): Pick<Surroundings, "ec2" | "route53"> {
  const settings = { endpoint, region: REGION, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  return { ec2: (region) => new EC2Client({ ...settings, region }), route53: new Route53Client(settings) };
}
