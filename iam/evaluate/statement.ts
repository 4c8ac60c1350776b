import type { ConditionContext } from "./conditions";
import { evaluateCondition } from "./conditions";
import type { ListElement, ParsedStatement } from "./parse";
import { expandArnVariables, fitsPattern, fitsResourcePattern } from "./patterns";
import type { PrincipalMatch, RequestPrincipal } from "./principals";
import { matchPrincipal, principalWarnings } from "./principals";
import type { Finding, Verdict } from "./verdict";
import { anyOf, no, not, show, unknown, YES } from "./verdict";

/** A request as statements see it. */
export interface StatementRequest extends ConditionContext {
  readonly action: string;
  readonly principal: RequestPrincipal;
  /** ARN of what is acted on; left out when it is not known. Trust policies never ask. */
  readonly resource?: string | undefined;
}

/** Whether a statement applies to a request. */
export interface StatementFinding {
  readonly statement: ParsedStatement;
  /** "account": it applies as far as the IAM policies of the principal's account allow it. */
  readonly applies: PrincipalMatch;
  /** Why it does not apply, or why that is open, each naming the statement; none where it is about other actions. */
  readonly reasons: readonly string[];
  /** Advice on what AWS reads otherwise than it looks. */
  readonly warnings: readonly string[];
}

/** Whether the statement applies to the request, and if not, why. */
export function applyStatement(statement: ParsedStatement, request: StatementRequest): StatementFinding {
  const say = (reason: string): string => `${statement.label}: ${reason}`;
  const warnings = statement.principal
    ? principalWarnings(statement.principal).map((text) => `${statement.label} ${text}`)
    : [];
  // What a statement about other actions says is of no interest to the reader.
  if (!isAbout(statement.action, request.action)) return { statement, applies: "no", reasons: [], warnings: [] };
  const who = statement.principal
    ? matchPrincipal(statement.principal, request.principal, statement.effect)
    : { match: "yes" as const };
  const findings: Finding[] = [
    {
      verdict: who.match === "account" ? "yes" : who.match,
      ...(who.reason === undefined ? {} : { reason: who.reason }),
    },
    statement.resource ? matchResource(statement.resource, request) : YES,
    ...statement.conditions.map((condition) => evaluateCondition(condition, request)),
    ...statement.doubts.map(unknown),
  ];
  for (const verdict of ["no", "unknown"] as const) {
    const decisive = findings.filter((finding) => finding.verdict === verdict);
    if (decisive.length > 0) return { statement, applies: verdict, reasons: reasonsOf(decisive).map(say), warnings };
  }
  return { statement, applies: who.match, reasons: [], warnings };
}

function reasonsOf(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
}

/** Whether the Action or NotAction element covers the action. */
export function isAbout({ inverted, values }: ListElement, action: string): boolean {
  return inverted !== values.some((pattern) => fitsPattern(pattern.toLowerCase(), action.toLowerCase()));
}

function matchResource({ inverted, values }: ListElement, request: StatementRequest): Finding {
  const { resource } = request;
  const listed = anyOf(values.map((pattern) => matchOneResource(pattern, request)));
  const verdict: Verdict = inverted ? not(listed) : listed;
  if (verdict === "yes") return YES;
  const about = inverted ? `everything but ${show(values)}` : show(values);
  if (verdict === "no") return no(`it is about ${about}${resource === undefined ? "" : `, not about ${resource}`}`);
  return unknown(
    resource === undefined
      ? `it is about ${about}, and the ARN of what is asked for is not known here`
      : `it is about ${about}, and whether that covers ${resource} can't be decided`,
  );
}

function matchOneResource(pattern: string, { resource, context, variables }: StatementRequest): Verdict {
  if (pattern === "*") return "yes";
  if (resource === undefined) return "unknown";
  const expanded = variables ? expandArnVariables(pattern, context) : { text: pattern };
  return "text" in expanded ? fitsResourcePattern(expanded.text, resource) : "unknown";
}
