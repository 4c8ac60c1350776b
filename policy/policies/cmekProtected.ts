import { definePolicy } from "../definition";
import { keyUsersOf } from "../model/cmek";
import type { PlannedResource } from "../model/plan";
import { membersOfProject } from "../model/projects";
import { CMEK_BINDING, KEY, PROJECT, REPLICA_KEY } from "../model/types";
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
  const users = keyUsersOf(world, key);
  const [user] = users;
  const isHeld = users.some(({ type, protect, dependencies }) => {
    return type === CMEK_BINDING && protect && dependencies.includes(key.urn);
  });
  if (user === undefined || key.retainOnDelete === true || isHeld) return;
  if (key.retainOnDelete === undefined) {
    throw new UndecidedError(
      `retainOnDelete of ${key.name} is not known: Pulumi's engine does not tell it to policy packs, and neither protect nor a protected CmekBinding keeps the key of ${user.name}`,
    );
  }
  yield `neither protect nor retainOnDelete is set, and ${user.name} uses the key.`;
}
