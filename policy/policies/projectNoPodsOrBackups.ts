import { definePolicy } from "../definition";
import type { PlannedResource } from "../model/plan";
import { areOfOneProject } from "../model/projects";
import { isGiven, read, readFlag, readNumber } from "../model/read";
import { API_KEY, CMEK_BINDING, PROJECT } from "../model/types";
import { UndecidedError, UNKNOWN } from "../model/values";
import type { World } from "../model/world";

/** Pinecone's own Pulumi package, of before and after it became a bridge of the Terraform provider. */
const INDEXES = ["pinecone:index:PineconeIndex", "pinecone:index/index:Index"];
const POD_INDEXES = ["pinecone:index:PineconeIndexResource"];
const COLLECTIONS = ["pinecone:index:PineconeCollection", "pinecone:index/collection:Collection"];

export const projectNoPodsOrBackups = definePolicy({
  name: "pinecone-project-no-pods-or-backups",
  claim: "A project with customer-managed keys has neither pod-based indexes nor backups.",
  severity: "high",
  why: "Pinecone's rule: it encrypts serverless indexes with a customer-managed key, and none in pods, and a project that forces CMEK has no backups.",
  remedy:
    "Set maxPods: 0 or leave it out, make serverless indexes, and take collections out. Where pods or backups are needed, make them in a project without CMEK.",
  reference: "https://docs.pinecone.io/guides/production/configure-cmek",
  parameters: {},
  judges: "planned",
  types: [PROJECT, ...INDEXES, ...POD_INDEXES, ...COLLECTIONS],
  scope: "stack",
  *judge(subject, { world }) {
    if (subject.type === PROJECT) {
      const pods = isGiven(subject, "maxPods") ? maxPodsOf(subject) : 0;
      if (pods !== 0 && isEncrypted(world, subject)) yield `maxPods is ${readNumber(subject, "maxPods")}; expected 0.`;
      return;
    }
    if (isPlainlyServerless(subject) || !isInEncryptedProject(world, subject)) return;
    if (COLLECTIONS.includes(subject.type)) yield "it is a collection, a backup of a pod-based index.";
    else if (POD_INDEXES.includes(subject.type) || isInPods(subject)) yield "it is a pod-based index.";
  },
});

/** `undefined`: not known. It matters only where there is a key. */
function maxPodsOf(project: PlannedResource): number | undefined {
  return project.properties["maxPods"] === UNKNOWN ? undefined : (readNumber(project, "maxPods") ?? 0);
}

/** Whether a project forces CMEK, or has a key bound. @throws UndecidedError */
function isEncrypted(world: World, project: PlannedResource): boolean {
  const verdicts = world.ofType(CMEK_BINDING).map((binding) => areOfOneProject(world, project, binding));
  if (verdicts.includes("yes") || readFlag(project, "forceEncryptionWithCmek") === true) return true;
  if (!verdicts.includes("unknown")) return false;
  throw new UndecidedError(`whether a CmekBinding is for ${project.name} is not known`);
}

function isPlainlyServerless(index: PlannedResource): boolean {
  return INDEXES.includes(index.type) && index.properties["spec"] !== UNKNOWN && !isInPods(index);
}

function isInPods(index: PlannedResource): boolean {
  const spec = read(index, "spec");
  const { pod } = (spec ?? {}) as { readonly pod?: unknown };
  return pod !== undefined && pod !== null;
}

/** Such a resource is in the project of its provider's API key. @throws UndecidedError */
function isInEncryptedProject(world: World, { name, provider: urn = "" }: PlannedResource): boolean {
  const provider = world.get(urn);
  const keys = provider === undefined ? [] : world.sources(provider, "apiKey", [API_KEY], ["value"]);
  const encrypted = world.ofType(PROJECT).filter((project) => isEncrypted(world, project));
  const bindings = world.ofType(CMEK_BINDING);
  const homes = [...encrypted, ...bindings];
  if (homes.length === 0) return false;
  const verdicts = keys.flatMap((key) => homes.map((home) => areOfOneProject(world, key, home)));
  if (verdicts.includes("yes")) return true;
  if (keys.length > 0 && !verdicts.includes("unknown")) return false;
  throw new UndecidedError(
    `the project of ${name} is not known: nothing tells which project the API key of ${provider?.name ?? "its provider"} is for, and ${homes[0]?.name ?? ""} has a customer-managed key`,
  );
}
