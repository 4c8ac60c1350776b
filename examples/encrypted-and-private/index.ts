import * as pulumi from "@pulumi/pulumi";
import { CmekProject, Index, NetworkAccess, type PineconeRegion, PrivateLink } from "pulumi-pinecone-security";

const config = new pulumi.Config();
const region = config.require<PineconeRegion>("region");
const protect = config.requireBoolean("protect");
const tags = { service: "search" };

// What the project stores is encrypted with your key.
const search = new CmekProject("search", {
  pineconeAccountId: config.require("pineconeAccountId"),
  trust: { variant: "explicitRegionsWithExternalId", regions: [region] },
  apiKeys: { search: ["ProjectEditor"] },
  protect,
  tags,
});
const apiKeyOfProject = search.apiKeyValues.apply((values) => values["search"]);

// Your VPC reaches its indexes, and nobody else does.
const link = new PrivateLink("search-link", {
  projectId: search.projectId,
  region,
  vpcId: config.require("vpcId"),
  subnetIds: config.requireObject("subnetIds"),
  allowedCidrs: config.requireObject("allowedCidrs"),
  tags,
});
const access = new NetworkAccess("search-access", {
  projectId: search.projectId,
  privateEndpointsOnly: true,
  regions: [link.region],
});

// It comes after all that, and goes before: it is never open to the internet, not even when its protection ends a destroy.
const index = new Index(
  "products",
  {
    projectId: search.projectId,
    apiKey: apiKeyOfProject,
    name: "products",
    region,
    dimension: 1536,
    metric: "cosine",
    deletionProtection: protect ? "enabled" : "disabled",
  },
  { dependsOn: access },
);

export const projectId = search.projectId;
export const keyArn = search.keyArn;
export const apiKey = apiKeyOfProject;
export const privateHost = link.privateHost(index.host);
export const internet = access.status;
