import { definePolicy } from "../definition";
import { knownFirst } from "../model/claims";
import { dnsName, isPineconeZone } from "../model/network";
import type { PlannedResource } from "../model/plan";
import { isGiven, read, readText, unknownProperty } from "../model/read";
import { RECORD, VPC_ENDPOINT, ZONE } from "../model/types";
import { hasUnknown } from "../model/values";
import type { World } from "../model/world";

export const zoneWildcardRecord = definePolicy({
  name: "pinecone-zone-wildcard-record",
  claim: "A hosted zone for Pinecone's private hosts leads all of them to the VPC endpoint, by a wildcard record.",
  severity: "high",
  why: "A private hosted zone answers for all names in it: without the record a client in the VPC finds no private host at all, not even by public DNS. Each index has a host of its own, so one record for each would miss the next index.",
  remedy:
    "Add a record `*.<zone>` of type CNAME with the endpoint's regional DNS name, the first of its dnsEntries (the component PrivateLink does so), or an alias of type A to it. A record that another stack makes: name the zone in `exceptions`.",
  reference: "https://docs.pinecone.io/guides/production/connect-to-aws-privatelink",
  parameters: {
    zones: {
      type: "texts",
      description:
        "Further names of DNS zones of Pinecone's private hosts, for regions that this version does not know.",
      default: [],
    },
  },
  judges: "planned",
  types: [ZONE],
  scope: "stack",
  *judge(zone, { world, parameters: { zones } }) {
    const name = readText(zone, "name") ?? "";
    if (!isPineconeZone(name, zones)) return;
    const wildcard = `*.${dnsName(name)}`;
    const inZone = world.users(zone, RECORD, "zoneId", ["zoneId", "id", "arn"]);
    const isWildcard = (record: PlannedResource) => ["*", wildcard].includes(dnsName(readText(record, "name") ?? ""));
    const leading = inZone.filter((record) => isLeading(record) && isWildcard(record));
    if (leading.length === 0) {
      yield `it has no record ${wildcard} of type CNAME, or A or AAAA with an alias.`;
    } else {
      yield* knownFirst(leading.map((record) => () => targetProblems(world, record, wildcard)));
    }
  },
});

function isLeading(record: PlannedResource): boolean {
  const type = readText(record, "type");
  return type === "CNAME" || ((type === "A" || type === "AAAA") && isGiven(record, "aliases"));
}

/** What is text was written by somebody who knows. What comes from another resource must be a VPC endpoint's. */
function* targetProblems(world: World, record: PlannedResource, wildcard: string): Generator<string> {
  const property = isGiven(record, "aliases") ? "aliases" : "records";
  const sources = record.propertyDependencies[property] ?? [];
  if (world.sources(record, property, [VPC_ENDPOINT], []).length > 0) return;
  const value = read(record, property);
  if (hasUnknown(value)) throw unknownProperty(record, property);
  const names = (Array.isArray(value) ? value : []).map((each: unknown) =>
    typeof each === "object" ? (each as { readonly name?: unknown } | null)?.name : each,
  );
  if (sources.length === 0 || names.every((each) => typeof each === "string" && each.startsWith("vpce-"))) return;
  yield `${record.name} leads ${wildcard} to ${names.join(", ")}; expected the DNS name of a VPC endpoint.`;
}
