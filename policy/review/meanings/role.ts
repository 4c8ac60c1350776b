import { samePolicy } from "../../../iam";
import { parsePolicy } from "../../../iam/evaluate/parse";
import { CMEK_BINDING, ROLE } from "../../model/types";
import { UNKNOWN } from "../../model/values";
import { listed, told } from "../words";
import { closes, loses, opens, origin, plain, referred, type Meaning, type MeaningsOf, type Subject } from "./subject";
import { comparedTrustees, phraseOf, trusteesOf, type Trustee } from "./trustees";

/** What a role means: who may assume it, before and after. */
export const roleMeanings: MeaningsOf = (subject) => {
  const { before, after, change } = subject;
  if (after === undefined) return [goneRole(subject)];
  const now = after["assumeRolePolicy"];
  if (now === UNKNOWN) return [plain(`Who may assume it is not known yet: ${origin(subject, "assumeRolePolicy")}.`)];
  const trustees = readTrustees(now);
  if (typeof trustees === "string") return [plain(`${trustees}.`)];
  const former = before === undefined ? undefined : readTrustees(before["assumeRolePolicy"]);
  const found =
    former === undefined || typeof former === "string" ? [entrance(trustees)] : compared(former, trustees, subject);
  return change.operation === "replace"
    ? [plain("It is made anew, with another ARN or another internal ID."), ...found]
    : found;
};

function readTrustees(policy: unknown): readonly Trustee[] | string {
  if (typeof policy === "string") return trusteesOf(policy);
  return policy === UNKNOWN ? "Who might assume it before is not known" : "It has no trust policy";
}

function entrance(trustees: readonly Trustee[]): Meaning {
  if (trustees.length === 0) return plain("Nobody that its trust policy names may assume it.");
  const text = `May assume it: ${phraseOf(trustees)}.`;
  return trustees.some(({ pinecone }) => pinecone === undefined) ? opens(text) : plain(text);
}

function compared(before: readonly Trustee[], after: readonly Trustee[], subject: Subject): Meaning[] {
  const { added, removed, loosened, tightened } = comparedTrustees(before, after);
  const found: Meaning[] = [];
  if (added.length > 0) found.push(opens(`Newly may assume it: ${phraseOf(added)}.`));
  if (loosened.length > 0) found.push(opens(`Nothing is asked of them any more: ${phraseOf(loosened)}.`));
  if (tightened.length > 0) found.push(closes(`More is asked of them than before: ${phraseOf(tightened)}.`));
  if (removed.length > 0) {
    const text = `No longer may assume it: ${phraseOf(removed)}.`;
    const lost = removed.some(({ pinecone }) => pinecone !== undefined);
    found.push(lost ? loses(`${text} Pinecone can't use the key from there any more.`) : closes(text));
  }
  if (found.length > 0) return found;
  const [old, now] = [subject.before?.["assumeRolePolicy"], subject.after?.["assumeRolePolicy"]];
  const same = typeof old === "string" && typeof now === "string" && samePolicy(old, now);
  return same
    ? [plain("Who may assume it stays.")]
    : [plain("The trust policy's text changes; who may assume it stays.")];
}

function goneRole(subject: Subject): Meaning {
  const role = subject.formerWorld.get(subject.change.urn);
  const users =
    role === undefined ? [] : subject.formerWorld.users(role, CMEK_BINDING, "roleArn").map(({ name }) => name);
  if (users.length === 0) return closes("Nobody can assume it any more.");
  return loses(`Pinecone used it for ${listed(users)}: without it, what the key encrypts can't be read.`);
}

/** What permissions a role has besides: those of a policy that is put into it. */
export const rolePolicyMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  const role = referred(subject, "role", [ROLE], after === undefined ? "before" : "after");
  if (after === undefined) return [closes(`The role ${role} no longer may: ${actionsIn(before?.["policy"])}.`)];
  if (after["policy"] === UNKNOWN)
    return [plain(`What it lets the role ${role} do is not known yet: ${origin(subject, "policy")}.`)];
  const what = actionsIn(after["policy"]);
  if (before === undefined || before["policy"] === undefined) return [opens(`Lets the role ${role}: ${what}.`)];
  const was = actionsIn(before["policy"]);
  return [
    was === what
      ? plain(`The role ${role} may as before: ${what}.`)
      : opens(`The role ${role} may: ${what}. Before: ${was}.`),
  ];
};

/** A managed policy: what all to whom it is attached may do. */
export const managedPolicyMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  if (after === undefined) return [closes(`Whoever had it no longer may: ${actionsIn(before?.["policy"])}.`)];
  if (after["policy"] === UNKNOWN) return [plain(`What it permits is not known yet: ${origin(subject, "policy")}.`)];
  const what = actionsIn(after["policy"]);
  if (before === undefined) return [plain(`Whoever it is attached to may: ${what}.`)];
  const was = actionsIn(before["policy"]);
  return was === what ? [] : [opens(`Whoever it is attached to may: ${what}. Before: ${was}.`)];
};

/** A managed policy that is attached to a role. */
export const attachmentMeanings: MeaningsOf = (subject) => {
  const when = subject.after === undefined ? "before" : "after";
  const role = referred(subject, "role", [ROLE], when);
  const policy = told((subject.after ?? subject.before)?.["policyArn"]);
  if (when === "before") return [closes(`The role ${role} loses the permissions of ${policy}.`)];
  return [opens(`The role ${role} has the permissions of ${policy}.`)];
};

/** A managed policy that is attached to all roles of a list. */
export const attachmentToAllMeanings: MeaningsOf = (subject) => {
  const when = subject.after === undefined ? "before" : "after";
  const roles = referred(subject, "roles", [ROLE], when);
  const policy = told((subject.after ?? subject.before)?.["policyArn"]);
  if (when === "before") return [closes(`No longer with the permissions of ${policy}: ${roles}.`)];
  return [opens(`With the permissions of ${policy}: ${roles}.`)];
};

function actionsIn(policy: unknown): string {
  if (typeof policy !== "string") return policy === UNKNOWN ? "what is not known" : "nothing";
  const parsed = parsePolicy(policy, "permissions policy");
  if (typeof parsed === "string") return `nothing, since ${parsed}`;
  const parts = parsed.statements.map(({ effect, action, resource }) => {
    const what = `${action.inverted ? "all but " : ""}${listed(action.values)}`;
    const where = resource === undefined ? "" : ` on ${resource.inverted ? "all but " : ""}${listed(resource.values)}`;
    return `${effect === "Deny" ? "(denied) " : ""}${what}${where}`;
  });
  return listed(parts);
}
