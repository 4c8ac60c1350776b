import type { Policy } from "../definition";
import { cmekProtected } from "./cmekProtected";
import { endpointLimit } from "./endpointLimit";
import { endpointSecurityGroup } from "./endpointSecurityGroup";
import { endpointServiceRegion } from "./endpointServiceRegion";
import { indexRegionCovered } from "./indexRegionCovered";
import { networkEndpointFirst } from "./networkEndpointFirst";
import { networkVpcOnly } from "./networkVpcOnly";
import { projectCmekForced } from "./projectCmekForced";
import { projectNoPodsOrBackups } from "./projectNoPodsOrBackups";
import { projectOneKey } from "./projectOneKey";

export { cmekProtected } from "./cmekProtected";
export { endpointLimit } from "./endpointLimit";
export { endpointSecurityGroup } from "./endpointSecurityGroup";
export { endpointServiceRegion } from "./endpointServiceRegion";
export { indexRegionCovered } from "./indexRegionCovered";
export { networkEndpointFirst } from "./networkEndpointFirst";
export { networkVpcOnly } from "./networkVpcOnly";
export { projectCmekForced } from "./projectCmekForced";
export { projectNoPodsOrBackups } from "./projectNoPodsOrBackups";
export { projectOneKey } from "./projectOneKey";

/** Every policy of the pack. */
export const policies: readonly Policy[] = [
  cmekProtected,
  endpointLimit,
  endpointSecurityGroup,
  endpointServiceRegion,
  indexRegionCovered,
  networkEndpointFirst,
  networkVpcOnly,
  projectCmekForced,
  projectNoPodsOrBackups,
  projectOneKey,
];
