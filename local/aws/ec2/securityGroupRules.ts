import type { EC2, IpPermission, SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import { REGION, resourceType, TAGS, TAGS_ALL, type ResourceType } from "../resourceType";
import { arnOf, syncTags, tagsOf, tagSpecifications } from "./support";

/** Every protocol, and every port. */
const ALL = "-1";

const SOURCE = { kind: "string", onChange: "update", onAppearance: "replace" } as const;
const PORT = { kind: "number", onChange: "update", range: [-1, 65535] } as const;
const CIDR_V4 = { expression: /^\d+(\.\d+){3}\/\d+$/, rule: "an IPv4 CIDR block is like 10.0.0.0/16" };
const CIDR_V6 = { expression: /^[\da-f:.]+\/\d+$/i, rule: "an IPv6 CIDR block is like 2001:db8::/32" };

/** A rule that lets traffic into a security group. Its ID is its rule ID. */
export const securityGroupIngressRule = rule("ingress", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");

/** A rule that lets traffic out of a security group. Its ID is its rule ID. */
export const securityGroupEgressRule = rule("egress", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");

/** Both directions have the same properties; only the requests that make and revoke a rule differ. */
function rule(direction: "ingress" | "egress", token: string): ResourceType {
  const isEgress = direction === "egress";
  return resourceType({
    token,
    title: `security group ${direction} rule`,
    inputs: {
      securityGroupId: { kind: "string", onChange: "replace", required: true },
      ipProtocol: { kind: "string", onChange: "update", required: true, same: sameProtocol },
      fromPort: PORT,
      toPort: PORT,
      cidrIpv4: { ...SOURCE, pattern: CIDR_V4 },
      cidrIpv6: { ...SOURCE, pattern: CIDR_V6 },
      prefixListId: SOURCE,
      referencedSecurityGroupId: SOURCE,
      description: { kind: "string", onChange: "update" },
      tags: TAGS,
      region: REGION,
    },
    outputs: { arn: { kind: "string" }, securityGroupRuleId: { kind: "string" }, tagsAll: TAGS_ALL },
    exactlyOne: ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"],

    async create(call, wanted) {
      const ec2 = await call.ec2();
      const request = {
        GroupId: wanted.securityGroupId,
        IpPermissions: [permissionOf(wanted)],
        ...tagSpecifications("security-group-rule", wanted.tagsAll),
      };
      const { SecurityGroupRules } = await (isEgress
        ? ec2.authorizeSecurityGroupEgress(request, call.abort)
        : ec2.authorizeSecurityGroupIngress(request, call.abort));
      return SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? "";
    },

    async read(call, id, known) {
      const ec2 = await call.ec2();
      const answer = await unlessGone(ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: [id] }, call.abort));
      const found = answer?.SecurityGroupRules?.[0];
      if (found === undefined || found.IsEgress !== isEgress) {
        return undefined;
      }
      const owner = found.GroupOwnerId ?? (await ownerOf(ec2, call, found.GroupId ?? ""));
      return {
        arn: arnOf(call, owner, "security-group-rule", id),
        securityGroupRuleId: id,
        ...described(found, known),
      };
    },

    async sync(call, id, wanted, changed, actual) {
      const ec2 = await call.ec2();
      if ([...changed].some((name) => name !== "tagsAll")) {
        const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule: ruleOf(wanted) }];
        await ec2.modifySecurityGroupRules({ GroupId: wanted.securityGroupId, SecurityGroupRules }, call.abort);
      }
      await syncTags(ec2, call, id, actual.tagsAll, wanted.tagsAll);
    },

    async delete(call, id, { securityGroupId: GroupId }) {
      const ec2 = await call.ec2();
      const request = { GroupId, SecurityGroupRuleIds: [id] };
      await unlessGone(
        isEgress
          ? ec2.revokeSecurityGroupEgress(request, call.abort)
          : ec2.revokeSecurityGroupIngress(request, call.abort),
      );
    },
  });
}

/** A rule as the program wants it. */
interface Rule {
  readonly ipProtocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidrIpv4?: string;
  readonly cidrIpv6?: string;
  readonly prefixListId?: string;
  readonly referencedSecurityGroupId?: string;
  readonly description?: string;
}

function permissionOf(wanted: Rule): IpPermission {
  const { cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId, description: Description } = wanted;
  return {
    IpProtocol: wanted.ipProtocol,
    FromPort: wanted.fromPort,
    ToPort: wanted.toPort,
    ...(cidrIpv4 !== undefined && { IpRanges: [{ CidrIp: cidrIpv4, Description }] }),
    ...(cidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6: cidrIpv6, Description }] }),
    ...(prefixListId !== undefined && { PrefixListIds: [{ PrefixListId: prefixListId, Description }] }),
    ...(referencedSecurityGroupId !== undefined && {
      UserIdGroupPairs: [{ GroupId: referencedSecurityGroupId, Description }],
    }),
  };
}

/** The whole rule: whatever a modification leaves out is taken away. */
function ruleOf(wanted: Rule) {
  return {
    IpProtocol: wanted.ipProtocol,
    FromPort: wanted.fromPort ?? -1,
    ToPort: wanted.toPort ?? -1,
    CidrIpv4: wanted.cidrIpv4,
    CidrIpv6: wanted.cidrIpv6,
    PrefixListId: wanted.prefixListId,
    ReferencedGroupId: wanted.referencedSecurityGroupId,
    Description: wanted.description ?? "",
  };
}

function described(found: SecurityGroupRule, known: Partial<Rule>) {
  const port = (told: number | undefined, given: number | undefined): number | undefined =>
    // AWS tells -1 for the ports of a rule for every protocol, where no ports are given.
    found.IpProtocol === ALL && given === undefined ? undefined : told;
  return {
    securityGroupId: found.GroupId ?? "",
    ipProtocol: found.IpProtocol ?? "",
    fromPort: port(found.FromPort, known.fromPort),
    toPort: port(found.ToPort, known.toPort),
    cidrIpv4: found.CidrIpv4,
    cidrIpv6: found.CidrIpv6,
    prefixListId: found.PrefixListId,
    referencedSecurityGroupId: found.ReferencedGroupInfo?.GroupId,
    description: found.Description === "" ? undefined : found.Description,
    tagsAll: tagsOf(found.Tags),
  };
}

/** moto does not tell with the rule whose it is. */
async function ownerOf(ec2: EC2, call: Call, GroupId: string): Promise<string> {
  const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [GroupId] }, call.abort);
  return SecurityGroups?.[0]?.OwnerId ?? "";
}

/** The names of protocols, and the numbers that mean the same. */
const NUMBERS: Readonly<Record<string, string>> = { all: ALL, icmp: "1", tcp: "6", udp: "17", icmpv6: "58" };

function sameProtocol(one: string, other: string): boolean {
  const numberOf = (protocol: string) => NUMBERS[protocol.toLowerCase()] ?? protocol;
  return numberOf(one) === numberOf(other);
}
