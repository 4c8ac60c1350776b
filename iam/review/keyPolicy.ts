import { parseArn } from "../arn";
import type { PolicyDocument } from "../document";
import type { ListElement, ParsedPolicy } from "../evaluate/parse";
import { keyAccount } from "../evaluate/keyAccount";
import { parsePolicy } from "../evaluate/parse";
import { isAbout } from "../evaluate/statement";
import { sentence, show } from "../evaluate/verdict";
import { type Reached, reachedBy } from "./keyUsers";
import { waysIn, type WayIn } from "./narrowing";
import { FINE, type Review } from "./review";

/** What a key policy is reviewed by. */
export interface KeyPolicyReviewOptions {
  /** ARN of the key. @default - not known: the key is in the account that its policy leaves in charge */
  readonly keyArn?: string | undefined;
  /**
   * ARNs of the roles that Pinecone takes on, in whatever account.
   * @default - not known: whether a role of another account is one of them is left open
   */
  readonly roleArns?: readonly string[] | undefined;
  /** Further accounts that may use the key. @default - none */
  readonly furtherAccounts?: readonly string[];
}

/** Who may do all of these may do everything. */
const EVERYTHING = ["kms:Decrypt", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"];

/**
 * Whether a key policy gives nobody everything: not everybody is let in, no other account may decrypt, and only the key's own account
 * may do all. Never throws; a policy that AWS would refuse lets nobody in.
 *
 * @param policy the key policy, as JSON or as an object
 */
export function reviewKeyPolicy(policy: string | PolicyDocument, options: KeyPolicyReviewOptions = {}): Review {
  const parsed = parsePolicy(policy, "key policy");
  if (typeof parsed === "string") return FINE;
  const ways = waysIn(parsed, isWholeKms);
  const owner = ownerOf(parsed, ways, options);
  if ("wrong" in owner) return { ...FINE, wrong: [...everybody(ways), owner.wrong] };
  const findings = ways.flatMap((way) => reachedBy(way).flatMap((who) => problemOf(way, who, owner.account, options)));
  return {
    wrong: findings.flatMap((finding) => ("wrong" in finding ? [finding.wrong] : [])),
    open: findings.flatMap((finding) => ("open" in finding ? [finding.open] : [])),
  };
}

function isWholeKms({ inverted, values }: ListElement): boolean {
  return !inverted && values.some((value) => value === "*" || value.toLowerCase() === "kms:*");
}

/** The key's account, as the key's ARN or its policy tells. */
function ownerOf(
  parsed: ParsedPolicy,
  ways: readonly WayIn[],
  { keyArn, furtherAccounts = [] }: KeyPolicyReviewOptions,
): { readonly account: string | undefined } | { readonly wrong: string } {
  const known = keyArn === undefined ? undefined : parseArn(keyArn)?.accountId;
  if (known !== undefined) return { account: known };
  const inCharge = ways
    .filter(({ statement }) => isAbout(statement.action, "kms:PutKeyPolicy"))
    .flatMap((way) => reachedBy(way).flatMap((who) => (who.kind === "account" ? [who.account] : [])));
  const own = [...new Set(inCharge)].filter((account) => !furtherAccounts.includes(account));
  if (own.length === 0) return { account: keyAccount(parsed) };
  return own.length === 1
    ? { account: own[0] }
    : { wrong: `More than one account is in charge of the key: ${own.join(", ")}.` };
}

function everybody(ways: readonly WayIn[]): string[] {
  return ways.flatMap((way) => reachedBy(way).flatMap((who) => (who.kind === "everybody" ? [say(way, who.why)] : [])));
}

type Finding = { readonly wrong: string } | { readonly open: string };

function problemOf(
  way: WayIn,
  who: Reached,
  owner: string | undefined,
  { roleArns, furtherAccounts = [] }: KeyPolicyReviewOptions,
): Finding[] {
  if (who.kind === "everybody") return [{ wrong: say(way, who.why) }];
  const { action } = way.statement;
  const hasEverything = EVERYTHING.every((each) => isAbout(action, each));
  const mayBeOwner = who.kind === "account" && (owner === undefined || who.account === owner);
  if (hasEverything && !mayBeOwner) {
    return [{ wrong: say(way, `lets ${who.name} do everything with the key (${shown(action)})`) }];
  }
  if (who.kind === "organization" || !isAbout(action, "kms:Decrypt") || roleArns?.includes(who.name) === true) {
    return [];
  }
  const { account } = who;
  if (account === undefined || account === owner || furtherAccounts.includes(account)) return [];
  const decrypts = `lets ${who.name} decrypt (${shown(action)})`;
  const isRole = parseArn(who.name)?.resource.startsWith("role/") === true;
  if (isRole && roleArns === undefined) {
    return [{ open: say(way, `${decrypts}, and whether Pinecone uses the key by that role is not known`) }];
  }
  return owner === undefined
    ? [{ open: say(way, `${decrypts}, and whether the key is in that account is not known`) }]
    : [{ wrong: say(way, `${decrypts}, which is not in the key's account ${owner}`) }];
}

function shown({ inverted, values }: ListElement): string {
  return inverted ? `all but ${show(values)}` : show(values);
}

function say({ statement }: WayIn, what: string): string {
  return sentence(`${statement.label} ${what}`);
}
