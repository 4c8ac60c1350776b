import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import { expect, test } from "vitest";
import { PrivateLink } from "../../index";
import { ApiKey, Index, NetworkAccess, Project } from "../../sdk";
import { failure, fromInternet, makeVpc, reach, type TestVpc, useCloud } from "./harness";
import { apiBinding as config, writes } from "./programs";

const cloud = useCloud();
const region = "us-east-1";

/** A project with an index, the private way to it, and the switch that waits for the way. */
function everything({ vpcId, subnetIds, cidr }: TestVpc): PulumiFn {
  return async () => {
    const { id: projectId } = new Project("search", { name: "search" });
    const { value: apiKey } = new ApiKey("key", { projectId, name: "search", roles: ["ProjectEditor"] });
    const place = { region, dimension: 8, deletionProtection: "disabled" } as const;
    const { host } = new Index("docs", { projectId, apiKey, name: "docs", ...place });
    const subnets = { vpcId, subnetIds: [...subnetIds], allowedCidrs: [cidr] };
    const link = new PrivateLink("link", { projectId, region, ...subnets });
    new NetworkAccess("access", { projectId, privateEndpointsOnly: true, regions: [link.region] });
    return { apiKey, host, privateHost: link.privateHost(host) };
  };
}

/** When the work at each of the resources began and ended. */
function orderOf(events: readonly EngineEvent[], names: readonly string[]): string[] {
  return events.flatMap(({ resourcePreEvent, resOutputsEvent }) => {
    const { op = "same", urn = "" } = (resourcePreEvent ?? resOutputsEvent)?.metadata ?? {};
    const name = urn.slice(urn.lastIndexOf("::") + 2);
    return op === "same" || !names.includes(name) ? [] : [`${name} ${resourcePreEvent ? "begins" : "ends"}`];
  });
}

/** Each ends before the next one begins. */
function oneByOne(names: readonly string[]): string[] {
  return names.flatMap((name) => [`${name} begins`, `${name} ends`]);
}

/** What was sent about endpoints and the switch, without IDs. */
async function steps(): Promise<string[]> {
  const sent = (await writes(cloud)).map((one) => one.replaceAll(/[0-9a-f-]{36}/g, "*"));
  return sent.filter((one) => /private-endpoints|network-access/.test(one));
}

test("up: endpoint, registration, DNS, then the switch; destroy: the switch, registration, DNS, endpoint", async () => {
  const vpc = await makeVpc(cloud);
  const stack = await cloud.stack(everything(vpc), { config });
  const up = await stack.up();
  const way = ["link-endpoint", "link-registration", "link-record", "link-guard", "access"];
  expect(orderOf(up.events, way)).toEqual(oneByOne(way));
  expect(await steps()).toEqual(["POST /admin/projects/*/private-endpoints", "PATCH /admin/projects/*/network-access"]);
  const [host, privateHost, apiKey] = ["host", "privateHost", "apiKey"].map((name) => String(up.outputs[name]?.value));
  const client = { vpcId: vpc.vpcId, host: privateHost ?? "", apiKey: apiKey ?? "" };
  expect(await reach(cloud, client)).toMatchObject({ status: 200 });
  expect(await fromInternet(cloud, { ...client, host: host ?? "" })).toMatchObject({ status: 401 });

  await cloud.pinecone.clearRequests();
  const refusal = { kind: "status", status: 403 } as const;
  await cloud.pinecone.fault({ method: "DELETE", path: "/admin/private-endpoints/*", effect: refusal });
  await failure(stack.destroy());
  expect(await reach(cloud, client), "DNS stays while the endpoint is registered").toMatchObject({ status: 200 });
  const down = await stack.destroy();
  expect(orderOf(down.events, way)).toEqual(oneByOne(way.slice(0, -1).reverse()));
  expect(await steps()).toEqual([
    "PATCH /admin/projects/*/network-access",
    "DELETE /admin/private-endpoints/*",
    "DELETE /admin/private-endpoints/*",
  ]);
});
