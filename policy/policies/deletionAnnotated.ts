import { fitsPattern } from "../../iam/evaluate/patterns";
import { ANY_TYPE, definePolicy } from "../definition";
import { bindingsOf, KEY_TYPES, keyUsersOf } from "../model/cmek";
import { endOf, formerWorld } from "../model/former";
import { dnsName, isForPinecone, isPineconeZone } from "../model/network";
import type { PlannedResource } from "../model/plan";
import * as types from "../model/types";
import type { World } from "../model/world";

export const deletionAnnotated = definePolicy({
  name: "pinecone-deletion-annotated",
  claim: "What guards data, or the way to it, is deleted or replaced only when the configuration names it.",
  severity: "critical",
  why: "A deletion looks in a diff like any other line that is gone, and what depends on it shows only afterwards. A second, deliberate line in the same pull request is reviewed for what it is.",
  remedy:
    "If the resource shall go, add its name to `annotated` of this policy in the pack's configuration, in the same pull request, and take it out again later. If not, put it back into the program; after a renaming give it an alias. A resource with retainOnDelete stays in the cloud and needs no annotation.",
  reference: "https://www.pulumi.com/docs/iac/operations/stack-management/protecting-against-undesired-changes/",
  parameters: {
    annotated: {
      type: "texts",
      description: "Names of resources in the program that may be deleted or replaced; `*` stands for any text.",
      default: [],
    },
    guarded: {
      type: "texts",
      description: "Further types that are guarded, as type tokens such as `aws:s3/bucket:Bucket`.",
      default: [],
    },
  },
  judges: "former",
  types: [ANY_TYPE],
  scope: "stack",
  *judge(subject, { world, parameters: { annotated, guarded } }) {
    if (subject.retainOnDelete || annotated.some((pattern) => fitsPattern(pattern, subject.name))) return;
    const before = formerWorld(world);
    const resource = before.get(subject.urn);
    // With or without an annotation: pinecone-key-kept speaks of it.
    if (resource !== undefined && isKeyOfBindingThatStays(world, before, resource)) return;
    const worth = resource === undefined ? undefined : worthOf(before, resource);
    const meaning = worth ?? (guarded.includes(subject.type) ? `it is a ${subject.type}` : undefined);
    const end = meaning === undefined ? undefined : endOf(world, subject);
    if (meaning === undefined || end === undefined) return;
    yield `it is ${end}, and ${meaning}; expected its name in \`annotated\`.`;
  },
});

function isKeyOfBindingThatStays(world: World, before: World, resource: PlannedResource): boolean {
  const isKey = KEY_TYPES.some((type) => type === resource.type);
  return isKey && bindingsOf(before, resource).some(({ urn }) => world.get(urn) !== undefined);
}

/** What is lost with a resource, if it is guarded. */
function worthOf(world: World, resource: PlannedResource): string | undefined {
  const { type, properties } = resource;
  switch (type) {
    case types.PROJECT:
      return "a project goes with all that is in it";
    case types.CMEK_BINDING:
      return "a project gets no other key";
    case types.INDEX:
      return "an index goes with its data";
    case types.PRIVATE_ENDPOINT:
      return "clients in its VPC lose their way to the indexes";
    case types.NETWORK_ACCESS:
      return isOn(properties) ? "the project is open to the internet then" : undefined;
    case types.KEY:
    case types.REPLICA_KEY:
      return keyUsersOf(world, resource).length > 0 ? "nobody can read what it encrypted then" : undefined;
    case types.ROLE:
      return world.users(resource, types.CMEK_BINDING, "roleArn").length > 0
        ? "Pinecone can't use the key without it"
        : undefined;
    default:
      return isOnTheWay(world, resource) ? "the private way to Pinecone leads through it" : undefined;
  }
}

function isOn({ status, privateEndpointsOnly }: PlannedResource["properties"]): boolean {
  return status === "restricted" || (status === "pending" && privateEndpointsOnly === true);
}

/** A VPC endpoint for Pinecone, a hosted zone of its private hosts, or a record in one. */
function isOnTheWay(world: World, resource: PlannedResource): boolean {
  const name = (property: string): string => {
    const value = resource.properties[property];
    return typeof value === "string" ? dnsName(value) : "";
  };
  switch (resource.type) {
    case types.VPC_ENDPOINT:
      return isForPinecone(world, resource);
    case types.ZONE:
      return isPineconeZone(name("name"));
    case types.RECORD:
      return [name("fqdn"), name("name")].some((each) => isPineconeZone(each.replace(/^\*\./, "")));
    default:
      return false;
  }
}
