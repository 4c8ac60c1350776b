/** How Route 53 answers inside a VPC, as far as the witness of the private way needs it. */

/** A record of a zone. Names are full ones, and come with or without a dot at the end and with `\052` for `*`. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  /** Where it leads: the target of a CNAME or of an alias, or the values of another record. */
  readonly targets: readonly string[];
}

/** A name to compare: small letters, no dot at the end, `*` where Route 53 answers `\052`. */
export function bareName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\\052\./, "*.")
    .replace(/\.$/, "");
}

/** True when a host is a zone's own name or anywhere below it. */
export function isWithin(host: string, zone: string): boolean {
  return bareName(host) === bareName(zone) || bareName(host).endsWith(`.${bareName(zone)}`);
}

/** The zone that answers for a host: of those it is in, the one with the longest name. No other is asked, even if this one knows nothing. */
export function zoneFor<Zone extends { readonly name: string }>(
  host: string,
  zones: readonly Zone[],
): Zone | undefined {
  return zones
    .filter(({ name }) => isWithin(host, name))
    .sort((one, other) => bareName(other.name).length - bareName(one.name).length)[0];
}

/**
 * The records that answer for a host. Those of its own name come first; else the wildcard of the nearest name above it, at any
 * depth. A name that exists in between ends the search: the wildcards further up do not hold below it (RFC 4592).
 */
export function recordsFor(host: string, records: readonly DnsRecord[]): DnsRecord[] {
  const of = (name: string): DnsRecord[] => records.filter((record) => bareName(record.name) === name);
  const own = of(bareName(host));
  if (own.length > 0) return own;
  const labels = bareName(host).split(".");
  for (let above = 1; above < labels.length; above++) {
    const parent = labels.slice(above).join(".");
    const wildcard = of(`*.${parent}`);
    if (wildcard.length > 0) return wildcard;
    if (of(parent).length > 0) return [];
  }
  return [];
}
