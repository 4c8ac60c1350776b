import { NetworkAccess, PrivateEndpoint, Project } from "../../../index";

/** `regions` was written as text, so the switch is turned as soon as the project is there, and the endpoint may never work. */
export const program = async (): Promise<void> => {
  const region = "us-east-1";
  const { id: projectId } = new Project("search", { name: "search", forceEncryptionWithCmek: true });
  new PrivateEndpoint("clients", { projectId, region, vpcEndpointId: "vpce-0a1b2c3d4e5f67890" });
  new NetworkAccess("access", { projectId, privateEndpointsOnly: true, regions: [region] });
};
