import { NetworkAccess, PrivateEndpoint, Project } from "../../../index";

/** Each team got its own VPC and so its own endpoint, until there were eleven teams. */
export const program = async (): Promise<void> => {
  const { id: projectId } = new Project("search", { name: "search", forceEncryptionWithCmek: true });
  const teams = ["ads", "cart", "chat", "docs", "feed", "help", "jobs", "mail", "maps", "news", "shop"];
  const endpoints = teams.map(
    (team, index) =>
      new PrivateEndpoint(team, {
        projectId,
        region: "us-east-1",
        vpcEndpointId: `vpce-0a1b2c3d4e5f6789${index.toString(16)}`,
      }),
  );
  new NetworkAccess("access", {
    projectId,
    privateEndpointsOnly: true,
    regions: endpoints.map(({ region }) => region),
  });
};
