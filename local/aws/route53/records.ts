import type { ChangeAction, ChangeInfo, ResourceRecordSet, RRType } from "@aws-sdk/client-route-53";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import { domainName, sameName } from "./names";

/** Route 53 changes up to 1000 records at a time. */
const BATCH = 1000;

/** The record of a name and type, but for those with a routing policy, which several can share; `undefined` when it is gone. */
export async function findRecord(
  call: Call,
  HostedZoneId: string,
  name: string,
  type: string,
): Promise<ResourceRecordSet | undefined> {
  const route53 = await call.route53();
  const page = await unlessGone(
    route53.listResourceRecordSets(
      { HostedZoneId, StartRecordName: name, StartRecordType: type as RRType, MaxItems: 1 },
      call.abort,
    ),
  );
  return page?.ResourceRecordSets?.find(
    ({ Name = "", Type, SetIdentifier }) => sameName(Name, name) && Type === type && SetIdentifier === undefined,
  );
}

export async function changeRecord(
  call: Call,
  HostedZoneId: string,
  Action: ChangeAction,
  ...records: ResourceRecordSet[]
): Promise<ChangeInfo | undefined> {
  const route53 = await call.route53();
  const Changes = records.map((record) => ({ Action, ResourceRecordSet: record }));
  return (await route53.changeResourceRecordSets({ HostedZoneId, ChangeBatch: { Changes } }, call.abort)).ChangeInfo;
}

/** Deletes what is in a zone, but for its own NS and SOA records, which go with it. */
export async function deleteRecords(call: Call, HostedZoneId: string): Promise<void> {
  const route53 = await call.route53();
  for (;;) {
    const page = await unlessGone(route53.listResourceRecordSets({ HostedZoneId }, call.abort));
    const others = (page?.ResourceRecordSets ?? []).filter(({ Type }) => Type !== "NS" && Type !== "SOA");
    if (others.length === 0) {
      return;
    }
    await changeRecord(call, HostedZoneId, "DELETE", ...others.slice(0, BATCH).map(asSent));
  }
}

/** A record as Route 53 takes it back: moto answers a TTL for aliases, which have none. */
export function asSent({ TTL, ...record }: ResourceRecordSet): ResourceRecordSet {
  const Name = domainName(record.Name ?? "");
  return { ...record, Name, ...(record.AliasTarget === undefined && { TTL }) };
}
