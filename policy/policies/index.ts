import type { Policy } from "../definition";
import { apikeyLeastRole } from "./apikeyLeastRole";
import { apikeyRotation } from "./apikeyRotation";
import { cmekProtected } from "./cmekProtected";
import { deletionAnnotated } from "./deletionAnnotated";
import { endpointLimit } from "./endpointLimit";
import { endpointSecurityGroup } from "./endpointSecurityGroup";
import { endpointServiceRegion } from "./endpointServiceRegion";
import { indexDeletionProtection } from "./indexDeletionProtection";
import { indexEncryptable } from "./indexEncryptable";
import { indexRegionCovered } from "./indexRegionCovered";
import { keyDeletionWindow } from "./keyDeletionWindow";
import { keyKept } from "./keyKept";
import { keyPolicyNobodyElse } from "./keyPolicyNobodyElse";
import { keyPolicyRole } from "./keyPolicyRole";
import { keyRotation } from "./keyRotation";
import { keySymmetric } from "./keySymmetric";
import { networkEndpointFirst } from "./networkEndpointFirst";
import { networkVpcOnly } from "./networkVpcOnly";
import { projectCmekForced } from "./projectCmekForced";
import { projectNoPodsOrBackups } from "./projectNoPodsOrBackups";
import { projectOneKey } from "./projectOneKey";
import { roleExternalId } from "./roleExternalId";
import { roleKmsOnly } from "./roleKmsOnly";
import { rolePrincipals } from "./rolePrincipals";
import { roleTrustVariant } from "./roleTrustVariant";
import { zoneWildcardRecord } from "./zoneWildcardRecord";

/** Every policy of the pack. */
export const policies: readonly Policy[] = [
  apikeyLeastRole,
  apikeyRotation,
  cmekProtected,
  deletionAnnotated,
  endpointLimit,
  endpointSecurityGroup,
  endpointServiceRegion,
  indexDeletionProtection,
  indexEncryptable,
  indexRegionCovered,
  keyDeletionWindow,
  keyKept,
  keyPolicyNobodyElse,
  keyPolicyRole,
  keyRotation,
  keySymmetric,
  networkEndpointFirst,
  networkVpcOnly,
  projectCmekForced,
  projectNoPodsOrBackups,
  projectOneKey,
  roleExternalId,
  roleKmsOnly,
  rolePrincipals,
  roleTrustVariant,
  zoneWildcardRecord,
];
