import { ApiKey, Index, NetworkAccess, PrivateEndpoint, Project } from "../../../index";

/** Search by text was wanted besides, and the schema was taken from a project without customer-managed keys. */
export const program = async (): Promise<void> => {
  const region = "us-east-1";
  const { id: projectId } = new Project("search", { name: "search", forceEncryptionWithCmek: true });
  const { value: apiKey } = new ApiKey("indexer", { projectId, name: "indexer", roles: ["ControlPlaneEditor"] });
  const clients = new PrivateEndpoint("clients", { projectId, region, vpcEndpointId: "vpce-0a1b2c3d4e5f67890" });
  new NetworkAccess("access", { projectId, privateEndpointsOnly: true, regions: [clients.region] });
  const schema = {
    embedding: { type: "dense_vector", dimension: 1536, metric: "cosine" },
    body: { type: "string", fullTextSearch: {} },
  } as const;
  new Index("products", { projectId, apiKey, name: "products", region, schema });
};
