import * as pulumi from "@pulumi/pulumi";
import { CmekProject } from "pulumi-pinecone-security";

const config = new pulumi.Config();

const search = new CmekProject("search", {
  roleArn: config.require("roleArn"),
  keyArn: config.require("keyArn"),
  externalId: config.get("externalId") || undefined,
  protect: config.requireBoolean("protect"),
});

export const projectId = search.projectId;
export const status = search.status;
