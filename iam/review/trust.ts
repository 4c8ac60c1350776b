import { ASSUME_ROLE_ACTION } from "../actions";
import type { PolicyDocument } from "../document";
import type { Decision } from "../evaluate/decide";
import type { ParsedPolicy } from "../evaluate/parse";
import { parsePolicy } from "../evaluate/parse";
import { isAbout } from "../evaluate/statement";
import { evaluateTrust } from "../evaluate/trust";
import { sentence, show } from "../evaluate/verdict";
import { uuidV4Problem } from "../problems";
import { conditionsOn, isExact, narrowing, waysIn, type WayIn } from "./narrowing";
import { type Trusted, trustedBy } from "./pineconeRoles";
import { FINE, type Review } from "./review";

const EXTERNAL_ID = "sts:ExternalId";

/** An external ID that nobody demands. */
const ANOTHER_ID = "00000000-0000-4000-8000-000000000000";

function trustWays(policy: ParsedPolicy): readonly WayIn[] {
  return waysIn(policy, (action) => isAbout(action, ASSUME_ROLE_ACTION));
}

/**
 * Whether a trust policy is one of Pinecone's three variants in what it does, whatever its text. Whom it trusts besides Pinecone is the
 * question of {@link reviewTrustPrincipals}, and what external ID it demands, of {@link reviewTrustExternalId}. Never throws.
 *
 * @param policy the trust policy, as JSON or as an object
 */
export function reviewTrustVariant(policy: string | PolicyDocument): Review {
  const parsed = parsePolicy(policy, "trust policy");
  if (typeof parsed === "string") return { ...FINE, wrong: [sentence(parsed)] };
  const ways = trustWays(parsed);
  if (ways.length === 0) return { ...FINE, wrong: ["The trust policy has no Allow statement."] };
  const wrong = ways.flatMap((way) => [...actionProblems(way), ...combinationProblems(way)].map(sayOf(way)));
  const doubts = ways.flatMap(({ statement }) =>
    statement.doubts.map((doubt) => sentence(`${statement.label}: ${doubt}`)),
  );
  if (wrong.length > 0) return { wrong, open: doubts };
  const access = pineconeAccess(policy, ways);
  return { wrong: access.wrong, open: [...new Set([...doubts, ...access.open])] };
}

function actionProblems({ statement: { action, principal } }: WayIn): string[] {
  const problems = principal?.inverted === true ? ["allows everybody but some, by NotPrincipal"] : [];
  if (action.inverted) return [...problems, `allows everything but ${show(action.values)}, by NotAction`];
  const more = action.values.filter((value) => value.toLowerCase() !== ASSUME_ROLE_ACTION.toLowerCase());
  return more.length === 0
    ? problems
    : [...problems, `allows ${show(more)}; Pinecone's variants allow ${ASSUME_ROLE_ACTION} and nothing else`];
}

/** The one combination that Pinecone does not offer. */
function combinationProblems(way: WayIn): string[] {
  const isPattern = trustedBy(way, undefined).some((who) => who.kind === "pinecone" && who.pattern);
  return isPattern && conditionsOn(way, EXTERNAL_ID).length === 0
    ? ["trusts Pinecone's roles of all regions without an external ID, which Pinecone does not offer"]
    : [];
}

/** Whether Pinecone gets in at all, by one of the roles that the policy trusts and one of the external IDs that it asks for. */
function pineconeAccess(policy: string | PolicyDocument, ways: readonly WayIn[]): Review {
  const arns = ways.flatMap((way) => rolesOf(trustedBy(way, undefined)));
  const ids = [
    ...ways.flatMap((way) => conditionsOn(way, EXTERNAL_ID).flatMap(({ values }) => values.map(fitting))),
    undefined,
    ANOTHER_ID,
  ];
  const decisions = arns.flatMap((principalArn) =>
    // That Pinecone's role may ask for yours is Pinecone's affair, and taken for granted.
    ids.map((externalId) => evaluateTrust(policy, { principalArn, externalId, identityAllows: true })),
  );
  const is = (wanted: Decision["decision"]) => decisions.find(({ decision }) => decision === wanted);
  if (decisions.length === 0 || is("allowed") !== undefined) return FINE;
  const open = is("undecided");
  if (open !== undefined) return { ...FINE, open: open.reasons };
  return { ...FINE, wrong: [`The trust policy keeps Pinecone out. ${is("denied")?.reasons.join(" ") ?? ""}`] };
}

function rolesOf(trusted: readonly Trusted[]): readonly string[] {
  return trusted.flatMap((who) => (who.kind === "pinecone" ? who.arns : []));
}

/** A text that fits a pattern. */
function fitting(pattern: string): string {
  return pattern.replace(/[*?]/g, "0");
}

/**
 * Whether a trust policy trusts Pinecone's roles for CMEK, `pinecone_cmek_access_<region>`, and nobody else. Never throws; a policy that
 * AWS would refuse trusts nobody.
 */
export function reviewTrustPrincipals(
  policy: string | PolicyDocument,
  options: {
    /** @default - not known: what is wrong in any account is told */
    readonly pineconeAccountId?: string | undefined;
  } = {},
): Review {
  const parsed = parsePolicy(policy, "trust policy");
  if (typeof parsed === "string") return FINE;
  const wrong = trustWays(parsed).flatMap((way) =>
    trustedBy(way, options.pineconeAccountId).flatMap((who) => (who.kind === "other" ? [sayOf(way)(who.why)] : [])),
  );
  return { ...FINE, wrong };
}

/** What {@link reviewTrustExternalId} comes to. */
export interface ExternalIdReview extends Review {
  /** The external IDs with which Pinecone gets in; `undefined` where it needs none. */
  readonly demanded: readonly string[] | undefined;
}

/**
 * Whether a trust policy demands an external ID of Pinecone's roles, and one that Pinecone can give: a UUID of version 4. Never throws.
 * All regions without any mention of it is the question of {@link reviewTrustVariant}.
 */
export function reviewTrustExternalId(
  policy: string | PolicyDocument,
  options: {
    /** Whether explicit regions may do without, as Pinecone lets them. */
    readonly optionalForExplicitRegions?: boolean;
  } = {},
): ExternalIdReview {
  const parsed = parsePolicy(policy, "trust policy");
  if (typeof parsed === "string") return { ...FINE, demanded: undefined };
  const ways = trustWays(parsed).filter(({ statement }) => isAbout(statement.action, ASSUME_ROLE_ACTION));
  const found = ways.flatMap((way) => {
    const trusted = trustedBy(way, undefined).filter(({ kind }) => kind === "pinecone");
    return trusted.length === 0 ? [] : [externalIdOf(way, trusted, options)];
  });
  const isOpen = found.length === 0 || found.some(({ demanded }) => demanded === undefined);
  return {
    ...FINE,
    wrong: found.flatMap(({ wrong }) => wrong),
    demanded: isOpen ? undefined : [...new Set(found.flatMap(({ demanded = [] }) => demanded))],
  };
}

interface Demand {
  readonly wrong: readonly string[];
  readonly demanded: readonly string[] | undefined;
}

function externalIdOf(
  way: WayIn,
  trusted: readonly Trusted[],
  options: { readonly optionalForExplicitRegions?: boolean },
): Demand {
  const conditions = conditionsOn(way, EXTERNAL_ID);
  const exact = conditions.filter((condition) => {
    const how = narrowing(condition);
    return how !== undefined && condition.values.every((value) => isExact(value, how.wildcards));
  });
  const [first, ...more] = exact.map(({ values }) => values);
  if (first !== undefined) {
    const demanded = first.filter((value) => more.every((values) => values.includes(value)));
    const problems = demanded.flatMap((value) => uuidV4Problem(value) ?? []);
    return {
      wrong: problems.map((problem) => sayOf(way)(`demands an external ID of the wrong form: ${problem}`)),
      demanded,
    };
  }
  const [vague] = conditions;
  if (vague !== undefined) {
    const what = `has ${vague.operator} on ${vague.key} with ${show(vague.values)}, which does not demand one external ID`;
    return { wrong: [sayOf(way)(what)], demanded: undefined };
  }
  const isPattern = trusted.some((who) => who.kind === "pinecone" && who.pattern);
  const isTold = isPattern || options.optionalForExplicitRegions === true;
  return { wrong: isTold ? [] : [sayOf(way)("demands no external ID")], demanded: undefined };
}

/** A sentence that begins with the statement's name. */
function sayOf({ statement }: WayIn): (what: string) => string {
  return (what) => sentence(`${statement.label} ${what}`);
}
