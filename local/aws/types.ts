import { securityGroup } from "./ec2/securityGroup";
import { securityGroupEgressRule, securityGroupIngressRule } from "./ec2/securityGroupRules";
import { subnet } from "./ec2/subnet";
import { vpc } from "./ec2/vpc";
import { vpcEndpoint } from "./ec2/vpcEndpoint";
import { role } from "./iam/role";
import { rolePolicy } from "./iam/rolePolicy";
import { rolePolicyAttachment } from "./iam/rolePolicyAttachment";
import { alias } from "./kms/alias";
import { key } from "./kms/key";
import { keyPolicy } from "./kms/keyPolicy";
import { replicaKey } from "./kms/replicaKey";
import type { ResourceType } from "./resourceType";
import { record } from "./route53/record";
import { zone } from "./route53/zone";
import { zoneAssociation } from "./route53/zoneAssociation";

/** The resource types this plugin has. */
export const types: readonly ResourceType[] = [
  role,
  rolePolicy,
  rolePolicyAttachment,
  key,
  alias,
  keyPolicy,
  replicaKey,
  vpc,
  subnet,
  securityGroup,
  securityGroupIngressRule,
  securityGroupEgressRule,
  vpcEndpoint,
  zone,
  zoneAssociation,
  record,
];
