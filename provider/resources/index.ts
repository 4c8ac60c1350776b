/** What the package offers: the definitions, which the generator reads, and the plugin made from them. */
import { accessGuard } from "./accessGuard";
import { apiKey } from "./apiKey";
import { cmekBinding } from "./cmekBinding";
import { externalId } from "./externalId";
import { getCmekTrustPolicy } from "./getCmekTrustPolicy";
import { getIndex } from "./getIndex";
import { getPrivateEndpoints } from "./getPrivateEndpoints";
import { getPrivateLinkService } from "./getPrivateLinkService";
import { getProject } from "./getProject";
import type { FunctionDefinition, ResourceDefinition } from "./lifecycle";
import { networkAccess } from "./networkAccess";
import { pineconeIndex } from "./pineconeIndex";
import { privateEndpoint } from "./privateEndpoint";
import { project } from "./project";

export { configuration } from "./configuration";

/** Every resource of the package. */
export const resources: readonly ResourceDefinition[] = [
  project,
  apiKey,
  externalId,
  cmekBinding,
  privateEndpoint,
  accessGuard,
  networkAccess,
  pineconeIndex,
];

/** Every function of the package. */
export const functions: readonly FunctionDefinition[] = [
  getProject,
  getCmekTrustPolicy,
  getIndex,
  getPrivateLinkService,
  getPrivateEndpoints,
];
