import { role } from "./iam/role";
import { rolePolicy } from "./iam/rolePolicy";
import { rolePolicyAttachment } from "./iam/rolePolicyAttachment";
import { alias } from "./kms/alias";
import { key } from "./kms/key";
import { keyPolicy } from "./kms/keyPolicy";
import { replicaKey } from "./kms/replicaKey";
import type { ResourceType } from "./resourceType";

/** The resource types this plugin has. */
export const types: readonly ResourceType[] = [
  role,
  rolePolicy,
  rolePolicyAttachment,
  key,
  alias,
  keyPolicy,
  replicaKey,
];
