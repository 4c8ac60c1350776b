import { definePolicy } from "../definition";
import { isTheWorld, type Widest } from "../model/cidr";
import { foundAt, knownFirst } from "../model/claims";
import { type Entrance, entrancesOf } from "../model/entrances";
import { isForPinecone } from "../model/network";
import type { PlannedResource } from "../model/plan";
import { endpointsBehind, GROUP_TYPES } from "../model/securityGroups";
import { INGRESS_RULE, SECURITY_GROUP_RULE } from "../model/types";
import type { World } from "../model/world";

export const endpointSecurityGroup = definePolicy({
  name: "pinecone-endpoint-security-group",
  claim: "No security group of a VPC endpoint for Pinecone is open to the world.",
  severity: "high",
  why: "The endpoint is the door to the project's indexes: whoever reaches it and has an API key is in, also by way of peered networks. AWS's advice is to let in the clients alone. What another group, or a prefix list of somewhere else, lets in is not looked into.",
  remedy:
    "Give the CIDR blocks of the clients' VPCs or subnets, or their security groups, on port 443. Several narrow rules do better than a wide one.",
  reference: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  parameters: {
    widestIpv4Prefix: {
      type: "number",
      description: "The shortest prefix of an IPv4 block that reaches beyond private addresses.",
      default: 8,
      minimum: 0,
      maximum: 32,
    },
    widestIpv6Prefix: {
      type: "number",
      description: "The shortest prefix of an IPv6 block that reaches beyond private addresses.",
      default: 32,
      minimum: 0,
      maximum: 128,
    },
  },
  judges: "planned",
  types: [...GROUP_TYPES, INGRESS_RULE, SECURITY_GROUP_RULE],
  scope: "stack",
  *judge(subject, { world, parameters: { widestIpv4Prefix, widestIpv6Prefix } }) {
    const widest = { ipv4: widestIpv4Prefix, ipv6: widestIpv6Prefix };
    yield* knownFirst(entrancesOf(world, subject).map((reader) => () => problems(world, subject, reader, widest)));
  },
});

/** What a rule lets in. What is not known of it matters only at the door to Pinecone. */
function* problems(
  world: World,
  subject: PlannedResource,
  read: () => readonly Entrance[],
  widest: Widest,
): Generator<string> {
  const door = () => endpointsBehind(world, subject).find((endpoint) => isForPinecone(world, endpoint))?.name;
  const wide = () => {
    const open = read().filter(({ cidr }) => isTheWorld(cidr, widest));
    return open.length === 0 ? undefined : open;
  };
  const found = foundAt(wide, door);
  if (found === undefined) return;
  const [open, endpoint] = found;
  const who = open.map(({ cidr, list }) => (list === undefined ? cidr : `${cidr} of the prefix list ${list}`));
  yield `it lets ${who.join(", ")} in to the VPC endpoint ${endpoint}; expected the ranges of the clients alone.`;
}
