import type { Context, ContextValue } from "./context";
import type { Operator } from "./operators";
import { operatorNamed } from "./operators";
import type { Expanded } from "./patterns";
import type { Finding, Verdict } from "./verdict";
import { allOf, anyOf, no, not, show, unknown, YES } from "./verdict";

/** One line of a Condition element. */
export interface Condition {
  /** As written: with ForAnyValue:, ForAllValues: and IfExists. */
  readonly operator: string;
  readonly key: string;
  /** The values the policy asks for; at least one. */
  readonly values: readonly string[];
}

/** What a condition is decided by. */
export interface ConditionContext {
  readonly context: Context;
  /** Whether policy variables are filled in: since version 2012-10-17 of the policy language. */
  readonly variables: boolean;
}

/** An operator, taken apart. */
export interface OperatorName {
  readonly set: "any" | "all" | undefined;
  readonly base: string;
  readonly ifExists: boolean;
}

/** Takes an operator apart: its quantifier, its name, and whether it spares requests that lack the key. */
export function parseOperator(written: string): OperatorName {
  const [, quantifier, base = written, ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/i.exec(written) ?? [];
  const set = quantifier === undefined ? undefined : quantifier.toLowerCase() === "foranyvalue" ? "any" : "all";
  return { set, base, ifExists: ifExists !== undefined };
}

/** Whether the condition holds for the request. */
export function evaluateCondition(condition: Condition, within: ConditionContext): Finding {
  const { key, operator: written } = condition;
  const name = parseOperator(written);
  const value = within.context.get(key);
  if (value === undefined) return unknown(`${key} is not known here, so ${written} can't be decided`);
  if (written.toLowerCase() === "null") return nullCondition(condition, value);
  const operator = operatorNamed(name.base);
  if (!operator)
    return unknown(`the operator ${JSON.stringify(written)} on ${key} is not one that can be decided here`);
  if (value === null) return absent(condition, name, operator);
  if (typeof value !== "string" && name.set === undefined) {
    return unknown(
      `${key} has several values, and ${written} without ForAnyValue or ForAllValues is not defined for them`,
    );
  }
  return compare(condition, name, operator, typeof value === "string" ? [value] : value, within);
}

function nullCondition({ key, values }: Condition, value: ContextValue): Finding {
  const wanted = values.map((each) => each.toLowerCase());
  if (wanted.some((each) => each !== "true" && each !== "false")) {
    return unknown(`Null on ${key} takes "true" or "false", not ${show(values)}`);
  }
  if (wanted.includes(String(value === null))) return YES;
  return no(value === null ? `the request has no ${key}` : `${key} is ${show(value)}, the policy asks for none`);
}

/** A request that lacks the key fits every negated operator, every ForAllValues, and every …IfExists. */
function absent(
  { key, values, operator: written }: Condition,
  { set, ifExists }: OperatorName,
  operator: Operator,
): Finding {
  if (ifExists || set === "all" || (operator.negated && set === undefined)) return YES;
  const asked = operator.negated ? "any but " : "";
  return no(`the request has no ${key}, the policy asks for ${asked}${show(values)} (${written})`);
}

function compare(
  condition: Condition,
  { set }: OperatorName,
  operator: Operator,
  got: readonly string[],
  within: ConditionContext,
): Finding {
  const { key, values, operator: written } = condition;
  const { expand } = operator;
  const asked = values.map((value): Expanded =>
    expand && within.variables ? expand(value, within.context) : { text: value },
  );
  const matches = (one: string): Verdict => {
    const found = anyOf(asked.map((each) => ("text" in each ? operator.compare(each.text, one) : "unknown")));
    return operator.negated ? not(found) : found;
  };
  const verdict = set === "all" ? allOf(got.map(matches)) : anyOf(got.map(matches));
  if (verdict === "yes") return YES;
  const what = `${key} is ${show(got)}, the policy asks for ${operator.negated ? "any but " : ""}${show(values)} (${written})`;
  if (verdict === "no") return no(what);
  const open = asked.flatMap((each) => ("open" in each ? [each.open] : []));
  return unknown(`${what}, which can't be decided: ${open[0] ?? "one of the two is not in the operator's form"}`);
}
