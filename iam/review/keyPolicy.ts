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

/** A grant of a key, as KMS has it. */
export interface KeyGrant {
  /** How messages call it. */
  readonly name: string;
  /** ARN of whom it lets in. */
  readonly granteePrincipal: string;
  /** Such as `Decrypt`. */
  readonly operations: readonly string[];
}

/** Who may do all of these may do everything. */
const EVERYTHING = ["kms:Decrypt", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"];

/** What another account can do to read what the key encrypts: the action → in words. */
const READING: Readonly<Record<string, string>> = {
  "kms:Decrypt": "decrypt",
  "kms:ReEncryptFrom": "take what the key encrypts over to a key of its own",
  "kms:CreateGrant": "grant itself to decrypt",
};

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
  return reviewWays(ways, owner.account, options);
}

/**
 * Whether a grant of a key lets no other account read what the key encrypts: {@link reviewKeyPolicy} for whom the grant lets in.
 *
 * @param policy the key policy, as JSON or as an object: it tells the key's account where no ARN does
 */
export function reviewKeyGrant(
  grant: KeyGrant,
  policy: string | PolicyDocument,
  options: KeyPolicyReviewOptions = {},
): Review {
  const parsed = parsePolicy(policy, "key policy");
  if (typeof parsed === "string") return FINE;
  const way = wayByGrant(grant);
  const owner = ownerOf(parsed, waysIn(parsed, isWholeKms), options);
  return "wrong" in owner ? { ...FINE, wrong: everybody([way]) } : reviewWays([way], owner.account, options);
}

function reviewWays(ways: readonly WayIn[], owner: string | undefined, options: KeyPolicyReviewOptions): Review {
  const findings = ways.flatMap((way) => reachedBy(way).flatMap((who) => problemOf(way, who, owner, options)));
  return {
    wrong: findings.flatMap((finding) => ("wrong" in finding ? [finding.wrong] : [])),
    open: findings.flatMap((finding) => ("open" in finding ? [finding.open] : [])),
  };
}

/** A grant lets in by itself: what the policy denies or asks of everybody is left out, as nobody should have to count on it. */
function wayByGrant({ name, granteePrincipal, operations }: KeyGrant): WayIn {
  const statement = {
    label: `the grant ${name}`,
    effect: "Allow" as const,
    action: { inverted: false, values: operations.map((operation) => `kms:${operation}`) },
    principal: { inverted: false, aws: [granteePrincipal], others: [] },
    resource: { inverted: false, values: ["*"] },
    conditions: [],
    doubts: [],
  };
  return { statement, conditions: [] };
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
  const reading = Object.entries(READING).find(([each]) => isAbout(action, each))?.[1];
  if (who.kind === "organization" || reading === undefined || roleArns?.includes(who.name) === true) return [];
  const { account } = who;
  if (account === undefined || account === owner || furtherAccounts.includes(account)) return [];
  const reads = `lets ${who.name} ${reading} (${shown(action)})`;
  const isRole = parseArn(who.name)?.resource.startsWith("role/") === true;
  if (isRole && roleArns === undefined) {
    return [{ open: say(way, `${reads}, and whether Pinecone uses the key by that role is not known`) }];
  }
  return owner === undefined
    ? [{ open: say(way, `${reads}, and whether the key is in that account is not known`) }]
    : [{ wrong: say(way, `${reads}, which is not in the key's account ${owner}`) }];
}

function shown({ inverted, values }: ListElement): string {
  return inverted ? `all but ${show(values)}` : show(values);
}

function say({ statement }: WayIn, what: string): string {
  return sentence(`${statement.label} ${what}`);
}
