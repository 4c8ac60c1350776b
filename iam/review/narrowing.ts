import type { Condition } from "../evaluate/conditions";
import { parseOperator } from "../evaluate/conditions";
import type { ListElement, ParsedPolicy, ParsedStatement } from "../evaluate/parse";

/** An Allow statement, with all conditions that whoever comes by it has to fulfil. */
export interface WayIn {
  readonly statement: ParsedStatement;
  readonly conditions: readonly Condition[];
}

/** Operators that ask for one of the values, and whether they take wildcards in them. */
const ASKING: Readonly<Record<string, boolean>> = {
  stringequals: false,
  stringequalsignorecase: false,
  stringlike: true,
  arnequals: true,
  arnlike: true,
};

/** A Deny with one of these asks everybody else for what the other operator asks for; both hold for a request without the key. */
const OPPOSITES: Readonly<Record<string, string>> = {
  stringnotequals: "StringEquals",
  stringnotequalsignorecase: "StringEqualsIgnoreCase",
  stringnotlike: "StringLike",
  arnnotequals: "ArnEquals",
  arnnotlike: "ArnLike",
};

/**
 * The Allow statements of a policy.
 *
 * @param isWhole whether a Deny for these actions is one for all that matters
 */
export function waysIn({ statements }: ParsedPolicy, isWhole: (action: ListElement) => boolean): readonly WayIn[] {
  const asked = statements.flatMap((statement) => (isWhole(statement.action) ? askedByDeny(statement) : []));
  return statements
    .filter(({ effect }) => effect === "Allow")
    .map((statement) => ({ statement, conditions: [...statement.conditions, ...asked] }));
}

/** What a Deny asks of everybody: "deny whoever is not …" is "allow only who is …". */
function askedByDeny({ effect, principal, resource, conditions, doubts }: ParsedStatement): readonly Condition[] {
  const [only, ...more] = conditions;
  if (effect !== "Deny" || only === undefined || more.length > 0 || doubts.length > 0) return [];
  if (principal?.inverted === true || principal?.aws.includes("*") !== true) return [];
  if (resource !== undefined && (resource.inverted || !resource.values.includes("*"))) return [];
  const { set, base } = parseOperator(only.operator);
  const opposite = set === undefined ? OPPOSITES[base.toLowerCase()] : undefined;
  return opposite === undefined ? [] : [{ ...only, operator: opposite }];
}

/** The conditions on a key. */
export function conditionsOn({ conditions }: WayIn, ...keys: readonly string[]): readonly Condition[] {
  const wanted = keys.map((key) => key.toLowerCase());
  return conditions.filter(({ key }) => wanted.includes(key.toLowerCase()));
}

/**
 * How a condition narrows a statement down to some values: `wildcards` says whether `*` and `?` in them stand for others. `undefined`
 * for one that does not: it lets a request in that lacks the key, or asks for something else than values.
 */
export function narrowing({ operator }: Condition): { readonly wildcards: boolean } | undefined {
  const { set, base, ifExists } = parseOperator(operator);
  const wildcards = ASKING[base.toLowerCase()];
  return wildcards === undefined || ifExists || set === "all" ? undefined : { wildcards };
}

/** Whether a value of a condition stands for itself alone. */
export function isExact(value: string, wildcards: boolean): boolean {
  return !value.includes("${") && !(wildcards && /[*?]/.test(value));
}
