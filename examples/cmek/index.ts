import * as pulumi from "@pulumi/pulumi";
import { CmekProject } from "pulumi-pinecone-security";

const config = new pulumi.Config();

const search = new CmekProject("search", {
  pineconeAccountId: config.require("pineconeAccountId"),
  trust: { variant: "explicitRegionsWithExternalId", regions: config.requireObject("regions") },
  apiKeys: { ingest: ["DataPlaneEditor"], query: ["DataPlaneViewer"] },
  protect: config.requireBoolean("protect"),
  tags: { service: "search" },
});

export const projectId = search.projectId;
export const roleArn = search.roleArn;
export const keyArn = search.keyArn;
export const externalId = search.externalId;
export const apiKeys = search.apiKeyValues;
