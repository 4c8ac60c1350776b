import * as pulumi from "@pulumi/pulumi";
import * as route53 from "@pulumi/aws/route53";
import { orElse } from "./inputs";
import type { PrivateLinkArgs } from "./privateLinkArgs";
import type { LinkEndpoint } from "./privateLinkEndpoint";
import { checkZone, resolvingVpc } from "./privateLinkLookups";
import { type Link, withSuffixes } from "./privateLinkParts";

/** @internal Short, so that clients soon follow when the VPC endpoint is replaced. In seconds. */
export const RECORD_TTL = 60;

/** A DNS record by which the private hosts of a region lead to a VPC endpoint. */
export interface PrivateLinkRecord {
  /** The full name: a wildcard below the DNS zone. */
  readonly name: string;
  /** Always a `CNAME`, as the name of the endpoint has changing addresses behind it. */
  readonly type: "CNAME";
  /** The regional DNS name of the VPC endpoint. */
  readonly value: string;
}

/** @internal The record that leads the private hosts to the endpoint, whoever makes it. Its name is known before the endpoint is there. */
export function recordOf({ dnsZone }: Link, { dnsName }: LinkEndpoint) {
  return { name: pulumi.interpolate`*.${dnsZone}`, type: "CNAME", value: dnsName } as const;
}

/** A hosted zone that was made or brought, and all that was made for it. */
interface LinkZone {
  readonly id: pulumi.Output<string>;
  readonly resources: readonly pulumi.Resource[];
}

/**
 * @internal Makes the wildcard record in the hosted zone, and the zone unless it is brought.
 *
 * @param dependsOn what has to work before clients are led to the endpoint
 */
export function makeDns(
  link: Link,
  args: PrivateLinkArgs,
  endpoint: LinkEndpoint,
  dependsOn: pulumi.Resource[],
): LinkZone {
  const opts = { parent: link.parent, dependsOn };
  const zone =
    args.zoneId === undefined ? makeZone(link, args, endpoint, opts) : bringZone(link, args, args.zoneId, opts);
  const { name, type, value } = recordOf(link, endpoint);
  const record = new route53.Record(
    `${link.name}-record`,
    { zoneId: zone.id, name, type, ttl: orElse(args.recordTtl, RECORD_TTL), records: [value] },
    opts,
  );
  return { id: zone.id, resources: [...zone.resources, record] };
}

/**
 * All VPCs are in the zone itself. AWS's provider associates new ones before it lets go of old ones, and it does so after the endpoint
 * works: a VPC that takes another's place is not without the zone, nor is the other one before its time.
 */
function makeZone(
  link: Link,
  args: PrivateLinkArgs,
  endpoint: LinkEndpoint,
  opts: pulumi.CustomResourceOptions,
): LinkZone {
  const { name, region, dnsZone } = link;
  const main = args.vpcEndpointId === undefined ? "vpcId" : "vpcEndpointId";
  const vpcs = [
    resolvingVpc(link, main, endpoint.vpcId, args[main]),
    ...additionalVpcs(link, args).map(({ value }) => value),
  ];
  const zone = new route53.Zone(
    `${name}-zone`,
    {
      name: dnsZone,
      comment: `Leads the private hosts of Pinecone's indexes in ${region} to a VPC endpoint.`,
      vpcs: vpcs.map((vpcId) => ({ vpcId, vpcRegion: region })),
      tags: args.tags,
    },
    opts,
  );
  return { id: zone.zoneId, resources: [zone] };
}

/** Only what is added to the zone is ours: the record, and associations with further VPCs. */
function bringZone(
  link: Link,
  args: PrivateLinkArgs,
  given: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): LinkZone {
  const { name, region } = link;
  const id = pulumi.all([given, link.dnsZone]).apply(async ([zoneId, dnsZone]) => {
    await checkZone(link, zoneId, dnsZone);
    return zoneId;
  });
  const associations = additionalVpcs(link, args).map(
    ({ suffix, value }) =>
      new route53.ZoneAssociation(
        `${name}-zone-association-${suffix}`,
        { zoneId: id, vpcId: value, vpcRegion: region },
        opts,
      ),
  );
  return { id, resources: associations };
}

/** Further VPCs, which find the endpoint by the zone as well. */
function additionalVpcs(link: Link, { additionalVpcIds = [] }: PrivateLinkArgs) {
  return withSuffixes(additionalVpcIds, "vpc").map(({ suffix, value, index }) => ({
    suffix,
    value: resolvingVpc(link, `additionalVpcIds[${index}]`, value),
  }));
}
