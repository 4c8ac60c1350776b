import { ApiKey, Project } from "../../../index";

/** The service only queries, but its key was made with the role that the quickstart has. */
export const program = async (): Promise<void> => {
  const project = new Project("search", { name: "search", forceEncryptionWithCmek: true });
  new ApiKey("shop", { projectId: project.id, name: "shop", roles: ["ProjectEditor"] });
};
