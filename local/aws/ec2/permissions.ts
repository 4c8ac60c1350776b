import type { EC2, IpPermission } from "@aws-sdk/client-ec2";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import type { PlainObject } from "../resourceType";

/** The rules AWS gives a new group: out to everywhere. IPv6 where the VPC has it. */
const DEFAULT_EGRESS: readonly IpPermission[] = [
  { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
  { IpProtocol: "-1", Ipv6Ranges: [{ CidrIpv6: "::/0" }] },
];

/** Takes away the rules a new group has from AWS; those that are gone, or never were, are no error. */
export async function revokeDefaultEgress(ec2: EC2, call: Call, GroupId: string): Promise<void> {
  for (const permission of DEFAULT_EGRESS) {
    await unlessGone(ec2.revokeSecurityGroupEgress({ GroupId, IpPermissions: [permission] }, call.abort));
  }
}

/** Takes all rules of a group away, so that no other group needs it any more. */
export async function revokeAll(ec2: EC2, call: Call, GroupId: string): Promise<void> {
  const Filters = [{ Name: "group-id", Values: [GroupId] }];
  const { SecurityGroupRules = [] } = await ec2.describeSecurityGroupRules({ Filters }, call.abort);
  for (const { SecurityGroupRuleId: rule, IsEgress } of SecurityGroupRules) {
    const request = { GroupId, SecurityGroupRuleIds: rule === undefined ? [] : [rule] };
    await unlessGone(
      IsEgress === true
        ? ec2.revokeSecurityGroupEgress(request, call.abort)
        : ec2.revokeSecurityGroupIngress(request, call.abort),
    );
  }
}

/** A group's rules as `@pulumi/aws` shows them in `ingress` and `egress`: one for each protocol, ports and description. */
export function shown(permissions: readonly IpPermission[] | undefined, groupId: string): PlainObject[] {
  return (permissions ?? []).flatMap((permission) =>
    [...descriptionsIn(permission)].map((description) => describedAs(permission, description, groupId)),
  );
}

function descriptionsIn({ IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }: IpPermission): Set<string> {
  const sources = [IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs].flatMap((some) => some ?? []);
  return new Set(sources.map(({ Description = "" }) => Description));
}

function describedAs(permission: IpPermission, description: string, groupId: string): PlainObject {
  const only = <S extends { readonly Description?: string | undefined }>(sources: readonly S[] | undefined): S[] =>
    (sources ?? []).filter(({ Description = "" }) => Description === description);
  // A rule for every protocol has no ports, which @pulumi/aws shows as 0.
  const port = (told: number | undefined): number => (permission.IpProtocol === "-1" ? 0 : (told ?? 0));
  const groups = only(permission.UserIdGroupPairs).flatMap(({ GroupId }) => GroupId ?? []);
  return {
    cidrBlocks: only(permission.IpRanges).flatMap(({ CidrIp }) => CidrIp ?? []),
    description,
    fromPort: port(permission.FromPort),
    ipv6CidrBlocks: only(permission.Ipv6Ranges).flatMap(({ CidrIpv6 }) => CidrIpv6 ?? []),
    prefixListIds: only(permission.PrefixListIds).flatMap(({ PrefixListId }) => PrefixListId ?? []),
    protocol: permission.IpProtocol ?? "",
    securityGroups: groups.filter((group) => group !== groupId),
    self: groups.includes(groupId),
    toPort: port(permission.ToPort),
  };
}
