/**
 * The rule for turning the VPC-only switch on: nobody is locked out unasked. Pinecone documents no such rule of its own, so this is the
 * only place that keeps it. It is told in Check as far as everything is known then, and kept again right before the switch is turned.
 */
import type { PrivateEndpoint } from "../../../pinecone";
import { ProviderError } from "../../rpc/errors";
import { type IndexLook, lookAtIndexes, lookForCertain } from "../indexes";
import type { Subject } from "../lifecycle";
import { findPrivateEndpoints } from "../lookups";
import { objections, type TurningOn } from "./objections";
import { isAvailable, type Place, reachOf } from "./reach";
import { tellLosses } from "./losses";
import type { SwitchCheck, SwitchValues } from "./values";

/**
 * Tells what is known already to stand against turning the switch on. The Private Endpoints of this deployment count as there to come,
 * and no API key is made for the look.
 */
export async function checkTurningOn(subject: SwitchCheck, projectId: string): Promise<void> {
  const { known, isUnknown, call, fail } = subject;
  if (isUnknown("regions")) return;
  const ways = await waysToCome(subject, projectId);
  if (ways === undefined) return;
  const look = await lookAtIndexes(subject, projectId, { temporaryKey: false });
  const facts = factsOf(subject, { ...known, projectId }, ways);
  // Who may be acknowledged is not known yet, or can be listed only later: either is told before the switch is turned.
  const isJudged = look !== undefined && !isUnknown("acknowledgeLostAccess");
  const objected = objections({ ...facts, indexes: isJudged ? look : "not known yet" });
  for (const { property, reason } of objected) fail(property, reason);
  if (look !== undefined && objected.length === 0) tellLosses(call, reachOf(look.indexes, ways));
}

/**
 * Looks at everything anew, and refuses to turn the switch on when that would lock somebody out.
 *
 * @throws ProviderError
 */
export async function refuseTurningOn(subject: Subject, values: SwitchValues): Promise<void> {
  const { call } = subject;
  const ways = await waysNow(subject, values);
  const look = await lookForCertain(subject, values.projectId);
  const objected = objections({ ...factsOf(subject, values, ways), indexes: look ?? "can't be listed" });
  if (objected.length > 0) {
    const lines = objected.map(({ property, reason }) => `  ${property} ${reason}`);
    throw new ProviderError(
      [`NetworkAccess "${call.name}" is not turned on, so that nobody is locked out:`, ...lines].join("\n"),
    );
  }
  // With any other key Check has seen the same, and told it.
  if (look !== undefined && wasTemporary(look)) tellLosses(call, reachOf(look.indexes, ways));
}

/** What both have in common. */
function factsOf(
  { session }: Subject,
  { projectId, regions = [], acknowledgeLostAccess = [] }: Partial<SwitchValues> & { readonly projectId: string },
  ways: readonly Place[],
): Omit<TurningOn, "indexes"> {
  return { projectId, ways, regions, acknowledged: acknowledgeLostAccess, binding: session.settings.binding };
}

/** Where the project's private ways lead when this deployment is through; `undefined` when that is not known yet. */
async function waysToCome(subject: SwitchCheck, projectId: string): Promise<readonly Place[] | undefined> {
  const { session, known } = subject;
  const planned = plannedRegions(subject, projectId);
  if (session.settings.binding === "console" && known.regions !== undefined) return placesOf(known.regions);
  if (planned.includes(undefined)) return undefined;
  const toCome = placesOf(planned.filter((region) => region !== undefined));
  if (session.settings.binding === "console") return toCome;
  const endpoints = await findPrivateEndpoints(subject, projectId);
  return endpoints === "no project" ? toCome : [...endpoints.filter(isAvailable), ...toCome];
}

/** Where the project's private ways lead at this moment. With `binding: console`, where the program says that they do. */
async function waysNow(subject: Subject, { projectId, regions }: SwitchValues): Promise<readonly Place[]> {
  const { session, call } = subject;
  if (session.settings.binding === "console") {
    const planned = plannedRegions(subject, projectId).filter((region) => region !== undefined);
    return placesOf(regions ?? planned);
  }
  const client = await session.client();
  // Asked anew: a list of some seconds ago may have endpoints that are gone by now.
  const endpoints = await client.privateEndpoints.list(projectId, { signal: call.signal });
  const stays = ({ id }: PrivateEndpoint): boolean => !session.memory.privateWays.isLeaving(id);
  return endpoints.filter((endpoint) => isAvailable(endpoint) && stays(endpoint));
}

/** The regions of the project's PrivateEndpoints in this program. */
export function plannedRegions({ session }: Subject, projectId: string): readonly (string | undefined)[] {
  return [...new Set(session.memory.endpoints.of(projectId).map(({ region }) => region))];
}

function placesOf(regions: readonly string[]): Place[] {
  return regions.map((region) => ({ cloud: "aws", region }));
}

function wasTemporary({ apiKey }: IndexLook): boolean {
  return apiKey === undefined;
}
