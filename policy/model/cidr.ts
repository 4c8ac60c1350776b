/** Ranges of IP addresses, as far as it matters how much of the world they let in. */

interface Range {
  readonly version: 4 | 6;
  readonly start: bigint;
  readonly prefix: number;
}

/** Addresses that nobody has on the internet (RFC 1918, 6598, 3927, 1122, 4193, 4291): a range within one lets in nobody from there. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"]
  .concat("fc00::/7", "fe80::/10", "::1/128")
  .flatMap(rangesOf);

/** How wide a range may be that reaches beyond private addresses: the shortest prefix of each version. */
export interface Widest {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** Whether a range lets in the world, or a great part of it. What is no range does not: AWS refuses it. */
export function isTheWorld(cidr: string, widest: Widest): boolean {
  return rangesOf(cidr).some(
    (range) =>
      range.prefix < (range.version === 4 ? widest.ipv4 : widest.ipv6) &&
      !PRIVATE.some((outer) => contains(outer, range)),
  );
}

function contains(outer: Range, inner: Range): boolean {
  if (outer.version !== inner.version || outer.prefix > inner.prefix) return false;
  const bits = BigInt((outer.version === 4 ? 32 : 128) - outer.prefix);
  return outer.start >> bits === inner.start >> bits;
}

/** One range, or none. */
function rangesOf(cidr: string): readonly Range[] {
  const [, address = "", prefix = ""] = /^([^/]+)\/(\d{1,3})$/.exec(cidr.trim()) ?? [];
  const version = address.includes(":") ? 6 : 4;
  const start = version === 4 ? ipv4(address) : ipv6(address);
  if (start === undefined || Number(prefix) > (version === 4 ? 32 : 128)) return [];
  return [{ version, start, prefix: Number(prefix) }];
}

function ipv4(address: string): bigint | undefined {
  const parts = address.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6(address: string): bigint | undefined {
  const [head = "", tail, ...more] = address.split("::");
  const groupsOf = (text: string | undefined): string[] => (text === undefined || text === "" ? [] : text.split(":"));
  const [first, last] = [groupsOf(head), groupsOf(tail)];
  const missing = 8 - first.length - last.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...first, ...Array<string>(missing).fill("0"), ...last];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
