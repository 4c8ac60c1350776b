/** IPv4 ranges such as `10.0.0.0/16`, as far as the witness of the private way needs them. */

interface Range {
  readonly start: number;
  readonly bits: number;
}

function parse(cidr: string): Range {
  const [, a, b, c, d, bits] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr) ?? [];
  if (bits === undefined) throw new Error(`"${cidr}" is not an IPv4 range such as 10.0.0.0/16.`);
  const start = [a, b, c, d].reduce((sum, part) => sum * 256 + Number(part), 0);
  return { start, bits: Number(bits) };
}

function text({ start, bits }: Range): string {
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
  return `${parts.join(".")}/${bits}`;
}

const sizeOf = ({ bits }: Range): number => 2 ** (32 - bits);

/** True when every address of `inner` is in `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [wide, narrow] = [parse(outer), parse(inner)];
  const from = wide.start - (wide.start % sizeOf(wide));
  return narrow.start >= from && narrow.start + sizeOf(narrow) <= from + sizeOf(wide);
}

/** The two halves of a range. */
export function halves(cidr: string): [string, string] {
  const { start, bits } = parse(cidr);
  const half = { start, bits: bits + 1 };
  return [text(half), text({ start: start + sizeOf(half), bits: bits + 1 })];
}
