import { REGION_TABLE } from "../../../iam";
import { RECORD, SECURITY_GROUP, VPC_ENDPOINT, ZONE } from "../../model/types";
import { listed, textsOf, told } from "../words";
import {
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
