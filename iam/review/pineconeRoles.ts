import { isPartition, parseArn } from "../arn";
import type { Condition } from "../evaluate/conditions";
import { fitsPattern } from "../evaluate/patterns";
import { isPineconeRegion, PINECONE_REGIONS } from "../regions";
import { ROLE_PREFIX } from "../trust";
import { conditionsOn, isExact, narrowing, type WayIn } from "./narrowing";

/** Whom a statement of a trust policy trusts, one by one. */
export type Trusted =
  /** Pinecone's roles for CMEK. `pattern`: all that fit it, also of regions to come. */
  | { readonly kind: "pinecone"; readonly arns: readonly string[]; readonly pattern: boolean }
  /** Somebody else, or more. `why`: the end of a sentence that begins with the statement's name. */
  | { readonly kind: "other"; readonly why: string };

const RESOURCE_PREFIX = `role/${ROLE_PREFIX}`;
const ACCOUNT_ID = /^\d{12}$/;
const PRINCIPAL_ARN = "aws:PrincipalArn";

/**
 * Whom an Allow statement trusts. A NotPrincipal trusts nobody here, since it is wrong as a whole.
 *
 * @param account Pinecone's account; `undefined`: not known, so that any will do
 */
export function trustedBy(way: WayIn, account: string | undefined): readonly Trusted[] {
  const { principal } = way.statement;
  if (principal === undefined || principal.inverted) return [];
  const others = principal.others.map((name): Trusted => other(`trusts ${quote(name)}, which is none of Pinecone's`));
  return [...principal.aws.flatMap((entry) => trustedAs(entry, way, account)), ...others];
}

function trustedAs(entry: string, way: WayIn, account: string | undefined): readonly Trusted[] {
  if (entry === "*") return narrowed("trusts everybody", way, account);
  const isAccount = ACCOUNT_ID.test(entry) || parseArn(entry)?.resource === "root";
  if (isAccount) return narrowed(`trusts the whole account ${quote(entry)}`, way, account);
  if (/[*?]/.test(entry)) {
    return [
      other(
        `names ${quote(entry)} as a principal, where AWS takes no wildcards: "*" and a condition on ${PRINCIPAL_ARN} say the same`,
      ),
    ];
  }
  return [pineconeRole(entry, false, account)];
}

/** Everybody, or an account, as far as a condition says who of them. */
function narrowed(all: string, way: WayIn, account: string | undefined): readonly Trusted[] {
  const conditions = conditionsOn(way, PRINCIPAL_ARN);
  const lines = conditions.flatMap((condition) => {
    const how = narrowing(condition);
    return how === undefined
      ? []
      : [condition.values.map((value) => pineconeRole(value, how.wildcards, account, condition))];
  });
  const good = lines.find((line) => line.every(({ kind }) => kind === "pinecone"));
  if (good !== undefined) return good;
  const [line] = lines;
  if (line !== undefined) return line;
  const [condition] = conditions;
  const lack =
    condition === undefined
      ? `without a condition on ${PRINCIPAL_ARN}`
      : `and ${condition.operator} on ${condition.key} does not narrow that down`;
  return [other(`${all}, ${lack}`)];
}

/** `condition`: where the value is one of a condition, not a principal. */
function pineconeRole(value: string, wildcards: boolean, account: string | undefined, condition?: Condition): Trusted {
  const trusts = condition === undefined ? `trusts ${quote(value)}` : `trusts whoever fits ${quote(value)}`;
  const arn = parseArn(value);
  const region = arn?.resource.startsWith(RESOURCE_PREFIX) === true ? arn.resource.slice(RESOURCE_PREFIX.length) : "";
  if (arn === undefined || value.includes("${") || arn.service !== "iam" || arn.region !== "" || region === "") {
    return other(`${trusts}, which is wider than, or other than, Pinecone's roles ${ROLE_PREFIX}<region>`);
  }
  if (!isPartition(arn.partition) || !ACCOUNT_ID.test(arn.accountId)) {
    return other(`${trusts}, which is not in one account`);
  }
  if (account !== undefined && arn.accountId !== account) {
    return other(`${trusts}, which is in the account ${arn.accountId}; Pinecone's is ${account}`);
  }
  return roleOf(value, region, isExact(value, wildcards), condition) ?? other(`${trusts}: Pinecone has no such region`);
}

/** In a condition that takes no wildcards `*` is meant as one all the same: that it fits nobody is another mistake. */
function roleOf(value: string, region: string, exact: boolean, condition: Condition | undefined): Trusted | undefined {
  if (isPineconeRegion(region)) return { kind: "pinecone", arns: [value], pattern: false };
  if (exact && (condition === undefined || !/[*?]/.test(region))) return undefined;
  const start = value.slice(0, value.length - region.length);
  const arns = PINECONE_REGIONS.filter((each) => fitsPattern(region, each)).map((each) => start + each);
  return arns.length === 0 ? undefined : { kind: "pinecone", arns, pattern: true };
}

const other = (why: string): Trusted => ({ kind: "other", why });
const quote = (value: string): string => JSON.stringify(value);
