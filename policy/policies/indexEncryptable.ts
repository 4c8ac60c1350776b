import { isRecord } from "../../iam/json";
import { definePolicy } from "../definition";
import { foundAt, knownFirst } from "../model/claims";
import type { PlannedResource } from "../model/plan";
import { membersOfProject } from "../model/projects";
import { isGiven, read, readFlag, readText } from "../model/read";
import { INDEX, PROJECT } from "../model/types";
import { UndecidedError } from "../model/values";
import type { World } from "../model/world";

export const indexEncryptable = definePolicy({
  name: "pinecone-index-encryptable",
  claim: "An index with a customer-managed key is on AWS, and has no field for full text.",
  severity: "high",
  why: "Pinecone's rule: it encrypts no other index with a customer-managed key, and refuses one in a project that forces CMEK. The provider tells it in preview where the project exists; for a project of the same `pulumi up` the deployment would end half way.",
  remedy:
    'Leave fields of type "string" out of the schema and give cloud "aws", or make the index in a project without such a key.',
  reference: "https://docs.pinecone.io/guides/production/configure-cmek",
  parameters: {},
  judges: "planned",
  types: [INDEX],
  scope: "stack",
  *judge(index, { world }) {
    yield* knownFirst([textFields, otherCloud].map((find) => () => obstacle(world, index, find)));
  },
});

/** Why an index can't be encrypted, where it is to be. What is not known of it matters only there. */
function* obstacle(
  world: World,
  index: PlannedResource,
  find: (index: PlannedResource) => string | undefined,
): Generator<string> {
  const found = foundAt(
    () => find(index),
    () => whyEncrypted(world, index),
  );
  if (found !== undefined) yield `${found.join(", and ")}.`;
}

function textFields(index: PlannedResource): string | undefined {
  const schema = read(index, "schema");
  if (!isRecord(schema)) return undefined;
  const names = Object.keys(schema).filter((name) => isRecord(schema[name]) && schema[name]["type"] === "string");
  return names.length === 0 ? undefined : `schema has fields for full text: ${names.join(", ")}`;
}

function otherCloud(index: PlannedResource): string | undefined {
  const cloud = isGiven(index, "cloud") ? (readText(index, "cloud") ?? "aws") : "aws";
  return cloud === "aws" ? undefined : `it is in the cloud ${cloud}`;
}

/** @throws UndecidedError when it can't be told whether the index is to be encrypted */
function whyEncrypted(world: World, index: PlannedResource): string | undefined {
  if (isGiven(index, "cmekId")) return "cmekId names a key for it";
  const { sure, doubtful } = membersOfProject(world, index, PROJECT);
  const isForcing = (project: PlannedResource) => readFlag(project, "forceEncryptionWithCmek") === true;
  const project = sure.find(isForcing);
  if (project !== undefined) return `the project ${project.name} forces customer-managed keys on its indexes`;
  const other = doubtful.find(isForcing);
  if (other === undefined) return undefined;
  throw new UndecidedError(
    `whether ${index.name} is in ${other.name}, which forces customer-managed keys, is not known`,
  );
}
