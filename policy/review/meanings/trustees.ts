import {
  evaluateTrust,
  isPartition,
  parseArn,
  pineconeCmekPrincipal,
  PINECONE_REGIONS,
  type Partition,
  type PineconeRegion,
} from "../../../iam";
import { parsePolicy, type ParsedPolicy } from "../../../iam/evaluate/parse";
import { listed } from "../words";

/** Under what condition somebody may assume a role. */
type Ticket = "without an external ID" | "with the external ID only" | "on a condition that can't be decided here";

const OPEN: Ticket = "without an external ID";

/** Somebody who may assume a role. */
export interface Trustee {
  /** Pinecone's account, and the region of its role; none for others. */
  readonly pinecone: { readonly account: string; readonly region: string } | undefined;
  readonly who: string;
  readonly ticket: Ticket;
}

/** Somebody whom no policy means: who lets it in lets everybody in. */
const SOMEBODY = ":role/somebody";
const STRANGER = `arn:aws:iam::999999999999${SOMEBODY}`;

/** Of a region that is not there yet: who lets it in lets all future ones in. */
const FUTURE = "future regions";

const PINECONE_ROLE = /^arn:([\w-]+):iam::([^:]*):role\/pinecone_cmek_access_/;

/** Who a trust policy lets in. A text says why that can't be told. */
export function trusteesOf(policy: string): readonly Trustee[] | string {
  const parsed = parsePolicy(policy, "trust policy");
  if (typeof parsed === "string") return parsed;
  const ids = externalIdsOf(parsed);
  const asked = [
    ...pineconesOf(parsed),
    ...othersOf(parsed),
    { who: "anybody in AWS", arn: STRANGER, pinecone: undefined },
  ];
  const answers = asked.flatMap(({ arn, who, pinecone }): Trustee[] => {
    const ticket = ticketOf(policy, arn, ids);
    return ticket === undefined ? [] : [{ pinecone, who, ticket }];
  });
  const services = allowing(parsed).flatMap(({ principal }) => principal?.others ?? []);
  const open = services.map((who): Trustee => ({ pinecone: undefined, who, ticket: "without an external ID" }));
  return [...answers, ...open];
}

function ticketOf(policy: string, principalArn: string, externalIds: readonly string[]): Ticket | undefined {
  // What the policy leaves to an account, the account may allow.
  const identityAllows = principalArn.endsWith(SOMEBODY) ? true : undefined;
  const bare = evaluateTrust(policy, { principalArn, identityAllows }).decision;
  if (bare === "allowed") return "without an external ID";
  const withId = externalIds.map(
    (externalId) => evaluateTrust(policy, { principalArn, externalId, identityAllows }).decision,
  );
  if (withId.includes("allowed")) return "with the external ID only";
  return [bare, ...withId].includes("undecided") ? "on a condition that can't be decided here" : undefined;
}

function allowing({ statements }: ParsedPolicy) {
  return statements.filter(({ effect }) => effect === "Allow");
}

/** All texts that name principals: of Principal elements, and of conditions on `aws:PrincipalArn`. */
function namesIn(parsed: ParsedPolicy): string[] {
  return allowing(parsed).flatMap(({ principal, conditions }) => [
    ...(principal?.aws ?? []),
    ...conditions.filter(({ key }) => key.toLowerCase() === "aws:principalarn").flatMap(({ values }) => values),
  ]);
}

function externalIdsOf({ statements }: ParsedPolicy): string[] {
  const conditions = statements.flatMap((statement) => statement.conditions);
  return [
    ...new Set(conditions.filter(({ key }) => key.toLowerCase() === "sts:externalid").flatMap(({ values }) => values)),
  ];
}

/** Pinecone's roles of every region, of each account that the policy names one of. */
function pineconesOf(parsed: ParsedPolicy) {
  const accounts = new Map<string, Partition>();
  for (const name of namesIn(parsed)) {
    const [, partition, account] = PINECONE_ROLE.exec(name) ?? [];
    if (partition !== undefined && isPartition(partition) && account !== undefined) accounts.set(account, partition);
  }
  return [...accounts].flatMap(([account, partition]) =>
    [...PINECONE_REGIONS, FUTURE].map((region) => ({
      pinecone: { account, region },
      who: `Pinecone's role of ${region} in account ${account}`,
      arn: pineconeCmekPrincipal({
        pineconeAccountId: account,
        region: region === FUTURE ? ("of-the-future" as PineconeRegion) : (region as PineconeRegion),
        partition,
      }),
    })),
  );
}

function othersOf(parsed: ParsedPolicy) {
  const named = new Set(namesIn(parsed).filter((name) => !PINECONE_ROLE.test(name) && !/[*?]/.test(name)));
  return [...named].map((name) => {
    const account = /^\d{12}$/.test(name)
      ? name
      : parseArn(name)?.resource === "root"
        ? parseArn(name)?.accountId
        : undefined;
    if (account === undefined) return { who: name, arn: name, pinecone: undefined };
    return {
      who: `everybody whom account ${account} lets`,
      arn: `arn:aws:iam::${account}${SOMEBODY}`,
      pinecone: undefined,
    };
  });
}

/** Trustees in words: Pinecone's roles together, those of the same condition. */
export function phraseOf(trustees: readonly Trustee[]): string {
  const groups = new Map<string, Trustee[]>();
  for (const trustee of trustees) {
    const key = `${trustee.pinecone?.account ?? trustee.who} ${trustee.ticket}`;
    groups.set(key, [...(groups.get(key) ?? []), trustee]);
  }
  return [...groups.values()].map(groupPhrase).join("; ");
}

function groupPhrase(group: readonly Trustee[]): string {
  const [first] = group;
  if (first?.pinecone === undefined) return `${first?.who ?? ""}, ${first?.ticket ?? ""}`;
  const regions = group.flatMap(({ pinecone }) => (pinecone === undefined ? [] : [pinecone.region]));
  const where = regions.includes(FUTURE) ? "all regions, future ones too" : listed(regions);
  return `Pinecone's roles of ${where} (account ${first.pinecone.account}), ${first.ticket}`;
}

/** Who is let in that was not, the other way round, and who is on another condition than before. */
export function comparedTrustees(before: readonly Trustee[], after: readonly Trustee[]) {
  const missing = (some: readonly Trustee[], others: readonly Trustee[]): Trustee[] =>
    some.filter(({ who }) => !others.some((other) => other.who === who));
  const stricter = (some: readonly Trustee[], others: readonly Trustee[]): Trustee[] =>
    some.filter(
      ({ who, ticket }) => ticket !== OPEN && others.some((other) => other.who === who && other.ticket === OPEN),
    );
  return {
    added: missing(after, before),
    removed: missing(before, after),
    /** As they are from now on. */
    tightened: stricter(after, before),
    loosened: after.filter(
      ({ who, ticket }) => ticket === OPEN && before.some((other) => other.who === who && other.ticket !== OPEN),
    ),
  };
}
