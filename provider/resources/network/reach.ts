/**
 * Who gets to the indexes of a VPC-only project, and by which way. Nothing here asks anybody: facts in, answers out.
 *
 * Pinecone's rules: a Private Endpoint serves the indexes of its project in its own region ("only indexes in the selected region in
 * this project will be affected"), and with VPC endpoint access only, "only indexes communicating through Private Endpoints will
 * continue to work". Where an index is not certainly reached it counts as not reached, and where it may be reached nothing is taken away.
 */
import type { Index, PrivateEndpoint } from "../../../pinecone";

/** Where an index is, and where a Private Endpoint leads. */
export interface Place {
  /** `aws`. */
  readonly cloud: string;
  /** `us-east-1`. */
  readonly region: string;
}

/** An index, as far as it matters who gets to it. */
export type PlacedIndex = Pick<Index, "name" | "cloud" | "region" | "status">;

/** A Private Endpoint, as far as it matters whom it lets in. */
export type PlacedEndpoint = Pick<PrivateEndpoint, "id" | "cloud" | "region" | "vpcEndpointId" | "state">;

/** What becomes of the indexes of a project when only its Private Endpoints lead to them. */
export interface Reach<I extends PlacedIndex = PlacedIndex> {
  /** They lose their public access alone. */
  readonly kept: readonly I[];
  /** They lose all access: no way leads to where they are, or nobody knows where that is (a pod index has no region). */
  readonly lost: readonly I[];
}

/** Only an available endpoint lets anybody in: a pending one may still be rejected, and one that is being deleted is as good as gone. */
export function isAvailable({ state }: Pick<PlacedEndpoint, "state">): boolean {
  return state === "available";
}

/** Sorts the indexes by what is left of their access. One that is being deleted has nothing to lose, and is in neither list. */
export function reachOf<I extends PlacedIndex>(indexes: readonly I[], ways: readonly Place[]): Reach<I> {
  const staying = indexes.filter((index) => !isGoing(index));
  const isKept = (index: I): boolean => ways.some((way) => isCertainlyAt(index, way));
  return { kept: staying.filter(isKept), lost: staying.filter((index) => !isKept(index)) };
}

/** What is left to get in by when a Private Endpoint goes. */
export type WaysLeft =
  /** As much as before: the endpoint lets nobody in as it is. */
  | "same"
  /** Another available endpoint leads to the same place. */
  | "another"
  /** Available endpoints, but none that leads to the same place. */
  | "elsewhere"
  /** No available endpoint at all. */
  | "none";

/**
 * What is left when an endpoint goes.
 *
 * @param endpoint `undefined` when it is not registered with the project (any more)
 * @param others The project's other endpoints, without those that are about to go too.
 */
export function waysLeft(endpoint: PlacedEndpoint | undefined, others: readonly PlacedEndpoint[]): WaysLeft {
  if (endpoint === undefined || !isAvailable(endpoint)) return "same";
  const left = others.filter((other) => other.id !== endpoint.id && isAvailable(other));
  if (left.length === 0) return "none";
  return left.some((other) => isSamePlace(other, endpoint)) ? "another" : "elsewhere";
}

/** The indexes that the way to a place may lead to: those that are there, and those that may be there for all anybody knows. */
export function servedAt<I extends PlacedIndex>(indexes: readonly I[], place: Place): I[] {
  const isElsewhere = ({ cloud = place.cloud, region = place.region }: I): boolean =>
    !isSamePlace({ cloud, region }, place);
  return indexes.filter((index) => !isGoing(index) && !isElsewhere(index));
}

function isCertainlyAt({ cloud, region }: PlacedIndex, place: Place): boolean {
  return cloud === place.cloud && region === place.region;
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.cloud === other.cloud && one.region === other.region;
}

/** Pinecone's state of an index that is being deleted, from which there is no return. */
function isGoing({ status }: PlacedIndex): boolean {
  return status?.state === "Terminating";
}
