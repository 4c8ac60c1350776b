import type { Context } from "./context";
import type { Verdict } from "./verdict";

/**
 * Characters that mean something in a pattern, and stand-ins (of Unicode's private use area) for where they mean themselves:
 * written as `${*}`, or part of a policy variable's value.
 */
const STAND_INS: Readonly<Record<string, string>> = { "*": "\uE000", "?": "\uE001", ":": "\uE002" };

const VARIABLE = /\$\{([^}]*)\}/g;
const VARIABLE_STAND_IN = "\uE003";

const MEANINGS = new Map(Object.entries(STAND_INS).map(([character, standIn]) => [standIn, character]));

/** A policy's text with its variables filled in, or why that could not be done. */
export type Expanded = { readonly text: string } | { readonly open: string };

/**
 * Fills in policy variables: `${aws:PrincipalAccount}`, with a default `${aws:PrincipalTag/team, 'none'}`, and the escapes
 * `${*}`, `${?}`, `${$}`. A variable without a known single value leaves the text open, and is never taken as empty.
 */
export function expandVariables(text: string, context: Context): Expanded {
  let missing: string | undefined;
  const filled = text.replace(VARIABLE, (whole: string, inner: string) => {
    if (inner === "$") return "$";
    if (inner === "*" || inner === "?") return literal(inner);
    const [, key = inner, fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/.exec(inner) ?? [];
    const value = context.get(key);
    if (typeof value === "string") return literal(value);
    if (value === null && fallback !== undefined) return literal(fallback);
    missing ??= whole;
    return whole;
  });
  return missing === undefined ? { text: filled } : { open: `${missing} is not known here` };
}

/** As {@link expandVariables}, for an ARN: AWS fills in variables after the fifth colon only. */
export function expandArnVariables(arn: string, context: Context): Expanded {
  const parts = arn.replace(VARIABLE, VARIABLE_STAND_IN).split(":");
  if (parts.slice(0, 5).some((part) => part.includes(VARIABLE_STAND_IN))) {
    return { open: "AWS fills in variables after an ARN's fifth colon only" };
  }
  return expandVariables(arn, context);
}

function literal(text: string): string {
  return text.replace(/[*?:]/g, (character) => STAND_INS[character] ?? character);
}

/** The expanded text as plain text: what it says where wildcards have no meaning. */
export function plainText(expanded: string): string {
  return expanded.replace(/[\uE000-\uE002]/g, (standIn) => MEANINGS.get(standIn) ?? standIn);
}

/** Whether the value fits a pattern in which `*` is any text and `?` any one character. */
export function fitsPattern(pattern: string, value: string): boolean {
  const wanted = Array.from(pattern);
  const got = Array.from(value);
  let at = 0;
  let position = 0;
  // The last star seen and how far it reaches: going back to it alone is enough, and takes no exponential time.
  let star = -1;
  let reach = 0;
  while (position < got.length) {
    const next = wanted[at];
    if (next === "*") {
      star = at++;
      reach = position;
    } else if (next === "?" || (next !== undefined && plainText(next) === got[position])) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++reach;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((rest) => rest === "*");
}

/**
 * Whether an ARN fits a pattern whose six parts are matched one by one. "unknown" for a pattern that has no six parts.
 */
export function fitsArnPattern(pattern: string, arn: string): Verdict {
  const wanted = arnParts(pattern);
  const got = arnParts(arn);
  if (!wanted) return "unknown";
  if (!got) return "no";
  return wanted.every((part, index) => fitsPattern(part, got[index] ?? "")) ? "yes" : "no";
}

/**
 * Whether a resource fits a pattern of a Resource element. AWS lets a wildcard run over the colons of an ARN in some places
 * only, so where that makes the difference the answer is "unknown".
 */
export function fitsResourcePattern(pattern: string, resource: string): Verdict {
  if (pattern === "*") return "yes";
  if (!fitsPattern(pattern, resource)) return "no";
  return fitsArnPattern(pattern, resource) === "yes" ? "yes" : "unknown";
}

function arnParts(arn: string): string[] | undefined {
  const parts = arn.split(":");
  if (parts.length < 6 || parts[0] !== "arn") return undefined;
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}
