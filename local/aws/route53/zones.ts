import type { GetHostedZoneResponse, HostedZone } from "@aws-sdk/client-route-53";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import { partitionOf } from "../regions";
import type { Tags } from "../resourceType";
import { userTags } from "../tags";
import { bareZoneId, domainName, sameName } from "./names";

/** A hosted zone with its VPCs; `undefined` when it is gone. */
export async function findZone(call: Call, Id: string): Promise<GetHostedZoneResponse | undefined> {
  const route53 = await call.route53();
  return unlessGone(route53.getHostedZone({ Id }, call.abort));
}

/** What the resource and the function tell alike. */
export async function zoneFacts(call: Call, { HostedZone: zone, DelegationSet }: GetHostedZoneResponse) {
  const zoneId = bareZoneId(zone?.Id ?? "");
  const name = domainName(zone?.Name ?? "");
  const nameServers = DelegationSet?.NameServers ?? (await nameServersOf(call, zoneId, name));
  return {
    zoneId,
    name,
    arn: `arn:${partitionOf(call.region).name}:route53:::hostedzone/${zoneId}`,
    comment: zone?.Config?.Comment ?? "",
    primaryNameServer: nameServers[0] ?? "",
    nameServers: [...nameServers].sort(),
    enableAcceleratedRecovery: false,
  };
}

/** A private zone has no delegation set: its name servers are in its own NS record. */
async function nameServersOf(call: Call, HostedZoneId: string, name: string): Promise<string[]> {
  const route53 = await call.route53();
  const { ResourceRecordSets = [] } = await route53.listResourceRecordSets(
    { HostedZoneId, StartRecordName: name, StartRecordType: "NS", MaxItems: 1 },
    call.abort,
  );
  const servers = ResourceRecordSets.find(({ Type, Name = "" }) => Type === "NS" && sameName(Name, name));
  return (servers?.ResourceRecords ?? []).map(({ Value = "" }) => domainName(Value));
}

export async function zoneTags(call: Call, ResourceId: string): Promise<Tags> {
  const route53 = await call.route53();
  const { ResourceTagSet } = await route53.listTagsForResource({ ResourceType: "hostedzone", ResourceId }, call.abort);
  return userTags((ResourceTagSet?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
}

/** All zones of a name: there may be a public one and several private ones. */
export async function zonesNamed(call: Call, name: string): Promise<HostedZone[]> {
  const route53 = await call.route53();
  const found: HostedZone[] = [];
  let HostedZoneId: string | undefined;
  do {
    // Route 53 lists in alphabetical order, beginning with this name.
    const page = await route53.listHostedZonesByName({ DNSName: name, HostedZoneId }, call.abort);
    found.push(...(page.HostedZones ?? []).filter((zone) => sameName(zone.Name ?? "", name)));
    const goesOn = page.IsTruncated === true && sameName(page.NextDNSName ?? "", name);
    HostedZoneId = goesOn ? page.NextHostedZoneId : undefined;
  } while (HostedZoneId !== undefined);
  return found;
}
