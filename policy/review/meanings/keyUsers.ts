import { evaluateKeyPolicy, parseArn } from "../../../iam";
import { parsePolicy, type ParsedPolicy } from "../../../iam/evaluate/parse";
import { listed } from "../words";

/** What somebody may do with a key, by the actions that stand for it. */
const ABILITIES: Readonly<Record<string, string>> = {
  "kms:Decrypt": "decrypt",
  "kms:Encrypt": "encrypt",
  "kms:PutKeyPolicy": "change its policy",
  "kms:ScheduleKeyDeletion": "delete it",
};

/** Who may do something with a key → what. */
export type KeyUsers = ReadonlyMap<string, readonly string[]>;

const STRANGER = "arn:aws:iam::999999999999:role/somebody";

/** Who a key policy lets do what. A text says why that can't be told. */
export function keyUsersOf(policy: string, keyArn: string | undefined): KeyUsers | string {
  const parsed = parsePolicy(policy, "key policy");
  if (typeof parsed === "string") return parsed;
  const users = new Map<string, string[]>();
  for (const { who, arn } of [...askedOf(parsed), { who: "anybody in AWS", arn: STRANGER }]) {
    const abilities = Object.entries(ABILITIES).flatMap(([action, ability]) => {
      const { decision } = evaluateKeyPolicy(policy, { principalArn: arn, action, keyArn });
      return decision === "allowed" ? [ability] : [];
    });
    if (abilities.length > 0) users.set(who, abilities);
  }
  return users;
}

function askedOf({ statements }: ParsedPolicy): { who: string; arn: string }[] {
  const names = statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principal, conditions }) => [
      ...(principal?.aws ?? []),
      ...conditions.filter(({ key }) => key.toLowerCase() === "aws:principalarn").flatMap(({ values }) => values),
    ]);
  return [...new Set(names)].filter((name) => !/[*?]/.test(name)).map(asked);
}

function asked(name: string): { who: string; arn: string } {
  const arn = parseArn(name);
  const account = /^\d{12}$/.test(name) ? name : arn?.resource === "root" ? arn.accountId : undefined;
  if (account === undefined) return { who: name, arn: name };
  return { who: `account ${account}, by its IAM policies`, arn: `arn:${arn?.partition ?? "aws"}:iam::${account}:root` };
}

/** Users in words: `arn:…:role/a (decrypt and encrypt)`. */
export function keyUsersPhrase(users: KeyUsers): string {
  return [...users].map(([who, abilities]) => `${who} (${listed(abilities)})`).join("; ");
}

/** What users may do that they could not, by the user. */
export function gained(before: KeyUsers, after: KeyUsers): KeyUsers {
  return new Map(
    [...after].flatMap(([who, abilities]) => {
      const more = abilities.filter((ability) => before.get(who)?.includes(ability) !== true);
      return more.length > 0 ? [[who, more] as const] : [];
    }),
  );
}
