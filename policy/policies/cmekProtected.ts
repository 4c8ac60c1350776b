import { definePolicy } from "../definition";
import type { PlannedResource } from "../model/plan";
import { membersOfProject } from "../model/projects";
import { CMEK_BINDING, EXTERNAL_ID, KEY, PROJECT, REPLICA_KEY, ROLE } from "../model/types";
import { UndecidedError } from "../model/values";
import type { World } from "../model/world";

export const cmekProtected = definePolicy({
  name: "pinecone-cmek-protected",
  claim: "A project with a customer-managed key, the binding and the key are not deleted by accident.",
  severity: "high",
  why: "Without the key nobody can read what it encrypted, and a project whose key is gone can't get another one: Pinecone has one key per project, for good.",
  remedy:
    "Give the Project and the CmekBinding the option `protect: true`, and the key `retainOnDelete: true` or `protect: true` (a CmekProject does so unless it has `protect: false`). Pulumi deletes nothing that a protected resource depends on, so a key that a protected CmekBinding takes from the program is held by it.",
  reference: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
  parameters: {},
  judges: "planned",
  types: [PROJECT, CMEK_BINDING, KEY, REPLICA_KEY],
  scope: "stack",
  *judge(subject, { world }) {
    if (subject.protect) return;
    if (subject.type === CMEK_BINDING) yield "protect is not set, so leaving the binding out deletes it.";
    else if (subject.type === PROJECT) yield* projectProblems(world, subject);
    else yield* keyProblems(world, subject);
  },
});

function* projectProblems(world: World, project: PlannedResource): Generator<string> {
  const { sure, doubtful } = membersOfProject(world, project, CMEK_BINDING);
  const [binding] = sure;
  if (binding !== undefined) {
    yield `protect is not set, and ${binding.name} binds a key to the project.`;
  } else if (doubtful[0] !== undefined) {
    throw new UndecidedError(`whether ${doubtful[0].name} binds a key to ${project.name} is not known`);
  }
}

function* keyProblems(world: World, key: PlannedResource): Generator<string> {
  const bindings = world.users(key, CMEK_BINDING, "keyArn");
  const roles = bindings.length > 0 ? [] : pineconeRolesOf(world, key);
  const user = [...bindings, ...roles][0];
  const isHeld = bindings.some((binding) => binding.protect && binding.dependencies.includes(key.urn));
  if (user === undefined || key.retainOnDelete === true || isHeld) return;
  if (key.retainOnDelete === undefined) {
    throw new UndecidedError(
      `retainOnDelete of ${key.name} is not known: Pulumi's engine does not tell it to policy packs, and neither protect nor a protected CmekBinding keeps the key of ${user.name}`,
    );
  }
  yield `neither protect nor retainOnDelete is set, and ${user.name} uses the key.`;
}

/** The roles for Pinecone that a key's policy lets in. */
function pineconeRolesOf(world: World, key: PlannedResource): readonly PlannedResource[] {
  const { policy } = key.properties;
  const text = typeof policy === "string" ? policy : JSON.stringify(policy ?? "");
  const roles = world.sources(key, "policy", [ROLE]);
  return world.ofType(ROLE).filter((role) => {
    const { arn } = role.properties;
    return isForPinecone(world, role) && (roles.includes(role) || (typeof arn === "string" && text.includes(arn)));
  });
}

/** By whom it trusts, or by its external ID. */
function isForPinecone(world: World, role: PlannedResource): boolean {
  const trust = role.properties["assumeRolePolicy"];
  const text = typeof trust === "string" ? trust : JSON.stringify(trust ?? "");
  return text.includes("pinecone_cmek_access_") || world.sources(role, "assumeRolePolicy", [EXTERNAL_ID]).length > 0;
}
