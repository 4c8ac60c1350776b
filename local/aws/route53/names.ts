/** A domain name as `@pulumi/aws` keeps it: in small letters, without the dot at its end, and with `*` where Route 53 answers `\052`. */
export function domainName(text: string): string {
  return text
    .replace(/^\\052(?=\.|$)/, "*")
    .replace(/\.$/, "")
    .toLowerCase();
}

/** True when two texts are the same domain name. */
export function sameName(one: string, other: string): boolean {
  return domainName(one) === domainName(other);
}

/** The full name of a record, which a program may give with or without the name of its zone. */
export function fullName(name: string, zoneName: string): string {
  const [record, zone] = [domainName(name), domainName(zoneName)];
  if (record.endsWith(zone)) {
    return record;
  }
  return record === "" ? zone : `${record}.${zone}`;
}

/** A zone's ID alone. Route 53 answers `/hostedzone/Z123`, and takes either. */
export function bareZoneId(id: string): string {
  return id.replace(/^\/hostedzone\//, "");
}

/** True when two texts are the ID of the same zone. */
export function sameZoneId(one: string, other: string): boolean {
  return bareZoneId(one) === bareZoneId(other);
}
