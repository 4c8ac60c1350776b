import type { ParsedPolicy } from "./parse";
import type { StatementFinding, StatementRequest } from "./statement";
import { applyStatement } from "./statement";
import type { Verdict } from "./verdict";
import { sentence } from "./verdict";

/** What a policy makes of a request. */
export interface Decision {
  /** "undecided" where it depends on something that is not known: never taken as allowed. */
  readonly decision: "allowed" | "denied" | "undecided";
  /**
   * Whole sentences for a person, each naming its statement; at least one, and only what matters for the decision. They don't name
   * the action, so that the same reason for two actions is told once.
   */
  readonly reasons: readonly string[];
}

/** The statements of a policy, sorted by what they do to a request. */
export interface Weighed {
  /** Deny statements that apply. */
  readonly denies: readonly StatementFinding[];
  /** Deny statements that may apply. */
  readonly maybeDenies: readonly StatementFinding[];
  /** Allow statements that apply to the principal itself. */
  readonly allows: readonly StatementFinding[];
  /** Allow statements for the principal's account, which leave it to the account's IAM policies. */
  readonly accountAllows: readonly StatementFinding[];
  /** Allow statements that may apply. */
  readonly maybeAllows: readonly StatementFinding[];
  /** Why the other Allow statements about the action don't apply. */
  readonly misses: readonly string[];
  /** Advice on what AWS reads otherwise than it looks. */
  readonly warnings: readonly string[];
}

/** Sorts the statements of policies that count together by what they do to the request. */
export function weigh(policies: readonly ParsedPolicy[], request: Omit<StatementRequest, "variables">): Weighed {
  const findings = policies.flatMap(({ statements, variables }) =>
    statements.map((statement) => applyStatement(statement, { ...request, variables })),
  );
  const select = (effect: "Allow" | "Deny", applies: StatementFinding["applies"]): StatementFinding[] =>
    findings.filter((finding) => finding.statement.effect === effect && finding.applies === applies);
  return {
    denies: select("Deny", "yes"),
    maybeDenies: select("Deny", "unknown"),
    allows: select("Allow", "yes"),
    accountAllows: select("Allow", "account"),
    maybeAllows: select("Allow", "unknown"),
    misses: select("Allow", "no").flatMap(({ reasons }) => reasons),
    warnings: findings.flatMap(({ warnings }) => warnings),
  };
}

/** What the principal's own IAM policies add, where a resource's policy leaves it to them. */
export interface IdentitySide {
  /** Whether they allow the request; "unknown" when they are not known. */
  readonly allows: Verdict;
  /** What reasons call them, in the plural, such as "the permissions policies of arn:…". */
  readonly name: string;
  /** What their statements have to do with it when it is not "yes". */
  readonly reasons: readonly string[];
  /**
   * Whether a statement that names the principal itself is enough: "yes" within one account, "no" across accounts, where both
   * sides must allow.
   */
  readonly namedIsEnough: Verdict;
}

/** More statements than these that don't apply are counted only. */
const MOST_MISSES = 3;

export const allowed = (reasons: readonly string[]): Decision => ({ decision: "allowed", reasons: sentences(reasons) });
export const denied = (reasons: readonly string[]): Decision => ({ decision: "denied", reasons: sentences(reasons) });
export const undecided = (reasons: readonly string[]): Decision => ({
  decision: "undecided",
  reasons: sentences(reasons),
});

function sentences(reasons: readonly string[]): string[] {
  return [...new Set(reasons.map(sentence))];
}

/** Puts a resource's policy and the principal's own policies together, as AWS does: an explicit Deny wins. */
export function decide(weighed: Weighed, identity: IdentitySide, nothingAllows: string): Decision {
  const { decision, reasons } = decideWithoutAdvice(weighed, identity, nothingAllows);
  return { decision, reasons: sentences([...reasons, ...weighed.warnings]) };
}

function decideWithoutAdvice(weighed: Weighed, identity: IdentitySide, nothingAllows: string): Decision {
  const { denies, maybeDenies, allows, accountAllows, maybeAllows, misses } = weighed;
  if (denies.length > 0) return denied(labels(denies, "denies it explicitly"));
  if (allows.length + accountAllows.length + maybeAllows.length === 0) {
    return denied(misses.length > 0 ? few(misses) : [nothingAllows]);
  }
  const grant = grantOf(weighed, identity);
  // Where a statement is for the principal itself, those for others tell nothing.
  if (grant.decision !== "allowed" && allows.length > 0) return grant;
  if (grant.decision !== "allowed") return { ...grant, reasons: [...grant.reasons, ...few(misses)] };
  if (maybeDenies.length === 0) return grant;
  return undecided(maybeDenies.flatMap(({ reasons }) => reasons.map((text) => `${text}; if it applies, it denies`)));
}

/** What the Allow statements amount to, Deny statements aside. */
function grantOf(weighed: Weighed, identity: IdentitySide): Decision {
  const { allows, accountAllows, maybeAllows } = weighed;
  const named = allows.length > 0 ? "yes" : maybeAllows.length > 0 ? "unknown" : "no";
  if (named === "yes" && identity.namedIsEnough === "yes") return allowed(labels(allows, "allows it"));
  const granted = [...allows, ...accountAllows];
  if (identity.allows === "yes" && granted.length > 0) return allowed(labels(granted, "allows it"));
  // Whether a statement that may be enough by itself comes true, and is enough.
  const mayBeEnough = named !== "no" && identity.namedIsEnough !== "no";
  if (identity.allows === "no" && !mayBeEnough) return denied(leftToIdentity(weighed, identity));
  const open = maybeAllows.flatMap(({ reasons }) => reasons);
  return undecided(granted.length === 0 ? open : [...open, ...leftToIdentity(weighed, identity)]);
}

/** Why the principal's own policies decide, and what is known of them. */
function leftToIdentity(weighed: Weighed, { allows, name, reasons, namedIsEnough }: IdentitySide): string[] {
  const state = allows === "no" ? "do not allow it" : reasons.length > 0 ? "can't be decided" : "are not known here";
  const left = labels(weighed.accountAllows, `leaves it to ${name}, but they ${state}`);
  if (weighed.allows.length === 0 && left.length > 0) return [...left, ...reasons];
  const when = namedIsEnough === "no" ? "across accounts" : "unless both are in one account,";
  return [`${when} ${name} must allow it too, but they ${state}`, ...reasons];
}

function labels(findings: readonly StatementFinding[], what: string): string[] {
  return findings.map(({ statement }) => `${statement.label} ${what}`);
}

function few(misses: readonly string[]): string[] {
  const rest = misses.length - MOST_MISSES;
  const more = rest === 1 ? "one more reason is like these" : `${rest} more reasons are like these`;
  return rest > 0 ? [...misses.slice(0, MOST_MISSES), more] : [...misses];
}
