import { ApiKey, Project } from "../../../index";

/** How long ago the deployment before was. */
export const daysAgo = 120;

/** The key was made when the service started. Since then it was in two laptops, a log and a chat. */
export const program = async (): Promise<void> => {
  const project = new Project("search", { name: "search", forceEncryptionWithCmek: true });
  new ApiKey("shop", { projectId: project.id, name: "shop", roles: ["DataPlaneViewer"] });
};

/** The same: nothing has changed. */
export const before = async (): Promise<void> => program();
