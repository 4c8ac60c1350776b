import { parseArn } from "../arn";
import type { Condition } from "../evaluate/conditions";
import { conditionsOn, isExact, narrowing, type WayIn } from "./narrowing";

/** Whom a statement of a key policy reaches, one by one. `name`: as messages call them. */
export type Reached =
  | { readonly kind: "everybody"; readonly why: string }
  | { readonly kind: "organization"; readonly name: string }
  /** An account named as principal: it decides by its own IAM policies. */
  | { readonly kind: "account"; readonly name: string; readonly account: string }
  /** A role, a user, a service, or all of an account. */
  | { readonly kind: "principal"; readonly name: string; readonly account: string | undefined };

const ACCOUNT_ID = /^\d{12}$/;
const ORGANIZATION = /^o-[a-z0-9]{10,32}(\/|$)/;

/** Condition keys that say which account asks, or on whose behalf. */
const ACCOUNT_KEYS = ["kms:CallerAccount", "aws:PrincipalAccount", "aws:SourceAccount"];
const ARN_KEYS = ["aws:PrincipalArn", "aws:SourceArn"];
const ORGANIZATION_KEYS = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceOrgID", "aws:SourceOrgPaths"];

function accountOf(principal: string): string | undefined {
  const account = parseArn(principal)?.accountId ?? principal;
  return ACCOUNT_ID.test(account) ? account : undefined;
}

function isAccountRoot(principal: string): boolean {
  return ACCOUNT_ID.test(principal) || parseArn(principal)?.resource === "root";
}

/** Whom an Allow statement reaches, with its conditions: the narrowest that they say. */
export function reachedBy(way: WayIn): readonly Reached[] {
  const { principal } = way.statement;
  if (principal === undefined) return [];
  const named = [...principal.aws, ...principal.others];
  const isOpen = principal.inverted || named.includes("*");
  const isWide = isOpen || named.some(isAccountRoot);
  const arns = isWide ? valuesOf(way, ["aws:PrincipalArn"], (value) => accountOf(value) !== undefined) : undefined;
  if (arns !== undefined) return arns.map(toPrincipal);
  if (!isOpen) return named.map(toNamed);
  return narrowedDown(way) ?? [{ kind: "everybody", why: whyEverybody(way) }];
}

function narrowedDown(way: WayIn): readonly Reached[] | undefined {
  const accounts = valuesOf(way, ACCOUNT_KEYS, (value) => ACCOUNT_ID.test(value));
  const sources = accounts ?? valuesOf(way, ARN_KEYS, (value) => accountOf(value) !== undefined);
  if (sources !== undefined) return sources.map(toPrincipal);
  const organizations = valuesOf(way, ORGANIZATION_KEYS, (value) => ORGANIZATION.test(value));
  return organizations?.map((value) => ({ kind: "organization", name: `the organization ${JSON.stringify(value)}` }));
}

/** The values of the first condition that narrows the statement down to what is wanted; an organization's paths have wildcards at their end. */
function valuesOf(
  way: WayIn,
  keys: readonly string[],
  isWanted: (value: string) => boolean,
): readonly string[] | undefined {
  const fits = (condition: Condition): boolean =>
    narrowing(condition) !== undefined && condition.values.every((value) => isExact(value, false) && isWanted(value));
  return conditionsOn(way, ...keys).find(fits)?.values;
}

function whyEverybody(way: WayIn): string {
  const { principal } = way.statement;
  const who = principal?.inverted === true ? "allows everybody but some, by NotPrincipal," : "allows everybody,";
  const conditions = conditionsOn(way, ...ACCOUNT_KEYS, ...ARN_KEYS, ...ORGANIZATION_KEYS);
  const shown = conditions.map(({ operator, key, values }) => `${operator} ${key} ${JSON.stringify(values)}`);
  return shown.length === 0
    ? `${who} without a condition that says who`
    : `${who} and ${shown.join(", ")} does not say who`;
}

function toPrincipal(name: string): Reached {
  return { kind: "principal", name, account: accountOf(name) };
}

function toNamed(name: string): Reached {
  const account = accountOf(name);
  return account !== undefined && isAccountRoot(name) ? { kind: "account", name, account } : toPrincipal(name);
}
