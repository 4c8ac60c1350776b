import { ApiKey, Index, NetworkAccess, PrivateEndpoint, Project } from "../../../index";

/** An index for European customers was added to the project, whose only private way is in the United States. */
export const program = async (): Promise<void> => {
  const { id: projectId } = new Project("search", { name: "search", forceEncryptionWithCmek: true });
  const { value: apiKey } = new ApiKey("indexer", { projectId, name: "indexer", roles: ["ControlPlaneEditor"] });
  const { region } = new PrivateEndpoint("clients", {
    projectId,
    region: "us-east-1",
    vpcEndpointId: "vpce-0a1b2c3d4e5f67890",
  });
  const access = new NetworkAccess("access", { projectId, privateEndpointsOnly: true, regions: [region] });
  new Index(
    "products-eu",
    { projectId, apiKey, name: "products-eu", region: "eu-west-1", dimension: 1536 },
    { dependsOn: access },
  );
};
