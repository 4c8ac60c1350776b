import { REGION_TABLE } from "../../../iam";
import { RECORD, SECURITY_GROUP, VPC_ENDPOINT, ZONE } from "../../model/types";
import { hasUnknown, UNKNOWN, type Properties } from "../../model/values";
import { listed, numberOf, textsOf, told } from "../words";
import {
  closes,
  differs,
  loses,
  opens,
  plain,
  projectOf,
  referred,
  type Meaning,
  type MeaningsOf,
  type Subject,
} from "./subject";

/** A Private Endpoint of Pinecone's: a VPC that reaches a project. */
export const privateEndpointMeanings: MeaningsOf = (subject) => {
  const { before, after, change } = subject;
  const endpoint = referred(subject, "vpcEndpointId", [VPC_ENDPOINT], after === undefined ? "before" : "after");
  const region = told((after ?? before)?.["region"]);
  const way = `the VPC endpoint ${endpoint} in ${region}`;
  if (after === undefined) return [loses(`${projectOf(subject)} is no longer reached through ${way}.`)];
  if (change.operation === "replace")
    return [loses(`${projectOf(subject)} is reached through ${way}; the way before goes.`)];
  return before === undefined ? [opens(`${projectOf(subject)} is reached through ${way}.`)] : [];
};

/** A guard of the last way in. */
export const accessGuardMeanings: MeaningsOf = ({ before, after, change }) => {
  const region = told((after ?? before)?.["region"]);
  if (after === undefined)
    return [plain(`The way through ${region} is no longer guarded from being the last one that goes.`)];
  if (change.operation !== "create") return [];
  return [plain(`The way through ${region} is kept while it is the last one.`)];
};

/** A VPC endpoint: whose service it leads to. */
export const vpcEndpointMeanings: MeaningsOf = (subject) => {
  const { before, after, change } = subject;
  const service = serviceOf((after ?? before)?.["serviceName"]);
  if (after === undefined) return [loses(`The VPC's way to ${service} goes.`)];
  const text = `${told(after["vpcId"])} reaches ${service}.`;
  if (change.operation === "replace") return [loses(`${text} The endpoint is made anew, with other addresses.`)];
  if (before === undefined) return [opens(text)];
  const found: Meaning[] = [];
  if (differs(subject, "securityGroupIds")) {
    found.push(opens(`Other security groups: ${referred(subject, "securityGroupIds", [SECURITY_GROUP])}.`));
  }
  if (differs(subject, "policy")) found.push(plain("Its endpoint policy is another."));
  return found;
};

function serviceOf(service: unknown): string {
  const region = Object.entries(REGION_TABLE).find(([, { serviceName }]) => serviceName === service)?.[0];
  return region === undefined ? `the service ${told(service)}` : `Pinecone in ${region}`;
}

/** A security group with rules of its own. */
export const securityGroupMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  if (after === undefined) return [plain("The security group goes.")];
  if (after["ingress"] === UNKNOWN) return [plain("Whom it lets in is not known yet.")];
  const [was, is] = [rulesIn(before), rulesIn(after)];
  const more = is.filter((rule) => !was.includes(rule));
  const less = was.filter((rule) => !is.includes(rule));
  const found: Meaning[] = [];
  if (more.length > 0) found.push(opens(`Lets in ${listed(more)}.`));
  if (less.length > 0) found.push(closes(`No longer lets in ${listed(less)}.`));
  if (found.length > 0 || before !== undefined) return found;
  return [plain("A security group without rules of its own: it lets nobody in but for rules that are resources.")];
};

function rulesIn(group: Properties | undefined): string[] {
  const rules = group?.["ingress"];
  return Array.isArray(rules) ? rules.map((rule) => entranceOf(rule as Properties)) : [];
}

/** A rule of a security group that is a resource of its own. */
export const ingressMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  if ((after ?? before)?.["type"] === "egress") return [plain("A rule on what goes out.")];
  const group = referred(subject, "securityGroupId", [SECURITY_GROUP], after === undefined ? "before" : "after");
  if (after === undefined) return [closes(`${group} no longer lets in ${entranceOf(before)}.`)];
  const now = entranceOf(after);
  if (before === undefined) return [opens(`${group} lets in ${now}.`)];
  const was = entranceOf(before);
  return was === now ? [] : [opens(`${group} lets in ${now}. Before: ${was}.`)];
};

const EVERYBODY = new Set(["0.0.0.0/0", "::/0"]);

/** `10.0.0.0/16 on port 443`. */
function entranceOf(rule: Properties | undefined): string {
  if (rule === undefined) return "nobody";
  const single = ["cidrIpv4", "cidrIpv6", "referencedSecurityGroupId", "prefixListId", "sourceSecurityGroupId"];
  const many = ["cidrBlocks", "ipv6CidrBlocks", "securityGroups", "prefixListIds"];
  const values = [...single.map((name) => rule[name]), ...many.flatMap((name) => [rule[name]].flat())];
  const known = values.filter((value) => value !== undefined && value !== null && value !== "");
  const who = known.map((value) =>
    EVERYBODY.has(String(value)) ? `the whole internet (${String(value)})` : told(value),
  );
  return `${who.length === 0 ? "nobody" : listed(who)} ${portsOf(rule)}`;
}

function portsOf(rule: Properties): string {
  const [from, to] = [numberOf(rule, "fromPort"), numberOf(rule, "toPort")];
  const protocol = rule["ipProtocol"] ?? rule["protocol"];
  if (protocol === "-1" || from === undefined)
    return hasUnknown([rule["fromPort"]]) ? "on a port that is not known yet" : "on all ports";
  return from === to ? `on port ${from}` : `on ports ${from} to ${to ?? from}`;
}

/** A hosted zone. */
export const zoneMeanings: MeaningsOf = ({ before, after }) => {
  const name = told((after ?? before)?.["name"]);
  if (after === undefined)
    return [loses(`Names below ${name} are no longer found: private hosts of indexes don't resolve in the VPC.`)];
  return before === undefined ? [plain(`Names below ${name} are answered inside the VPC by this zone.`)] : [];
};

/** A record: where a name leads. */
export const recordMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  const name = told((after ?? before)?.["name"]);
  if (after === undefined) return [loses(`${name} is no longer found.`)];
  if (before !== undefined && !["records", "aliases", "name", "type"].some((property) => differs(subject, property)))
    return [];
  const target = referred(subject, "records", [VPC_ENDPOINT]);
  const was =
    before === undefined ? "" : ` Before: ${target === told(before["records"]) ? "the same" : formerTarget(subject)}.`;
  return [plain(`${name} leads to ${target}.${was}`)];
};

function formerTarget(subject: Subject): string {
  const texts = textsOf(subject.before, "records");
  return texts.length > 0 ? listed(texts) : referred(subject, "records", [VPC_ENDPOINT, ZONE, RECORD], "before");
}
