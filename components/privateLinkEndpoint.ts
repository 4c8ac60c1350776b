import * as pulumi from "@pulumi/pulumi";
import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import type {
  BroughtEndpoint,
  BroughtSecurityGroups,
  MadeEndpoint,
  MadeSecurityGroup,
  PrivateLinkOptions,
} from "./privateLinkArgs";
import { cidrProblem } from "./privateLinkChecks";
import { checkEndpoint, checkSubnets, resolvingVpc } from "./privateLinkLookups";
import { type Link, withSuffixes, wrong } from "./privateLinkParts";

const HTTPS = 443;

/** @internal A VPC endpoint that was made or brought. */
export interface LinkEndpoint {
  /** The ID of the VPC endpoint. */
  readonly id: pulumi.Output<string>;
  /** Its ARN. In the preview of a new endpoint it is not known. */
  readonly arn: pulumi.Output<string | undefined>;
  /** The VPC endpoint service that it leads to. */
  readonly serviceName: pulumi.Output<string | undefined>;
  /** The regional DNS name. */
  readonly dnsName: pulumi.Output<string>;
  /** The VPC that it is in. */
  readonly vpcId: pulumi.Output<string>;
  /** The security group, if one was made. */
  readonly securityGroupId: pulumi.Output<string | undefined>;
  /** What has to be there besides, so that clients get in. */
  readonly rules: readonly pulumi.Resource[];
}

/** @internal Makes an interface endpoint for Pinecone's service, and its security group unless groups are brought. */
export function makeEndpoint(
  link: Link,
  args: MadeEndpoint & (MadeSecurityGroup | BroughtSecurityGroups) & PrivateLinkOptions,
): LinkEndpoint {
  const { name, region, parent, serviceName } = link;
  const privateDnsEnabled = args.dns === "endpoint";
  const made = args.securityGroupIds === undefined ? makeSecurityGroup(link, args) : undefined;
  const endpointArgs = {
    region,
    vpcId: privateDnsEnabled ? resolvingVpc(link, "vpcId", args.vpcId) : args.vpcId,
    serviceName,
    vpcEndpointType: "Interface",
    subnetIds: pulumi.all([args.subnetIds, args.vpcId]).apply(async ([ids, vpcId]) => {
      await checkSubnets(link, ids, vpcId);
      return ids;
    }),
    securityGroupIds: made === undefined ? args.securityGroupIds : [made.group.id],
    privateDnsEnabled,
    policy: args.endpointPolicy,
    tags: args.tags,
  };
  const waiting = args.timeouts === undefined ? {} : { customTimeouts: args.timeouts };
  // An endpoint that is there already takes a new group only once that lets clients in: AWS changes its groups at once.
  const dependsOn = made?.rules ?? [];
  const endpoint = new ec2.VpcEndpoint(`${name}-endpoint`, endpointArgs, { parent, dependsOn, ...waiting });
  return {
    id: endpoint.id,
    arn: endpoint.arn,
    serviceName,
    dnsName: pulumi
      .all([endpoint.id, endpoint.dnsEntries])
      .apply(([id, entries]) => regionalName(link, "subnetIds", id, entries)),
    vpcId: pulumi.output(args.vpcId),
    securityGroupId: pulumi.output(made?.group.id),
    rules: made?.rules ?? [],
  };
}

/** The first DNS name is the regional one, those of the zones follow. */
function regionalName(link: Link, property: string, id: string, entries: readonly { dnsName: string }[] = []): string {
  const name = entries[0]?.dnsName;
  if (name !== undefined || pulumi.runtime.isDryRun()) return name ?? "";
  const reason = `VPC endpoint ${JSON.stringify(id)} has no DNS name, so no record can lead to it. Look at its state in AWS.`;
  throw wrong(link, property, reason);
}

/** A security group that lets clients in on the port of HTTPS, and nothing out: an endpoint answers only. */
function makeSecurityGroup(link: Link, args: MadeEndpoint & MadeSecurityGroup & PrivateLinkOptions) {
  const { name, region, parent } = link;
  const { vpcId, allowedCidrs = [], allowedSecurityGroupIds = [], tags } = args;
  const description = "Lets clients in to Pinecone by AWS PrivateLink.";
  // No egress is named: the AWS provider then removes the rule that AWS gives every new group.
  const group = new ec2.SecurityGroup(`${name}-security-group`, { region, vpcId, description, tags }, { parent });
  const port = { region, securityGroupId: group.id, ipProtocol: "tcp", fromPort: HTTPS, toPort: HTTPS, tags };
  const rule = (suffix: string, source: Partial<vpc.SecurityGroupIngressRuleArgs>) =>
    new vpc.SecurityGroupIngressRule(`${name}-ingress-${suffix}`, { ...port, ...source }, { parent });
  const rules = [
    ...withSuffixes(allowedCidrs, "cidr").map(({ suffix, value, index }) =>
      rule(suffix, cidrOf(link, `allowedCidrs[${index}]`, value, args.allowFromEverywhere)),
    ),
    ...withSuffixes(allowedSecurityGroupIds, "group").map(({ suffix, value }) =>
      rule(suffix, { referencedSecurityGroupId: value }),
    ),
  ];
  return { group, rules };
}

/** AWS keeps the two versions of IP apart. */
function cidrOf(link: Link, property: string, value: pulumi.Input<string>, allowFromEverywhere: boolean | undefined) {
  const cidr = pulumi.output(value).apply((known) => {
    const problem = cidrProblem(known, allowFromEverywhere);
    if (problem !== undefined) throw wrong(link, property, problem);
    return known;
  });
  return {
    cidrIpv4: cidr.apply((known) => (known.includes(":") ? undefined : known)),
    cidrIpv6: cidr.apply((known) => (known.includes(":") ? known : undefined)),
  };
}

/** @internal Looks up the endpoint that is brought. */
export function bringEndpoint(link: Link, { vpcEndpointId, dns }: BroughtEndpoint & PrivateLinkOptions): LinkEndpoint {
  const found = pulumi.all([vpcEndpointId, link.serviceName]).apply(async ([id, serviceName]) => {
    const needs = { given: vpcEndpointId, needsPrivateDns: dns === "endpoint" };
    return { ...(await checkEndpoint(link, id, serviceName, needs)), id };
  });
  return {
    id: found.apply(({ id }) => id),
    arn: found.apply(({ arn }) => arn),
    serviceName: found.apply(({ serviceName }) => serviceName),
    dnsName: found.apply(({ id, dnsEntries }) => regionalName(link, "vpcEndpointId", id, dnsEntries)),
    vpcId: found.apply(({ vpcId }) => vpcId ?? ""),
    securityGroupId: pulumi.output(undefined),
    rules: [],
  };
}
