/** What the package offers: the definitions, which the generator reads, and the plugin made from them. */
import { apiKey } from "./apiKey";
import { cmekBinding } from "./cmekBinding";
import { externalId } from "./externalId";
import { getCmekTrustPolicy } from "./getCmekTrustPolicy";
import { getProject } from "./getProject";
import type { FunctionDefinition, ResourceDefinition } from "./lifecycle";
import { project } from "./project";

export { configuration } from "./configuration";

/** Every resource of the package. */
export const resources: readonly ResourceDefinition[] = [project, apiKey, externalId, cmekBinding];

/** Every function of the package. */
export const functions: readonly FunctionDefinition[] = [getProject, getCmekTrustPolicy];
