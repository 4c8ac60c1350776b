import * as pulumi from "@pulumi/pulumi";
import { ApiKey, Index, NetworkAccess, PrivateLink, Project } from "pulumi-pinecone-security";

const config = new pulumi.Config();
const region = config.require("region");

// A project, unless yours exists already.
const search = config.require("projectId") === "" ? makeProject() : undefined;
const projectId = search?.projectId ?? config.require("projectId");

const link = new PrivateLink("search-link", {
  projectId,
  region,
  vpcId: config.require("vpcId"),
  subnetIds: config.requireObject("subnetIds"),
  allowedCidrs: config.requireObject("allowedCidrs"),
  tags: { service: "search" },
});

// The last step, once clients use the private host: nobody gets in over the internet any more.
const access = config.requireBoolean("privateEndpointsOnly")
  ? new NetworkAccess("search-access", { projectId, privateEndpointsOnly: true, regions: [link.region] })
  : undefined;

const index = search && makeIndex(search.apiKey);

function makeProject() {
  const project = new Project("search", { name: "search" });
  const key = new ApiKey("search-key", { projectId: project.id, name: "search", roles: ["ProjectEditor"] });
  return { projectId: project.id, apiKey: key.value };
}

// In a destroy it goes first: while its protection keeps it, all of the way to it stays.
function makeIndex(apiKeyOfProject: pulumi.Input<string | undefined>) {
  return new Index(
    "products",
    {
      projectId,
      apiKey: apiKeyOfProject,
      name: "products",
      region,
      dimension: 1536,
      metric: "cosine",
      deletionProtection: config.requireBoolean("protect") ? "enabled" : "disabled",
    },
    { dependsOn: access === undefined ? [link] : [link, access] },
  );
}

export { projectId };
export const apiKey = search?.apiKey;
export const privateHost = index && link.privateHost(index.host);
export const vpcEndpointId = link.vpcEndpointId;
export const status = link.privateEndpointStatus;
