/** Who in a plan encrypts with a KMS key for Pinecone. */
import type { PlannedResource } from "./plan";
import { CMEK_BINDING, EXTERNAL_ID, ROLE } from "./types";
import type { World } from "./world";

/** The bindings of a key; where there are none, the roles for Pinecone that its policy lets in: the key may be bound elsewhere. */
export function keyUsersOf(world: World, key: PlannedResource): readonly PlannedResource[] {
  const bindings = world.users(key, CMEK_BINDING, "keyArn");
  return bindings.length > 0 ? bindings : pineconeRolesOf(world, key);
}

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
