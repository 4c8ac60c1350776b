import { GROUP_TYPES } from "../../model/securityGroups";
import { PREFIX_LIST, VPC_ENDPOINT } from "../../model/types";
import { hasUnknown, UNKNOWN, type Properties } from "../../model/values";
import { listed, numberOf, told } from "../words";
import { closes, differs, opens, plain, referred, type Meaning, type MeaningsOf } from "./subject";

/** A security group with rules of its own. */
export const securityGroupMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  if (after === undefined) return [plain("The security group goes.")];
  if (after["ingress"] === UNKNOWN) return [plain("Whom it lets in is not known yet.")];
  const found = comeAndGone(rulesIn(before), rulesIn(after), ["Lets in", "No longer lets in"]);
  if (found.length > 0 || before !== undefined) return found;
  return [plain("A security group without rules of its own: it lets nobody in but for rules that are resources.")];
};

/** Who is let in that was not, and who is not any more. */
function comeAndGone(was: string[], is: string[], [letsIn, nowNot]: readonly [string, string]): Meaning[] {
  const more = is.filter((each) => !was.includes(each));
  const less = was.filter((each) => !is.includes(each));
  const found: Meaning[] = [];
  if (more.length > 0) found.push(opens(`${letsIn} ${listed(more)}.`));
  if (less.length > 0) found.push(closes(`${nowNot} ${listed(less)}.`));
  return found;
}

function rulesIn(group: Properties | undefined): string[] {
  const rules = group?.["ingress"];
  return Array.isArray(rules) ? rules.map((rule) => entranceOf(rule as Properties)) : [];
}

/** A rule of a security group that is a resource of its own. */
export const ingressMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  if ((after ?? before)?.["type"] === "egress") return [plain("A rule on what goes out.")];
  const group = referred(subject, "securityGroupId", GROUP_TYPES, after === undefined ? "before" : "after");
  if (after === undefined) return [closes(`${group} no longer lets in ${entranceOf(before)}.`)];
  const now = entranceOf(after);
  if (before === undefined) return [opens(`${group} lets in ${now}.`)];
  const was = entranceOf(before);
  return was === now ? [] : [opens(`${group} lets in ${now}. Before: ${was}.`)];
};

/** A group that is put on a VPC endpoint, beside those that the endpoint names itself. */
export const groupAssociationMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  const when = after === undefined ? "before" : "after";
  const group = referred(subject, "securityGroupId", GROUP_TYPES, when);
  const endpoint = referred(subject, "vpcEndpointId", [VPC_ENDPOINT], when);
  if (after === undefined) return [closes(`The security group ${group} is taken off the VPC endpoint ${endpoint}.`)];
  if (before !== undefined && !["securityGroupId", "vpcEndpointId"].some((each) => differs(subject, each))) return [];
  return [opens(`The VPC endpoint ${endpoint} is reached by whom the security group ${group} lets in.`)];
};

/** A prefix list: the rules that name it let in all its ranges. */
export const prefixListMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  if (after === undefined) return [closes("The prefix list goes: rules that name it let in nobody by it.")];
  if (after["entries"] === UNKNOWN) return [plain("Which ranges it has is not known yet.")];
  const phrases = ["Rules that name it let in", "Rules that name it no longer let in"] as const;
  const found = comeAndGone(rangesOf(before), rangesOf(after), phrases);
  if (found.length > 0 || before !== undefined) return found;
  return [plain("A prefix list without entries of its own.")];
};

function rangesOf(list: Properties | undefined): string[] {
  const entries = list?.["entries"];
  return Array.isArray(entries) ? entries.map((entry) => rangeOf((entry as Properties)["cidr"])) : [];
}

/** A range of a prefix list that is a resource of its own. */
export const prefixListEntryMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  const list = referred(subject, "prefixListId", [PREFIX_LIST], after === undefined ? "before" : "after");
  if (after === undefined)
    return [closes(`Rules that name the prefix list ${list} no longer let in ${rangeOf(before?.["cidr"])}.`)];
  if (before !== undefined && !differs(subject, "cidr")) return [];
  return [opens(`Rules that name the prefix list ${list} let in ${rangeOf(after["cidr"])}.`)];
};

const EVERYBODY = new Set(["0.0.0.0/0", "::/0"]);

/** `10.0.0.0/16 on port 443`. */
function entranceOf(rule: Properties | undefined): string {
  if (rule === undefined) return "nobody";
  const single = ["cidrIpv4", "cidrIpv6", "referencedSecurityGroupId", "prefixListId", "sourceSecurityGroupId"];
  const many = ["cidrBlocks", "ipv6CidrBlocks", "securityGroups", "prefixListIds"];
  const values = [...single.map((name) => rule[name]), ...many.flatMap((name) => [rule[name]].flat())];
  const known = values.filter((value) => value !== undefined && value !== null && value !== "");
  const who = known.map(rangeOf);
  return `${who.length === 0 ? "nobody" : listed(who)} ${portsOf(rule)}`;
}

function rangeOf(value: unknown): string {
  return EVERYBODY.has(String(value)) ? `the whole internet (${String(value)})` : told(value);
}

function portsOf(rule: Properties): string {
  const [from, to] = [numberOf(rule, "fromPort"), numberOf(rule, "toPort")];
  const protocol = rule["ipProtocol"] ?? rule["protocol"];
  if (protocol === "-1" || from === undefined)
    return hasUnknown([rule["fromPort"]]) ? "on a port that is not known yet" : "on all ports";
  return from === to ? `on port ${from}` : `on ports ${from} to ${to ?? from}`;
}
