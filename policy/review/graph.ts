import * as types from "../model/types";
import type { PlannedResource } from "../model/plan";
import type { World } from "../model/world";
import { nounOf } from "./meaning";
import { planned } from "./meanings/subject";
import type { Operation, ResourceChange } from "./preview";

/** What becomes of a resource in the picture. */
export type Fate = "new" | "changed" | "replaced" | "gone" | "unchanged";

/** A box of the picture. */
export interface GraphNode {
  readonly id: string;
  readonly type: string;
  readonly noun: string;
  readonly name: string;
  readonly fate: Fate;
}

/** An arrow of the picture. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** Who leads to whom. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const FATES: Readonly<Record<Operation, Fate>> = {
  create: "new",
  import: "new",
  update: "changed",
  replace: "replaced",
  delete: "gone",
  same: "unchanged",
  read: "unchanged",
};

/** Boxes, in the order in which kinds are told. */
export const DRAWN = [
  types.ROLE,
  types.KEY,
  types.CMEK_BINDING,
  types.PROJECT,
  types.INDEX,
  types.API_KEY,
  types.NETWORK_ACCESS,
  types.PRIVATE_ENDPOINT,
  types.VPC_ENDPOINT,
  types.ZONE,
] as const;

/** From a type, by a property, to a type. */
const ARROWS: readonly (readonly [from: string, property: string, to: string, label: string])[] = [
  [types.CMEK_BINDING, "projectId", types.PROJECT, "encrypts"],
  [types.CMEK_BINDING, "keyArn", types.KEY, "with"],
  [types.CMEK_BINDING, "roleArn", types.ROLE, "through"],
  [types.API_KEY, "projectId", types.PROJECT, "opens"],
  [types.INDEX, "projectId", types.PROJECT, "is in"],
  [types.NETWORK_ACCESS, "projectId", types.PROJECT, "says who reaches"],
  [types.PRIVATE_ENDPOINT, "projectId", types.PROJECT, "leads to"],
];

/** The picture of a stack: who leads to whom, as it will be, with what goes. */
export function graphOf(changes: readonly ResourceChange[], world: World, formerWorld: World): Graph {
  const drawn = changes.filter(({ type }) => DRAWN.some((each) => each === type));
  const ids = new Map(drawn.map(({ urn }, index) => [urn, `n${index}`]));
  const nodes = drawn.map(({ urn, type, name, operation }): GraphNode => ({
    id: ids.get(urn) ?? "",
    type,
    noun: nounOf(type) ?? type,
    name,
    fate: FATES[operation],
  }));
  const edges = new Map<string, GraphEdge>();
  const add = (from: string, to: string, label: string): void => {
    const [fromId, toId] = [ids.get(from), ids.get(to)];
    if (fromId !== undefined && toId !== undefined) edges.set(`${fromId} ${toId}`, { from: fromId, to: toId, label });
  };
  for (const { before, after } of changes) {
    if (after !== undefined) connect(after, world, add);
    else if (before !== undefined) connect(planned(before), formerWorld, add);
  }
  return { nodes, edges: [...edges.values()] };
}

type Add = (from: string, to: string, label: string) => void;

function connect(resource: PlannedResource, world: World, add: Add): void {
  for (const [from, property, to, label] of ARROWS) {
    if (resource.type !== from) continue;
    for (const { urn } of world.sources(resource, property, [to])) add(resource.urn, urn, label);
  }
  if (resource.type === types.PRIVATE_ENDPOINT) {
    for (const { urn } of world.sources(resource, "vpcEndpointId", [types.VPC_ENDPOINT]))
      add(urn, resource.urn, "is registered as");
  }
  if (resource.type !== types.RECORD) return;
  // A record is the arrow from its zone to the endpoint that it leads to.
  for (const zone of world.sources(resource, "zoneId", [types.ZONE], ["zoneId", "id"])) {
    for (const { urn } of world.sources(resource, "records", [types.VPC_ENDPOINT])) add(zone.urn, urn, "leads to");
  }
}
