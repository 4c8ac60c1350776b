import { KEY_TYPES } from "../../model/cmek";
import { CMEK_BINDING, ROLE } from "../../model/types";
import { UNKNOWN, type Properties } from "../../model/values";
import { counted, flagOf, listed, numberOf, textOf, textsOf, told } from "../words";
import { gained, keyUsersOf, keyUsersPhrase } from "./keyUsers";
import {
  closes,
  differs,
  loses,
  opens,
  origin,
  plain,
  referred,
  type Meaning,
  type MeaningsOf,
  type Subject,
} from "./subject";

/** KMS waits that long if it is not told. */
const DEFAULT_WINDOW = 30;

/** What a key means: that it is there, who may use it, and whether it is kept. */
export const keyMeanings: MeaningsOf = (subject) => {
  const { before, after, change } = subject;
  if (after === undefined) return [goneKey(subject)];
  if (before === undefined) return [newKey(after), ...policyMeanings(subject)];
  const found = [...stateMeanings(before, after), ...policyMeanings(subject)];
  return change.operation === "replace" ? [replacedKey(subject), ...found] : found;
};

function newKey(key: Properties): Meaning {
  const rotation = flagOf(key, "enableKeyRotation") === true ? "rotated by KMS" : "not rotated";
  const days = numberOf(key, "deletionWindowInDays") ?? DEFAULT_WINDOW;
  const region = textOf(key, "region");
  return plain(
    `A new KMS key${region === undefined ? "" : ` in ${region}`}, ${rotation}, kept ${counted(days, "day")} when it is deleted.`,
  );
}

function stateMeanings(before: Properties, after: Properties): Meaning[] {
  const found: Meaning[] = [];
  const [rotated, rotates] = [
    flagOf(before, "enableKeyRotation") === true,
    flagOf(after, "enableKeyRotation") === true,
  ];
  if (rotated && !rotates && after["enableKeyRotation"] !== UNKNOWN) found.push(opens("KMS no longer rotates it."));
  if (!rotated && rotates) found.push(closes("KMS rotates it from now on."));
  const [was, is] = [flagOf(before, "isEnabled"), flagOf(after, "isEnabled")];
  if (was !== false && is === false)
    found.push(loses("It is disabled: nothing that it encrypts can be read until it is enabled again."));
  if (was === false && is !== false) found.push(opens("It is enabled again: what it encrypts can be read."));
  const days = numberOf(before, "deletionWindowInDays") ?? DEFAULT_WINDOW;
  const now = numberOf(after, "deletionWindowInDays") ?? DEFAULT_WINDOW;
  const window = `When it is deleted, KMS keeps it ${counted(now, "day")}, not ${days} any more.`;
  if (now !== days) found.push(now < days ? loses(window) : closes(window));
  return found;
}

/** Who may use it. The policy may hang on the key, or be a resource of its own. */
function policyMeanings(subject: Subject): Meaning[] {
  const { before, after } = subject;
  const now = after?.["policy"];
  if (now === UNKNOWN) return [plain(`Who may use it is not known yet: ${origin(subject, "policy")}.`)];
  if (typeof now !== "string")
    return before === undefined ? [plain("Its policy is AWS's default: the account's IAM policies decide.")] : [];
  if (before !== undefined && !differs(subject, "policy")) return [];
  const users = keyUsersOf(now, textOf(after, "arn"));
  if (typeof users === "string") return [plain(`${users}.`)];
  const old = before?.["policy"];
  const former = typeof old === "string" ? keyUsersOf(old, textOf(before, "arn")) : undefined;
  if (former === undefined || typeof former === "string") {
    return [
      users.has("anybody in AWS")
        ? opens(`May use it: ${keyUsersPhrase(users)}.`)
        : plain(`May use it: ${keyUsersPhrase(users)}.`),
    ];
  }
  const [more, less] = [gained(former, users), gained(users, former)];
  const found: Meaning[] = [];
  if (more.size > 0) found.push(opens(`Newly may use it: ${keyUsersPhrase(more)}.`));
  if (less.size > 0) found.push(closes(`No longer may use it: ${keyUsersPhrase(less)}.`));
  return found.length > 0 ? found : [plain("The key policy's text changes; who may use the key stays.")];
}

function boundTo({ formerWorld, change }: Subject): readonly string[] {
  const key = formerWorld.get(change.urn);
  return key === undefined ? [] : formerWorld.users(key, CMEK_BINDING, "keyArn").map(({ name }) => name);
}

function replacedKey(subject: Subject): Meaning {
  const bound = boundTo(subject);
  if (bound.length === 0)
    return loses("The key is made anew: what the old one encrypted can't be read once it is deleted.");
  return loses(
    `The key is made anew, and Pinecone keeps the old one for ${listed(bound)}: what it encrypted is lost once it is deleted.`,
  );
}

function goneKey(subject: Subject): Meaning {
  const { before } = subject.change;
  if (before?.retainOnDelete === true) return plain("It leaves the stack and stays in AWS (retainOnDelete).");
  const days = numberOf(before?.properties, "deletionWindowInDays") ?? DEFAULT_WINDOW;
  const bound = boundTo(subject);
  const whose = bound.length === 0 ? "" : ` Pinecone encrypts with it for ${listed(bound)}.`;
  return loses(`KMS deletes it after ${counted(days, "day")}; then all that it encrypts is lost for good.${whose}`);
}

/** A policy of a key that is a resource of its own. */
export const keyPolicyMeanings: MeaningsOf = (subject) => {
  const key = referred(subject, "keyId", KEY_TYPES, subject.after === undefined ? "before" : "after");
  if (subject.after === undefined)
    return [plain(`The policy of the key ${key} goes back to AWS's default: the account's IAM policies decide.`)];
  return policyMeanings(subject).map(({ tone, text }) => ({ tone, text: `Key ${key}: ${text}` }));
};

/** A grant of a key: it lets somebody in beside the key's policy. */
export const grantMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  const when = after === undefined ? "before" : "after";
  const key = referred(subject, "keyId", KEY_TYPES, when);
  const who = referred(subject, "granteePrincipal", [ROLE], when);
  const operations = textsOf(after ?? before, "operations");
  const what = operations.length === 0 ? "what is not known yet" : listed(operations);
  if (after === undefined) return [closes(`${who} may no longer do with the key ${key}, by a grant: ${what}.`)];
  const properties = ["keyId", "granteePrincipal", "operations"];
  if (before !== undefined && !properties.some((property) => differs(subject, property))) return [];
  return [opens(`${who} may do with the key ${key}, whatever its policy says: ${what}.`)];
};

/** A name of a key. */
export const aliasMeanings: MeaningsOf = (subject) => {
  const name = told((subject.after ?? subject.before)?.["name"]);
  if (subject.after === undefined) return [plain(`The name ${name} of a key goes.`)];
  return [plain(`${name} is a name of the key ${referred(subject, "targetKeyId", KEY_TYPES)}.`)];
};
