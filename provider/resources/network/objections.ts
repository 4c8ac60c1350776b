/** What stands against turning the VPC-only switch on, in words. Pure: facts in, objections out. */
import type { IndexLook } from "../indexes";
import { placed } from "./losses";
import { type Place, reachOf } from "./reach";

/** What is known of a project whose switch is to be turned on. */
export interface TurningOn {
  readonly projectId: string;
  readonly binding: "console" | "api";
  /** Where its private ways lead. */
  readonly ways: readonly Place[];
  /** The AWS regions that must have one. */
  readonly regions: readonly string[];
  /** The names of the indexes that may lose all access. */
  readonly acknowledged: readonly string[];
  /** `not known yet`: they will be looked at before the switch is turned. */
  readonly indexes: IndexLook | "can't be listed" | "not known yet";
}

/** Why the switch is not turned on, as in a Check. */
export interface Objection {
  readonly property: "privateEndpointsOnly" | "regions" | "acknowledgeLostAccess";
  readonly reason: string;
}

/** Everything that stands against it, at once. The first two have no way round: they are no loss that somebody could agree to. */
export function objections(facts: TurningOn): Objection[] {
  return [...noWayAtAll(facts), ...regionsWithout(facts), ...indexesUnseen(facts), ...indexesLost(facts)];
}

function noWayAtAll({ projectId, ways, binding }: TurningOn): Objection[] {
  if (ways.length > 0) return [];
  return [
    {
      property: "privateEndpointsOnly",
      reason: `can't be turned on: the project ${projectId} has no available Private Endpoint${binding === "console" ? " that is known" : ""}, so nobody would get to its indexes any more. ${REMEDY[binding]}`,
    },
  ];
}

function regionsWithout({ projectId, ways, regions, binding }: TurningOn): Objection[] {
  const isReached = (region: string): boolean => ways.some((way) => way.cloud === "aws" && way.region === region);
  const without = [...new Set(regions)].filter((region) => !isReached(region));
  if (without.length === 0) return [];
  return [
    {
      property: "regions",
      reason: `names ${without.join(", ")}, where the project ${projectId} has no available Private Endpoint. ${REMEDY[binding]}`,
    },
  ];
}

function indexesUnseen({ projectId, indexes }: TurningOn): Objection[] {
  if (indexes !== "can't be listed") return [];
  return [
    {
      property: "privateEndpointsOnly",
      reason:
        `can't be turned on: nobody can list the indexes of the project ${projectId}, so those that would lose all access are not known. Give the provider an apiKey of the project (PINECONE_API_KEY), ` +
        `or leave temporaryKeys on and let the service account make API keys.`,
    },
  ];
}

function indexesLost({ ways, acknowledged, indexes, binding }: TurningOn): Objection[] {
  if (typeof indexes === "string") return [];
  const lost = reachOf(indexes.indexes, ways).lost.filter(({ name }) => !acknowledged.includes(name));
  if (lost.length === 0) return [];
  const [nouns, have] = lost.length > 1 ? ["indexes", "have"] : ["index", "has"];
  const all = [...new Set([...acknowledged, ...lost.map(({ name }) => name)])];
  const wayOut =
    ways.length > 0 ? ` If they may lose all access, name them: acknowledgeLostAccess: ${JSON.stringify(all)}.` : "";
  return [
    {
      property: "acknowledgeLostAccess",
      reason:
        `does not name the ${nouns} ${placed(lost)}, which ${have} no available Private Endpoint in the region and would lose all access (seen with ${indexes.seenWith}). ` +
        `${REMEDY[binding]}${wayOut}`,
    },
  ];
}

const REMEDY = {
  api: "Register a PrivateEndpoint there and wait until it is available: with its region, or its PrivateLink's, given as an output in regions, the switch waits for it.",
  console:
    "With `binding: console` nobody can look at the Private Endpoints: register one there, and give its region, or its PrivateLink's, as an output in regions.",
} as const;
