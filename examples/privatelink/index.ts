import * as pulumi from "@pulumi/pulumi";
import { ApiKey, Index, NetworkAccess, PrivateLink, Project } from "pulumi-pinecone-security";

const config = new pulumi.Config();
const region = config.require("region");

// A project with an index, unless yours exists already.
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
if (config.requireBoolean("privateEndpointsOnly")) {
  new NetworkAccess("search-access", { projectId, privateEndpointsOnly: true, regions: [link.region] });
}

function makeProject() {
  const project = new Project("search", { name: "search" });
  const apiKey = new ApiKey("search-key", { projectId: project.id, name: "search", roles: ["ProjectEditor"] });
  const index = new Index("products", {
    projectId: project.id,
    apiKey: apiKey.value,
    name: "products",
    region,
    dimension: 1536,
    metric: "cosine",
    deletionProtection: config.requireBoolean("protect") ? "enabled" : "disabled",
  });
  return { projectId: project.id, apiKey: apiKey.value, host: index.host };
}

export { projectId };
export const apiKey = search?.apiKey;
export const privateHost = search && link.privateHost(search.host);
export const vpcEndpointId = link.vpcEndpointId;
export const status = link.privateEndpointStatus;
