import { parseArn } from "../arn";
import type { Condition } from "./conditions";
import type { ParsedPolicy, ParsedStatement } from "./parse";
import { isAbout } from "./statement";

const ACCOUNT_ID = /^\d{12}$/;

/** Condition keys that hold the account of whoever asks. */
const CALLER_ACCOUNT_KEYS = ["kms:calleraccount", "aws:principalaccount"];

/**
 * The account that a key is in, as far as its policy alone tells: all whom the policy lets change it are in one account. A key's
 * policy can be changed from the key's own account only, and KMS's lock-out safety check refuses a policy under which its caller
 * could not change it again. A caller may bypass that check; the key is then nobody's to manage, and nothing can be told of it.
 */
export function keyAccount({ statements }: ParsedPolicy): string | undefined {
  const inCharge = statements.filter(({ effect, action }) => effect === "Allow" && isAbout(action, "kms:PutKeyPolicy"));
  const accounts = new Set(inCharge.flatMap(accountsOf));
  const [only] = accounts;
  return accounts.size === 1 ? only : undefined;
}

/** The accounts of those whom a statement is for; `undefined` among them where it may be anybody. */
function accountsOf({ principal, conditions }: ParsedStatement): readonly (string | undefined)[] {
  if (principal === undefined || principal.inverted) return [undefined];
  return principal.aws.flatMap((entry) => (entry === "*" ? askedFor(conditions) : [accountOf(entry)]));
}

function accountOf(entry: string): string | undefined {
  const account = parseArn(entry)?.accountId ?? entry;
  return ACCOUNT_ID.test(account) ? account : undefined;
}

/** The accounts to which conditions narrow everybody down. */
function askedFor(conditions: readonly Condition[]): readonly (string | undefined)[] {
  const narrowing = conditions.find(
    ({ operator, key }) => operator.toLowerCase() === "stringequals" && CALLER_ACCOUNT_KEYS.includes(key.toLowerCase()),
  );
  return narrowing === undefined ? [undefined] : narrowing.values.map(accountOf);
}
