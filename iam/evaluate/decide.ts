import type { ParsedPolicy } from "./parse";
import type { StatementFinding, StatementRequest } from "./statement";
import { applyStatement } from "./statement";
import type { Verdict } from "./verdict";

/** What a policy makes of a request. */
export interface Decision {
  /** "undecided" where it depends on something that is not known: never taken as allowed. */
  readonly decision: "allowed" | "denied" | "undecided";
  /** Whole sentences for a person, each naming its statement; at least one. */
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
  /** Why the other Allow statements don't apply. */
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
  /** The words for it when it is not "yes". */
  readonly reasons: readonly string[];
  /**
   * Whether a statement that names the principal itself is enough: "yes" within one account, "no" across accounts, where both
   * sides must allow.
   */
  readonly namedIsEnough: Verdict;
}

export const allowed = (reasons: readonly string[]): Decision => ({ decision: "allowed", reasons });
export const denied = (reasons: readonly string[]): Decision => ({ decision: "denied", reasons });
export const undecided = (reasons: readonly string[]): Decision => ({ decision: "undecided", reasons });

/** Puts a resource's policy and the principal's own policies together, as AWS does: an explicit Deny wins. */
export function decide(weighed: Weighed, identity: IdentitySide, nothingAllows: string): Decision {
  const { decision, reasons } = decideWithoutAdvice(weighed, identity, nothingAllows);
  return { decision, reasons: [...reasons, ...weighed.warnings] };
}

function decideWithoutAdvice(weighed: Weighed, identity: IdentitySide, nothingAllows: string): Decision {
  const { denies, maybeDenies, allows, accountAllows, maybeAllows, misses } = weighed;
  if (denies.length > 0) return denied(labels(denies, "denies it explicitly"));
  if (allows.length + accountAllows.length + maybeAllows.length === 0) {
    return denied(misses.length > 0 ? misses : [nothingAllows]);
  }
  const grant = grantOf(weighed, identity);
  if (grant.decision !== "allowed") return { ...grant, reasons: [...grant.reasons, ...misses] };
  if (maybeDenies.length === 0) return grant;
  return undecided(maybeDenies.flatMap(({ reasons }) => reasons.map((text) => `${text}; if it applies, it denies`)));
}

/** What the Allow statements amount to, Deny statements aside. */
function grantOf({ allows, accountAllows, maybeAllows }: Weighed, identity: IdentitySide): Decision {
  const named = allows.length > 0 ? "yes" : maybeAllows.length > 0 ? "unknown" : "no";
  if (named === "yes" && identity.namedIsEnough === "yes") return allowed(labels(allows, "allows it"));
  const granted = [...allows, ...accountAllows];
  if (identity.allows === "yes" && granted.length > 0) return allowed(labels(granted, "allows it"));
  const open = maybeAllows.flatMap(({ reasons }) => reasons);
  // Whether a statement that may be enough by itself comes true, and is enough.
  const mayBeEnough = named !== "no" && identity.namedIsEnough !== "no";
  if (identity.allows === "no" && !mayBeEnough) return denied(identity.reasons);
  if (granted.length === 0) return undecided(open);
  const leftOver = labels(accountAllows, "leaves it to the IAM policies of the account");
  return undecided([...open, ...leftOver, ...identity.reasons]);
}

function labels(findings: readonly StatementFinding[], what: string): string[] {
  return findings.map(({ statement }) => `${statement.label} ${what}`);
}
