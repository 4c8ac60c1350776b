import { ApiKey, Index, Project } from "../../../index";

/** The prototype went into production as it was: its index answers everybody on the internet who has a key. */
export const program = async (): Promise<void> => {
  const { id: projectId } = new Project("search", { name: "search", forceEncryptionWithCmek: true });
  const { value: apiKey } = new ApiKey("indexer", { projectId, name: "indexer", roles: ["ControlPlaneEditor"] });
  new Index("products", { projectId, apiKey, name: "products", region: "us-east-1", dimension: 1536 });
};
