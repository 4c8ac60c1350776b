/** The answer to a question that can't always be decided. */
export type Verdict = "yes" | "no" | "unknown";

/** "yes" if one is, "no" if all are. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("yes")) return "yes";
  return verdicts.includes("unknown") ? "unknown" : "no";
}

/** "no" if one is, "yes" if all are. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("no")) return "no";
  return verdicts.includes("unknown") ? "unknown" : "yes";
}

/** The opposite, where there is one. */
export function not(verdict: Verdict): Verdict {
  if (verdict === "unknown") return "unknown";
  return verdict === "yes" ? "no" : "yes";
}

/** A verdict on one element of a statement and the words for it. */
export interface Finding {
  readonly verdict: Verdict;
  /** Why it is not "yes". */
  readonly reason?: string;
}

/** The element lets the statement apply. */
export const YES: Finding = { verdict: "yes" };

/** The element keeps the statement from applying. */
export const no = (reason: string): Finding => ({ verdict: "no", reason });

/** The element can't be decided. */
export const unknown = (reason: string): Finding => ({ verdict: "unknown", reason });

const MOST_SHOWN = 3;

/** Values as they are shown in a reason: quoted, and not more than a few. */
export function show(values: string | readonly string[]): string {
  const all = typeof values === "string" ? [values] : values;
  const shown = all.slice(0, MOST_SHOWN).map((value) => JSON.stringify(value));
  const rest = all.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(" or ");
}

/** A reason as a sentence: with a capital letter and a full stop. */
export function sentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
