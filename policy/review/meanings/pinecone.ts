import { KEY, ROLE } from "../../model/types";
import { UNKNOWN } from "../../model/values";
import { flagOf, listed, textOf, textsOf, told } from "../words";
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

/** A project: whether it forces encryption with a customer's key. */
export const projectMeanings: MeaningsOf = ({ before, after, change }) => {
  if (after === undefined)
    return [loses("The project goes, with its API keys. Pinecone deletes it only when it has no indexes.")];
  const now = after["forceEncryptionWithCmek"];
  const forced = flagOf(after, "forceEncryptionWithCmek") === true;
  if (now === UNKNOWN) return [plain("Whether it forces encryption with a customer's key is not known yet.")];
  const found: Meaning[] =
    change.operation === "replace" ? [loses("The project is made anew: the old one goes with all that it has.")] : [];
  if (before === undefined) {
    const text = "A new project. Every index must be encrypted with a customer's key.";
    return [
      ...found,
      forced ? closes(text) : plain("A new project. Indexes may be encrypted with a key of Pinecone's own."),
    ];
  }
  const was = flagOf(before, "forceEncryptionWithCmek") === true;
  if (!was && forced)
    found.push(
      closes("From now on every new index must be encrypted with a customer's key. It can't be turned off again."),
    );
  if (was && !forced)
    found.push(opens("Indexes need no longer be encrypted with a customer's key. Pinecone refuses that."));
  return found;
};

/** A binding: which key and role a project is bound to. */
export const bindingMeanings: MeaningsOf = (subject) => {
  const { after, change } = subject;
  const parts = (when: "before" | "after"): string =>
    `the key ${referred(subject, "keyArn", [KEY], when)}, through the role ${referred(subject, "roleArn", [ROLE], when)}`;
  if (after === undefined) return [loses(`Pinecone forgets the key of ${projectOf(subject)}: ${parts("before")}.`)];
  const text = `Pinecone encrypts the indexes of ${projectOf(subject)} with ${parts("after")}.`;
  if (change.operation === "create") return [closes(`${text} The key of a project can't be changed afterwards.`)];
  if (change.operation === "import") return [plain(text)];
  const changed = ["projectId", "keyArn", "roleArn", "externalId", "name"].filter((property) =>
    differs(subject, property),
  );
  if (changed.length > 0)
    return [
      loses(`${text} Other than before: ${listed(changed)}. Pinecone's rule: the key can't be changed once it is set.`),
    ];
  return differs(subject, "trustPolicy") || differs(subject, "keyPolicy")
    ? [plain("Its role or key has another policy; the binding stays.")]
    : [];
};

/** The external ID that trust policies ask for. */
export const externalIdMeanings: MeaningsOf = ({ after, change }) => {
  if (after === undefined)
    return [loses("Pinecone's external ID goes from the stack; roles that ask for it can't be made again alike.")];
  if (change.operation === "create") return [plain("An ID that Pinecone has to show before it may assume the role.")];
  return [loses("Pinecone has to show another external ID, and knows the old one.")];
};

/** An API key: what it may do. Never its value. */
export const apiKeyMeanings: MeaningsOf = (subject) => {
  const { before, after, change } = subject;
  const project = projectOf(subject);
  if (after === undefined) return [loses(`Whoever uses it loses access to ${project}.`)];
  const roles = rolesOf(givenRoles(subject));
  if (before === undefined) return [opens(`Whoever has it acts as ${roles} in ${project}.`)];
  if (change.operation === "replace")
    return [loses(`It gets another value: clients need the new one. Whoever has it acts as ${roles} in ${project}.`)];
  if (!differs(subject, "roles")) return [];
  const [was, now] = [textsOf(before, "roles"), textsOf(after, "roles")];
  const text = `Whoever has it acts as ${roles} in ${project}, not as ${rolesOf(before["roles"])} any more.`;
  return [now.some((role) => !was.includes(role)) ? opens(text) : closes(text)];
};

/** A preview does not know the roles that Pinecone gives a key for which none are asked. */
function givenRoles({ change, after }: Subject): unknown {
  const roles = after?.["roles"];
  return roles === UNKNOWN && (change.after?.propertyDependencies["roles"] ?? []).length === 0 ? undefined : roles;
}

function rolesOf(roles: unknown): string {
  if (roles === UNKNOWN) return "something that is not known yet";
  const names = Array.isArray(roles) && roles.length > 0 ? roles : ["ProjectEditor"];
  return listed(names.map(told));
}

/** An index: where it is and what encrypts it. */
export const indexMeanings: MeaningsOf = (subject) => {
  const { before, after, change } = subject;
  const name = told((after ?? before)?.["name"]);
  if (after === undefined) return [loses(`The index ${name} and all its data are deleted.`)];
  const where = `${told(after["cloud"] ?? "aws")} ${told(after["region"])}`;
  if (before === undefined) return [plain(`An index ${name} in ${where} of ${projectOf(subject)}.`)];
  if (change.operation === "replace") return [loses(`The index ${name} is made anew: all its data are deleted.`)];
  const found: Meaning[] = [];
  const [was, is] = [textOf(before, "deletionProtection"), textOf(after, "deletionProtection")];
  if (was === "enabled" && is === "disabled") found.push(opens("Pinecone no longer refuses to delete it."));
  if (was === "disabled" && is === "enabled") found.push(closes("Pinecone refuses to delete it from now on."));
  return found;
};

/** The switch that shuts the internet out. */
export const networkAccessMeanings: MeaningsOf = (subject) => {
  const { before, after } = subject;
  const project = projectOf(subject);
  const [was, is] = [flagOf(before, "privateEndpointsOnly") === true, flagOf(after, "privateEndpointsOnly") === true];
  if (after?.["privateEndpointsOnly"] === UNKNOWN)
    return [plain(`Whether the internet reaches ${project} is not known yet.`)];
  if (is && !was) {
    const regions = after?.["regions"] === undefined ? "" : ` Private ways must be there in ${told(after["regions"])}.`;
    return [
      closes(`The internet is shut out: the indexes of ${project} answer through Private Endpoints only.${regions}`),
    ];
  }
  if (was && !is)
    return [opens(`The internet is let in again: the indexes of ${project} answer everybody who has an API key.`)];
  const given = textsOf(after, "acknowledgeLostAccess");
  const more = differs(subject, "acknowledgeLostAccess") && given.length > 0;
  if (more) return [loses(`These indexes may lose all access: ${listed(given)}.`)];
  if (before === undefined) return [plain(`The indexes of ${project} answer over the internet.`)];
  if (differs(subject, "projectId"))
    return [opens(`The switch is for ${project} now; the internet is let in again to the project before.`)];
  return [];
};
