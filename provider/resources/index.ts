import { apiKey } from "./apiKey";
import { cmekBinding } from "./cmekBinding";
import type { FunctionShape, ResourceShape } from "./definition";
import { externalId } from "./externalId";
import { getCmekTrustPolicy } from "./getCmekTrustPolicy";
import { getProject } from "./getProject";
import { project } from "./project";

export { configuration } from "./configuration";

/** Every resource of the package. */
export const resources: readonly ResourceShape[] = [project, apiKey, externalId, cmekBinding];

/** Every function of the package. */
export const functions: readonly FunctionShape[] = [getProject, getCmekTrustPolicy];
