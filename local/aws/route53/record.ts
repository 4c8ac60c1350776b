import type { AliasTarget, ResourceRecordSet, RRType } from "@aws-sdk/client-route-53";
import { ProviderError } from "../../../provider/rpc";
import { isNamed } from "../errors";
import { type PlainObject, resourceType } from "../resourceType";
import { created, untilCreated, untilInSync } from "./changes";
import { bareZoneId, domainName, fullName, sameName, sameZoneId } from "./names";
import { asSent, changeRecord, findRecord } from "./records";
import { findZone } from "./zones";

const ONE_RECORD = "leave it out: the local aws plugin makes one record of a name and type";

/** A DNS record, or all of one name and type. Its ID is `zone_name_type`, the name as the program gave it. */
export const record = resourceType({
  token: "aws:route53/record:Record",
  title: "Route 53 record",
  inputs: {
    zoneId: { kind: "string", onChange: "replace", required: true, same: sameZoneId },
    name: { kind: "string", onChange: "replace", required: true, same: sameName },
    type: {
      kind: "string",
      onChange: "replace",
      required: true,
      // Those whose values Route 53 answers as they were sent.
      values: ["A", "AAAA", "CNAME", "MX", "NS", "PTR", "SRV"],
    },
    ttl: { kind: "number", onChange: "update", range: [0, 2_147_483_647] },
    records: { kind: "strings", onChange: "update" },
    aliases: { kind: "objects", onChange: "update", sameObject: sameAlias },
    allowOverwrite: { kind: "boolean", onChange: "update", default: false, unread: true },
  },
  outputs: { fqdn: { kind: "string" } },
  refused: {
    cidrRoutingPolicy: ONE_RECORD,
    failoverRoutingPolicies: ONE_RECORD,
    geolocationRoutingPolicies: ONE_RECORD,
    geoproximityRoutingPolicy: ONE_RECORD,
    healthCheckId: ONE_RECORD,
    latencyRoutingPolicies: ONE_RECORD,
    multivalueAnswerRoutingPolicy: ONE_RECORD,
    setIdentifier: ONE_RECORD,
    weightedRoutingPolicies: ONE_RECORD,
  },
  uniqueWithin: ["zoneId"],

  async create(call, wanted) {
    const { zoneId, name, type } = wanted;
    const zoneName = (await findZone(call, zoneId))?.HostedZone?.Name;
    if (zoneName === undefined) {
      throw new ProviderError(`Could not create the Route 53 record "${name}": there is no hosted zone "${zoneId}".`);
    }
    const action = wanted.allowOverwrite ? "UPSERT" : "CREATE";
    created(call, await changeRecord(call, zoneId, action, recordSet(fullName(name, zoneName), wanted)));
    return `${bareZoneId(zoneId)}_${name.toLowerCase()}_${type}`;
  },

  complete: (call, _id, wanted) => untilCreated(call, `the record "${wanted.name}"`),

  async read(call, id) {
    const { zoneId, name, type } = parts(id);
    const zoneName = (await findZone(call, zoneId))?.HostedZone?.Name;
    const found = zoneName && (await findRecord(call, zoneId, fullName(name, zoneName), type));
    if (!found) {
      return undefined;
    }
    const { Name = "", TTL, ResourceRecords = [] } = found;
    const target = found.AliasTarget;
    return {
      zoneId,
      name,
      type,
      fqdn: domainName(Name),
      ttl: target ? undefined : TTL,
      records: target ? undefined : ResourceRecords.map(({ Value = "" }) => Value),
      aliases: target && [aliasOf(target)],
    };
  },

  async sync(call, _id, wanted, _changed, actual) {
    const change = await changeRecord(call, wanted.zoneId, "UPSERT", recordSet(actual.fqdn, wanted));
    await untilInSync(call, change, `the record "${wanted.name}"`);
  },

  async delete(call, id) {
    const { zoneId, name, type } = parts(id);
    const zoneName = (await findZone(call, zoneId))?.HostedZone?.Name;
    const found = zoneName && (await findRecord(call, zoneId, fullName(name, zoneName), type));
    if (!found) {
      return;
    }
    try {
      const change = await changeRecord(call, zoneId, "DELETE", asSent(found));
      await untilInSync(call, change, `the zone without the record "${name}"`);
    } catch (error) {
      // Route 53's answer when somebody else was faster.
      if (!(isNamed(error, "InvalidChangeBatch") && /not found/.test(String(error)))) {
        throw error;
      }
    }
  },
});

interface Values {
  readonly type: string;
  readonly ttl?: number;
  readonly records?: readonly string[];
  readonly aliases?: readonly PlainObject[];
}

/** @throws ProviderError unless it has either records and a TTL, or one alias */
function recordSet(Name: string, { type, ttl, records = [], aliases = [] }: Values): ResourceRecordSet {
  const Type = type as RRType;
  const [alias] = aliases;
  if (alias !== undefined && aliases.length === 1 && records.length === 0 && ttl === undefined) {
    return { Name, Type, AliasTarget: targetOf(alias) };
  }
  if (alias === undefined && records.length > 0 && ttl !== undefined) {
    return { Name, Type, TTL: ttl, ResourceRecords: records.map((Value) => ({ Value })) };
  }
  throw new ProviderError(
    `The Route 53 record "${Name}" has ${records.length} records, ${ttl === undefined ? "no ttl" : `ttl ${ttl}`} and ${aliases.length} aliases: Route 53 wants records with a ttl, or one alias without.`,
  );
}

function targetOf({ name, zoneId, evaluateTargetHealth }: PlainObject): AliasTarget {
  return { DNSName: String(name), HostedZoneId: String(zoneId), EvaluateTargetHealth: evaluateTargetHealth === true };
}

function aliasOf({ DNSName = "", HostedZoneId = "", EvaluateTargetHealth = false }: AliasTarget): PlainObject {
  return { name: domainName(DNSName), zoneId: HostedZoneId, evaluateTargetHealth: EvaluateTargetHealth };
}

function sameAlias(one: PlainObject, other: PlainObject): boolean {
  return (
    sameName(String(one["name"]), String(other["name"])) &&
    one["zoneId"] === other["zoneId"] &&
    one["evaluateTargetHealth"] === other["evaluateTargetHealth"]
  );
}

/** A name may have underscores in it; a zone's ID and a type have none. */
function parts(id: string): { zoneId: string; name: string; type: string } {
  const [, zoneId, name, type] = /^([A-Z0-9]+)_(.*)_([A-Z]+)$/.exec(id) ?? [];
  if (zoneId === undefined || name === undefined || type === undefined) {
    throw new ProviderError(
      `"${id}" is not the ID of a Route 53 record: give the zone's ID, the record's name and its type with underscores between, like Z123456_*.example.com_CNAME.`,
    );
  }
  return { zoneId, name, type };
}
