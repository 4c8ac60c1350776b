import { definePolicy } from "../definition";
import { isTheWorld, type Widest } from "../model/cidr";
import { knownFirst } from "../model/claims";
import { endpointsBehind, isForPinecone } from "../model/network";
import type { PlannedResource } from "../model/plan";
import { isGiven, readObjects, readText, readTexts } from "../model/read";
import { INGRESS_RULE, SECURITY_GROUP, SECURITY_GROUP_RULE } from "../model/types";
import { UndecidedError } from "../model/values";
import type { World } from "../model/world";

export const endpointSecurityGroup = definePolicy({
  name: "pinecone-endpoint-security-group",
  claim: "No security group of a VPC endpoint for Pinecone is open to the world.",
  severity: "high",
  why: "The endpoint is the door to the project's indexes: whoever reaches it and has an API key is in, also by way of peered networks. AWS's advice is to let in the clients alone. What a prefix list or another group lets in is not looked into.",
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
  types: [SECURITY_GROUP, INGRESS_RULE, SECURITY_GROUP_RULE],
  scope: "stack",
  *judge(subject, { world, parameters: { widestIpv4Prefix, widestIpv6Prefix } }) {
    const widest = { ipv4: widestIpv4Prefix, ipv6: widestIpv6Prefix };
    yield* knownFirst(rulesOf(subject).map((cidrsOf) => () => problems(world, subject, cidrsOf, widest)));
  },
});

/** What a rule lets in. What is not known of it matters only at the door to Pinecone. */
function* problems(
  world: World,
  subject: PlannedResource,
  cidrsOf: () => readonly string[],
  widest: Widest,
): Generator<string> {
  const door = () => {
    const endpoints = endpointsBehind(world, subject, subject.type === SECURITY_GROUP ? undefined : "securityGroupId");
    return endpoints.find((endpoint) => isForPinecone(world, endpoint))?.name;
  };
  let open: readonly string[];
  try {
    open = cidrsOf().filter((cidr) => isTheWorld(cidr, widest));
  } catch (error) {
    if (error instanceof UndecidedError && door() === undefined) return;
    throw error;
  }
  const endpoint = open.length === 0 ? undefined : door();
  if (endpoint === undefined) return;
  yield `it lets ${open.join(", ")} in to the VPC endpoint ${endpoint}; expected the ranges of the clients alone.`;
}

/** The rules of a resource, each as a way to read its ranges. */
function rulesOf(subject: PlannedResource): readonly (() => readonly string[])[] {
  switch (subject.type) {
    case SECURITY_GROUP:
      // A group that is given no rules shows those that other resources add to it, or does not know them yet.
      return isGiven(subject, "ingress") ? inlineRules(subject) : [];
    case SECURITY_GROUP_RULE:
      return readText(subject, "type") === "ingress" ? [() => lists(subject)] : [];
    default:
      return ["cidrIpv4", "cidrIpv6"].map((property) => () => [readText(subject, property)].filter(isText));
  }
}

function inlineRules(group: PlannedResource): readonly (() => readonly string[])[] {
  const { ingress } = group.properties;
  if (!Array.isArray(ingress)) return [() => readObjects(group, "ingress").flatMap(lists)];
  // One by one, so that a rule that is not known hides no other.
  return ingress.map((rule: unknown) => () => {
    const one = { ...group, properties: { ingress: [rule] } };
    return readObjects(one, "ingress").flatMap(lists);
  });
}

function lists(rule: Parameters<typeof readTexts>[0]): readonly string[] {
  return ["cidrBlocks", "ipv6CidrBlocks"].flatMap((property) => readTexts(rule, property));
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}
