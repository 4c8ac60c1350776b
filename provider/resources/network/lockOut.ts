/**
 * The rule that keeps the last private way to a VPC-only project. Pinecone documents no such rule of its own, so this is the only place
 * that keeps it. It is asked by whatever takes a part of a way away: the AccessGuard before the DNS, the PrivateEndpoint before itself.
 */
import type { PrivateEndpoint } from "../../../pinecone";
import { ProviderError } from "../../rpc/errors";
import { confirmationOf, confirmLines, fingerprintOfStep, HOW_TO_GO_ON_DELETING } from "../console/confirmation";
import { lookForCertain, named } from "../indexes";
import type { Subject } from "../lifecycle";
import { findProject, orGone } from "../lookups";
import { knock } from "./door";
import type { PrivateWay } from "./privateWays";
import { servedAt, waysLeft } from "./reach";

/** A private way that is to be taken away. */
export interface LeavingWay extends PrivateWay {
  /** What is to be deleted, for messages: `PrivateEndpoint "search"`. */
  readonly what: string;
  /** Pinecone's ID of the registration, when it goes with it and is known. */
  readonly privateEndpointId?: string | undefined;
}

/**
 * Refuses to take a private way away when clients would lose their access by it: the project is VPC-only, and no other way leads to
 * its indexes. With `binding: console` nobody can look at the switch and the endpoints; then the public host of an index tells whether
 * the project is VPC-only, and a person has to confirm that the way may go.
 *
 * With `binding: console`, don't ask about a registration whose deletion a person has confirmed: it has happened.
 *
 * @throws ProviderError
 */
export async function refuseLockOut(subject: Subject, way: LeavingWay): Promise<void> {
  const { session, call } = subject;
  const refuse = session.settings.binding === "api" ? refuseByApi : refuseByTheDoor;
  await session.memory.privateWays.decide(way.projectId, call.signal, () => refuse(subject, way));
}

async function refuseByApi(subject: Subject, way: LeavingWay): Promise<void> {
  const { session, call } = subject;
  const { privateWays } = session.memory;
  const client = await session.client();
  const access = await orGone(client.networkAccess.get(way.projectId, { signal: call.signal }));
  if (access?.privateEndpointsOnly !== true) {
    // The switch may be turned on before Pinecone has it deleted, and must not count on it then.
    if (way.privateEndpointId !== undefined) privateWays.leaves(way.privateEndpointId);
    return;
  }
  // Asked anew: a list of some seconds ago may have endpoints that are gone by now.
  const endpoints = (await orGone(client.privateEndpoints.list(way.projectId, { signal: call.signal }))) ?? [];
  const own = endpoints.find(({ vpcEndpointId }) => vpcEndpointId === way.vpcEndpointId);
  const others = endpoints.filter(({ id }) => id !== own?.id && !privateWays.isLeaving(id));
  const left = waysLeft(own, others);
  if (own === undefined || left === "same") return;
  if (left === "none") throw lockOut(way, "it is the last available Private Endpoint of the project.");
  if (left === "elsewhere") await refuseWithIndexes(subject, way, own);
  privateWays.leaves(own.id);
}

/** The way is the last one to where it leads: it stays while an index is there. */
async function refuseWithIndexes(subject: Subject, way: LeavingWay, own: PrivateEndpoint): Promise<void> {
  const only = `it is the last available Private Endpoint in ${own.region}`;
  const look = await lookForCertain(subject, way.projectId);
  if (look === undefined) {
    const remedy =
      "To have them listed, give the provider an apiKey of the project (PINECONE_API_KEY), or leave temporaryKeys on.";
    throw lockOut(way, `${only}, and nobody can list the project's indexes to see whether one is there. ${remedy}`);
  }
  const served = servedAt(look.indexes, own);
  if (served.length === 0) return;
  const [indexes, are] = served.length > 1 ? ["indexes", "are"] : ["index", "is"];
  throw lockOut(way, `${only}, where the ${indexes} ${named(served)} ${are} (seen with ${look.seenWith}).`);
}

function lockOut({ what, projectId, region, vpcEndpointId }: LeavingWay, why: string): ProviderError {
  return new ProviderError(
    `${what} is not deleted: the project ${projectId} is VPC-only and ${vpcEndpointId} is a way to its indexes: ${why} Without it their clients lose all access. ` +
      `Turn the switch off first (NetworkAccess with privateEndpointsOnly: false, or without the NetworkAccess; if there is none, in Pinecone's console under Network > Access), or register another Private Endpoint in ${region} and wait until it is available, then run the command again.`,
  );
}

async function refuseByTheDoor(subject: Subject, way: LeavingWay): Promise<void> {
  const { session, call } = subject;
  const { projectId, region, vpcEndpointId, what } = way;
  const { privateWays } = session.memory;
  if (privateWays.isConfirmed(way)) return;
  const fingerprint = fingerprintOfStep("give up the private way", { projectId, region, vpcEndpointId });
  if (confirmationOf(subject) === fingerprint) {
    privateWays.confirmed(way);
    return;
  }
  if ((await findProject(subject, projectId)) === undefined) return;
  const place = { cloud: "aws", region };
  const found = await knock(subject, projectId, {
    isOf: (index) => servedAt([index], place).length > 0,
    decides: true,
  });
  if (found?.door === "open") return;
  if (found === undefined) {
    call.log(
      "warning",
      `${what}: whether the project ${projectId} is VPC-only is not known, because no API key is known that the public host of an index in ${region} answers to. ` +
        `If it is, and ${vpcEndpointId} is the last way to its indexes in ${region}, their clients lose all access.`,
    );
    return;
  }
  throw new ProviderError(
    [
      `${what} is not deleted: the project ${projectId} is VPC-only (${found.seen}), and ${vpcEndpointId} may be the last way to its indexes in ${region}. Without a way their clients lose all access.`,
      `1. Look at Manage > Network in Pinecone's console: another Private Endpoint in ${region} must be there and in use, or turn "VPC endpoint access only" off (Network > Access).`,
      ...confirmLines("2. Confirm that this way may go", call.name, fingerprint),
      `3. ${HOW_TO_GO_ON_DELETING}`,
    ].join("\n"),
  );
}
