/** Which roles and keys of a plan are Pinecone's: those that a CMEK binding names, and those whose policies show it. */
import { ROLE_PREFIX } from "../../iam/trust";
import type { PlannedResource } from "./plan";
import {
  CMEK_BINDING,
  EXTERNAL_ID,
  EXTERNAL_KEY,
  KEY,
  KEY_GRANT,
  KEY_POLICY,
  REPLICA_EXTERNAL_KEY,
  REPLICA_KEY,
  ROLE,
} from "./types";
import type { World } from "./world";

/** Types of KMS keys. */
export const KEY_TYPES = [KEY, REPLICA_KEY, EXTERNAL_KEY, REPLICA_EXTERNAL_KEY] as const;

const KEY_IDENTITIES = ["arn", "keyId", "id"];

/** The CMEK bindings that name a role, or a key. */
export function bindingsOf(world: World, resource: PlannedResource): readonly PlannedResource[] {
  return resource.type === ROLE
    ? world.users(resource, CMEK_BINDING, "roleArn")
    : world.users(resource, CMEK_BINDING, "keyArn");
}

/** Whether Pinecone takes on a role, as far as the plan shows. */
export function isCmekRole(world: World, role: PlannedResource): boolean {
  return cmekRoles(world).has(role);
}

/** Whether a key encrypts what is in Pinecone, as far as the plan shows: also the primary key of a replica that does. */
export function isCmekKey(world: World, key: PlannedResource): boolean {
  return cmekKeys(world).has(key);
}

const cmekRoles = onceAWorld(
  (world) =>
    new Set(
      world
        .ofType(ROLE)
        .filter(
          (role) =>
            bindingsOf(world, role).length > 0 ||
            textsIn(role.properties["assumeRolePolicy"]).some((text) => text.includes(ROLE_PREFIX)) ||
            world.sources(role, "assumeRolePolicy", [EXTERNAL_ID]).length > 0,
        ),
    ),
);

const cmekKeys = onceAWorld((world) => {
  const keys = world
    .ofType(...KEY_TYPES)
    .filter((key) => bindingsOf(world, key).length > 0 || rolesInPolicy(world, key).length > 0);
  return new Set([...keys, ...keys.flatMap((key) => primariesOf(world, key))]);
});

/** What all policies ask of a plan is found once. */
function onceAWorld<Found extends object>(find: (world: World) => Found): (world: World) => Found {
  const found = new WeakMap<World, Found>();
  return (world) => {
    const known = found.get(world) ?? find(world);
    found.set(world, known);
    return known;
  };
}

/** The roles that Pinecone uses a key by: those of its bindings, else those that its policy is about. */
export function cmekRolesOf(world: World, key: PlannedResource): readonly PlannedResource[] {
  const bound = bindingsOf(world, key).flatMap((binding) => world.sources(binding, "roleArn", [ROLE]));
  return bound.length > 0 ? [...new Set(bound)] : rolesInPolicy(world, key);
}

/**
 * Who in a plan encrypts with a key for Pinecone: its bindings, else the roles that its policy is about, for the key may be bound
 * elsewhere. Replicas that nobody bound are spare ones.
 */
export function keyUsersOf(world: World, key: PlannedResource): readonly PlannedResource[] {
  const bindings = bindingsOf(world, key);
  return bindings.length > 0 || key.type !== KEY ? bindings : rolesInPolicy(world, key);
}

/** The resources that hold a key's policy: those for the purpose, else the key itself. */
export function policyHoldersOf(world: World, key: PlannedResource): readonly PlannedResource[] {
  const holders = world.users(key, KEY_POLICY, "keyId", KEY_IDENTITIES);
  return holders.length > 0 ? holders : [key];
}

/** The grants of a key. */
export function grantsOfKey(world: World, key: PlannedResource): readonly PlannedResource[] {
  return world.users(key, KEY_GRANT, "keyId", KEY_IDENTITIES);
}

/** The primary keys of a replica that are in the plan. */
export function primariesOf(world: World, replica: PlannedResource): readonly PlannedResource[] {
  return world.sources(replica, "primaryKeyArn", [KEY]);
}

function rolesInPolicy(world: World, key: PlannedResource): readonly PlannedResource[] {
  const roles = policyHoldersOf(world, key).flatMap((holder) => {
    const sources = world.sources(holder, "policy", [ROLE]);
    const texts = textsIn(holder.properties["policy"]);
    return [...cmekRoles(world)].filter((role) => {
      const arn = role.properties["arn"];
      return sources.includes(role) || (typeof arn === "string" && texts.includes(arn.toLowerCase()));
    });
  });
  return [...new Set(roles)];
}

/** The texts in a policy, given as JSON or as an object, in lower case: they only decide who is judged. */
function textsIn(policy: unknown): readonly string[] {
  return textsOf(typeof policy === "string" ? parsed(policy) : policy).map((text) => text.toLowerCase());
}

function parsed(policy: string): unknown {
  try {
    return JSON.parse(policy);
  } catch {
    return policy;
  }
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
