import * as types from "../model/types";
import type { World } from "../model/world";
import { aliasMeanings, grantMeanings, keyMeanings, keyPolicyMeanings } from "./meanings/key";
import * as network from "./meanings/network";
import * as pinecone from "./meanings/pinecone";
import * as roles from "./meanings/role";
import * as groups from "./meanings/securityGroups";
import { closes, loses, opens, plain, type Meaning, type MeaningsOf } from "./meanings/subject";
import type { ResourceChange } from "./preview";

export type { Meaning, Tone } from "./meanings/subject";

/** What a type is called, and what a change to one means. */
interface Kind {
  readonly noun: string;
  readonly meanings: MeaningsOf;
}

/** The types that the report is about. */
const KINDS: Readonly<Record<string, Kind>> = {
  [types.PROJECT]: { noun: "Pinecone project", meanings: pinecone.projectMeanings },
  [types.CMEK_BINDING]: { noun: "CMEK binding", meanings: pinecone.bindingMeanings },
  [types.EXTERNAL_ID]: { noun: "External ID", meanings: pinecone.externalIdMeanings },
  [types.API_KEY]: { noun: "Pinecone API key", meanings: pinecone.apiKeyMeanings },
  [types.INDEX]: { noun: "Pinecone index", meanings: pinecone.indexMeanings },
  [types.NETWORK_ACCESS]: { noun: "Network access", meanings: pinecone.networkAccessMeanings },
  [types.PRIVATE_ENDPOINT]: { noun: "Private Endpoint", meanings: network.privateEndpointMeanings },
  [types.ACCESS_GUARD]: { noun: "Access guard", meanings: network.accessGuardMeanings },
  [types.ROLE]: { noun: "IAM role", meanings: roles.roleMeanings },
  [types.ROLE_POLICY]: { noun: "Role policy", meanings: roles.rolePolicyMeanings },
  [types.ROLE_POLICY_ATTACHMENT]: { noun: "Policy attachment", meanings: roles.attachmentMeanings },
  [types.POLICY_ATTACHMENT]: { noun: "Policy attachment", meanings: roles.attachmentToAllMeanings },
  [types.MANAGED_POLICY]: { noun: "Managed policy", meanings: roles.managedPolicyMeanings },
  [types.KEY]: { noun: "KMS key", meanings: keyMeanings },
  [types.REPLICA_KEY]: { noun: "KMS replica key", meanings: keyMeanings },
  [types.EXTERNAL_KEY]: { noun: "KMS key with imported material", meanings: keyMeanings },
  [types.REPLICA_EXTERNAL_KEY]: { noun: "KMS replica key with imported material", meanings: keyMeanings },
  [types.KEY_POLICY]: { noun: "Key policy", meanings: keyPolicyMeanings },
  [types.KEY_GRANT]: { noun: "KMS grant", meanings: grantMeanings },
  [types.KEY_ALIAS]: { noun: "Key alias", meanings: aliasMeanings },
  [types.VPC_ENDPOINT]: { noun: "VPC endpoint", meanings: network.vpcEndpointMeanings },
  [types.SECURITY_GROUP]: { noun: "Security group", meanings: groups.securityGroupMeanings },
  [types.DEFAULT_SECURITY_GROUP]: { noun: "Default security group", meanings: groups.securityGroupMeanings },
  [types.SECURITY_GROUP_ASSOCIATION]: {
    noun: "Security group of an endpoint",
    meanings: groups.groupAssociationMeanings,
  },
  [types.INGRESS_RULE]: { noun: "Ingress rule", meanings: groups.ingressMeanings },
  [types.SECURITY_GROUP_RULE]: { noun: "Security group rule", meanings: groups.ingressMeanings },
  [types.PREFIX_LIST]: { noun: "Prefix list", meanings: groups.prefixListMeanings },
  [types.PREFIX_LIST_ENTRY]: { noun: "Prefix list entry", meanings: groups.prefixListEntryMeanings },
  [types.ZONE]: { noun: "Hosted zone", meanings: network.zoneMeanings },
  [types.RECORD]: { noun: "DNS record", meanings: network.recordMeanings },
};

/** What a type is called in the report; `undefined` for types that it is not about. */
export function nounOf(type: string): string | undefined {
  return KINDS[type]?.noun;
}

/** What a change means, with what it does to the protection of the resource; empty where it means nothing. */
export function meaningsOf(change: ResourceChange, world: World, formerWorld: World): readonly Meaning[] {
  const kind = KINDS[change.type];
  if (kind === undefined) return [];
  const subject = {
    change,
    before: change.before?.properties,
    after: change.after?.properties,
    world,
    formerWorld,
  };
  const own = ["same", "read"].includes(change.operation) ? [] : kind.meanings(subject);
  const all = [...own, ...protectionMeanings(change)];
  return all.length > 0 || change.operation === "same" ? all : [plain("No change to security.")];
}

/** Pulumi's own options that keep a resource; a change of these alone is none of the resource. */
function protectionMeanings({ before, after, operation }: ResourceChange): Meaning[] {
  if (before === undefined || after === undefined)
    return before?.protect === true && operation === "delete" ? [PROTECTED] : [];
  const found: Meaning[] = [];
  if (before.protect && !after.protect) found.push(opens("Pulumi no longer refuses to delete it (protect goes)."));
  if (!before.protect && after.protect) found.push(closes("Pulumi refuses to delete it from now on (protect)."));
  if (before.retainOnDelete && after.retainOnDelete === false) {
    found.push(loses("Taken out of the program it will be deleted for real (retainOnDelete goes)."));
  }
  if (!before.retainOnDelete && after.retainOnDelete === true) {
    found.push(closes("Taken out of the program it stays in the cloud (retainOnDelete)."));
  }
  return found;
}

const PROTECTED = plain("It is protected, so Pulumi will refuse.");
