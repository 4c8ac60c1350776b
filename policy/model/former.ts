/** The state from before the deployment, seen as a plan of its own. */
import type { FormerResource, PlannedResource } from "./plan";
import { read } from "./read";
import { KEY, NETWORK_ACCESS, PRIVATE_ENDPOINT, RECORD, REPLICA_KEY, ROLE, VPC_ENDPOINT, ZONE } from "./types";
import { UndecidedError, UNKNOWN } from "./values";
import { World } from "./world";

const worlds = new WeakMap<World, World>();

/** Who referred to whom before the deployment. Empty where that is not known. */
export function formerWorld(world: World): World {
  let before = worlds.get(world);
  if (before === undefined) {
    const { former } = world.plan;
    before = new World({ ...world.plan, resources: former.known ? former.resources.map(asPlanned) : [] });
    worlds.set(world, before);
  }
  return before;
}

function asPlanned(former: FormerResource): PlannedResource {
  return { ...former, provider: undefined, change: "same", former };
}

/** Properties that another value means another resource of. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  [PRIVATE_ENDPOINT]: ["projectId", "region", "vpcEndpointId"],
  [NETWORK_ACCESS]: ["projectId"],
  [KEY]: ["arn"],
  [REPLICA_KEY]: ["arn"],
  [ROLE]: ["arn"],
  [VPC_ENDPOINT]: ["arn"],
  [ZONE]: ["zoneId"],
  [RECORD]: ["zoneId", "name", "type"],
};

/** What becomes of a resource of before: a clause, or `undefined` where it stays. @throws UndecidedError when it can't be told */
export function endOf({ plan }: World, former: FormerResource): string | undefined {
  const planned = plan.resources.find(({ urn, former: before }) => urn === former.urn || before?.urn === former.urn);
  if (planned === undefined || planned.change === "delete") return "deleted";
  if (planned.change !== undefined) return planned.change === "replace" ? "replaced" : undefined;
  // The engine does not tell policy packs what it is about to replace.
  for (const property of IDENTITY[former.type] ?? []) {
    const before = former.properties[property];
    if (typeof before !== "string") continue;
    if (planned.properties[property] === UNKNOWN) {
      throw new UndecidedError(
        `whether ${former.name} is replaced is not known: ${property} was ${before}, and the preview does not tell what it will be`,
      );
    }
    if (read(planned, property) !== before) return `replaced, as ${property} was ${before}`;
  }
  return undefined;
}
