import {
  ListHostedZonesByVPCCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type Route53Client,
  type RRType,
  type VPCRegion,
} from "@aws-sdk/client-route-53";
import { recordsFor, zoneFor, type DnsRecord } from "./dns";

/** What a host's name leads to; without `target`, `why` it leads nowhere. */
export type Answer =
  { readonly target: string; readonly why?: undefined } | { readonly target?: undefined; readonly why: string };

/** Asks the private hosted zones of a VPC for a host, as the VPC's own resolver does. */
export async function askHostedZones(
  route53: Route53Client,
  { vpcId, region, host }: { readonly vpcId: string; readonly region: string; readonly host: string },
): Promise<Answer> {
  const request = { VPCId: vpcId, VPCRegion: region as VPCRegion };
  const { HostedZoneSummaries = [] } = await route53.send(new ListHostedZonesByVPCCommand(request));
  const zones = HostedZoneSummaries.map(({ HostedZoneId: id = "", Name: name = "" }) => ({ id, name }));
  const zone = zoneFor(host, zones);
  if (zone === undefined) return { why: `no private hosted zone of ${vpcId} has the name in it` };
  const found = recordsFor(host, await recordsOf(route53, zone.id));
  const leading = found.find(({ type }) => type === "CNAME" || type === "A" || type === "AAAA");
  const target = leading?.targets[0];
  return target === undefined ? { why: `the private hosted zone ${zone.name} has no record for it` } : { target };
}

async function recordsOf(route53: Route53Client, HostedZoneId: string): Promise<DnsRecord[]> {
  const records: DnsRecord[] = [];
  let from: { readonly StartRecordName?: string | undefined; readonly StartRecordType?: RRType | undefined } = {};
  let isTruncated: boolean | undefined;
  do {
    const page = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId, ...from }));
    records.push(...(page.ResourceRecordSets ?? []).map(asRecord));
    from = { StartRecordName: page.NextRecordName, StartRecordType: page.NextRecordType };
    isTruncated = page.IsTruncated;
  } while (isTruncated === true);
  return records;
}

function asRecord({ Name = "", Type = "A", AliasTarget, ResourceRecords = [] }: ResourceRecordSet): DnsRecord {
  const values = ResourceRecords.map(({ Value = "" }) => Value);
  return { name: Name, type: Type, targets: AliasTarget === undefined ? values : [AliasTarget.DNSName ?? ""] };
}
