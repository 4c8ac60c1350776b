import { ApiKey, Project } from "pulumi-pinecone-security";

const project = new Project("search", { name: "search" });
const key = new ApiKey("search-key", { projectId: project.id, name: "search", roles: ["ProjectEditor"] });

export const projectId = project.id;
export const apiKey = key.value;
