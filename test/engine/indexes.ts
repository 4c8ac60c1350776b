/** An index that tests knock at, past Pulumi. */
import type { TestCloud } from "./harness";
import { admin } from "./programs";

/** A project with one index. */
export interface ProjectWithIndex {
  readonly projectId: string;
  /** Of the project, for its data. */
  readonly apiKey: string;
  readonly host: string;
  readonly privateHost: string;
}

/** Makes a project with an index, and an API key for its data. @param region of the index */
export async function projectWithIndex(cloud: TestCloud, region = "us-east-1"): Promise<ProjectWithIndex> {
  const { id: projectId } = await admin<{ id: string }>(cloud, "POST", "projects", { name: "search" });
  const request = { name: "reader", roles: ["DataPlaneViewer"] };
  const path = `projects/${projectId}/api-keys`;
  const { value: apiKey } = await admin<{ value: string }>(cloud, "POST", path, request);
  const { host, private_host: privateHost = "" } = await cloud.pinecone.createIndex(projectId, {
    name: "docs",
    deployment: { deployment_type: "managed", cloud: "aws", region },
  });
  return { projectId, apiKey, host, privateHost };
}
