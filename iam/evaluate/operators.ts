import { BlockList, isIP } from "node:net";
import type { Context } from "./context";
import type { Expanded } from "./patterns";
import { expandArnVariables, expandVariables, fitsArnPattern, fitsPattern, plainText } from "./patterns";
import type { Verdict } from "./verdict";

/** How one condition operator compares one value of the policy with one of the request. */
export interface Operator {
  readonly compare: (asked: string, got: string) => Verdict;
  /** Whether it holds when the comparison does not, and for a key that the request lacks. */
  readonly negated: boolean;
  /** Fills in policy variables, for operators that take them. */
  readonly expand?: (text: string, context: Context) => Expanded;
}

const decided = (holds: boolean): Verdict => (holds ? "yes" : "no");

const equals = (asked: string, got: string): Verdict => decided(plainText(asked) === got);
const equalsIgnoreCase = (asked: string, got: string): Verdict =>
  decided(plainText(asked).toLowerCase() === got.toLowerCase());
const like = (asked: string, got: string): Verdict => decided(fitsPattern(asked, got));

function bool(asked: string, got: string): Verdict {
  const values = [asked.toLowerCase(), got.toLowerCase()];
  if (values.some((value) => value !== "true" && value !== "false")) return "unknown";
  return decided(values[0] === values[1]);
}

type Relation = (got: number, asked: number) => boolean;

const RELATIONS: Readonly<Record<string, Relation>> = {
  Equals: (got, asked) => got === asked,
  LessThan: (got, asked) => got < asked,
  LessThanEquals: (got, asked) => got <= asked,
  GreaterThan: (got, asked) => got > asked,
  GreaterThanEquals: (got, asked) => got >= asked,
};

/** Compares by number; a text that is none can't be decided. */
function byNumber(read: (text: string) => number, relation: Relation): Operator["compare"] {
  return (asked, got) => {
    const [left, right] = [read(got), read(asked)];
    return Number.isFinite(left) && Number.isFinite(right) ? decided(relation(left, right)) : "unknown";
  };
}

function readNumber(text: string): number {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

/** Milliseconds of an ISO 8601 date with its zone, or of seconds since 1970. */
function readDate(text: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  return /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
}

function ipAddress(asked: string, got: string): Verdict {
  const [network = "", length] = asked.split("/");
  const family = isIP(network);
  const most = family === 4 ? 32 : 128;
  const prefix = length === undefined ? most : readNumber(length);
  if (family === 0 || isIP(got) === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > most) return "unknown";
  if (isIP(got) !== family) return "no";
  const kind = family === 4 ? "ipv4" : "ipv6";
  const block = new BlockList();
  block.addSubnet(network, prefix, kind);
  return decided(block.check(got, kind));
}

type Expand = NonNullable<Operator["expand"]>;

function operator(compare: Operator["compare"], negated: boolean, expand?: Expand): Operator {
  return { compare, negated, ...(expand && { expand }) };
}

/** An operator and its negation. */
function pair(names: readonly [string, string], compare: Operator["compare"], expand?: Expand): [string, Operator][] {
  return [
    [names[0], operator(compare, false, expand)],
    [names[1], operator(compare, true, expand)],
  ];
}

function ordered(family: string, read: (text: string) => number): [string, Operator][] {
  const relations = Object.entries(RELATIONS).map(([name, relation]): [string, Operator] => [
    family + name,
    operator(byNumber(read, relation), false),
  ]);
  return [
    ...relations,
    [
      `${family}NotEquals`,
      operator(
        byNumber(read, (got, asked) => got === asked),
        true,
      ),
    ],
  ];
}

const ALL: readonly [string, Operator][] = [
  ...pair(["StringEquals", "StringNotEquals"], equals, expandVariables),
  ...pair(["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"], equalsIgnoreCase, expandVariables),
  ...pair(["StringLike", "StringNotLike"], like, expandVariables),
  // AWS takes wildcards in both.
  ...pair(["ArnEquals", "ArnNotEquals"], fitsArnPattern, expandArnVariables),
  ...pair(["ArnLike", "ArnNotLike"], fitsArnPattern, expandArnVariables),
  ...pair(["IpAddress", "NotIpAddress"], ipAddress),
  ["Bool", operator(bool, false)],
  ...ordered("Numeric", readNumber),
  ...ordered("Date", readDate),
];

const BY_NAME = new Map(ALL.map(([name, each]) => [name.toLowerCase(), each]));

/** The operator of this name, without regard to case; `undefined` for one that isn't known here. */
export function operatorNamed(name: string): Operator | undefined {
  return BY_NAME.get(name.toLowerCase());
}
