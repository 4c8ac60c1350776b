/** The steps of a registration over the preview routes of pinecone/preview-api.yaml, and the waits between them. */
import type { PrivateEndpoint } from "../../../pinecone";
import { ConflictError, PineconeError } from "../../../pinecone/errors";
import { ProviderError } from "../../rpc/errors";
import { type Subject, Unfinished } from "../lifecycle";
import { collectionOf, orGone } from "../lookups";
import { wayId } from "../network/privateWays";
import type { Patience } from "../patience";
import { given } from "../plain";
import { alreadyRegistered, stillDeleting, whyInDoubt, whyRefused, whyUnfinished } from "./refusals";
import { CLOUD, type EndpointValues, type FilledState, registrationKey, stateOfEndpoint } from "./values";

/** What is to be registered, and how long there is time. */
export interface Registration {
  readonly subject: Subject;
  readonly values: EndpointValues;
  readonly patience: Patience;
}

/**
 * Tells Pinecone. A registration of the same VPC endpoint that is just being deleted is waited for.
 *
 * @throws Unfinished when nobody knows whether it was made: then it is looked for by the next update
 */
export async function register(registration: Registration): Promise<PrivateEndpoint> {
  try {
    return await send(registration);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const existing = await listed(registration);
    if (existing?.state !== "deleting") throw alreadyRegistered(registration, existing, error);
    const end = await untilGone(registration, existing.id);
    if (end !== undefined) throw stillDeleting(registration, end);
    return send(registration);
  }
}

async function send({ subject, values }: Registration): Promise<PrivateEndpoint> {
  const { call, session } = subject;
  const client = await session.client();
  const { projectId, region, vpcEndpointId, name } = values;
  try {
    const fields = { cloud: CLOUD, region, vpcEndpointId, ...given({ name }) };
    const made = await client.privateEndpoints.create(projectId, fields, { signal: call.signal });
    session.memory.registrations.made(registrationKey(values), call.urn);
    return made;
  } catch (error) {
    if (!(error instanceof PineconeError && error.maybeExecuted)) throw error;
    session.memory.registrations.made(registrationKey(values), call.urn);
    const state = { name: name ?? vpcEndpointId, cloud: CLOUD, status: "pending" } satisfies FilledState;
    throw new Unfinished(wayId(values), state, [whyInDoubt({ subject, values }, error)]);
  } finally {
    session.collections.forget(collectionOf.privateEndpoints(projectId));
  }
}

/**
 * Waits until Pinecone is done with it. From here on it exists, so whatever happens leaves it half-created in the state.
 *
 * @throws Unfinished
 */
export async function settled(registration: Registration, registered: PrivateEndpoint): Promise<FilledState> {
  const { patience, values } = registration;
  let shown = registered;
  while (shown.state === "pending") {
    const end = await patience.pause(
      (left) => `waiting for Pinecone to make ${values.vpcEndpointId} available, ${left} s left`,
    );
    if (end !== undefined) throw unfinished(registration, shown, whyUnfinished(registration, shown, end));
    shown = await lookAgain(registration, shown);
  }
  if (shown.state === "available") return stateOfEndpoint(shown);
  throw unfinished(registration, shown, whyRefused(registration, shown));
}

async function lookAgain(registration: Registration, shown: PrivateEndpoint): Promise<PrivateEndpoint> {
  const { subject, values, patience } = registration;
  try {
    const client = await subject.session.client();
    const found = await orGone(client.privateEndpoints.get(shown.id, { signal: subject.call.signal }));
    if (found !== undefined) return found;
  } catch (error) {
    if (!(error instanceof PineconeError)) throw error;
    const end = patience.ended() ?? error.message;
    throw unfinished(registration, shown, whyUnfinished(registration, shown, end));
  }
  throw new ProviderError(
    `PrivateEndpoint "${subject.call.name}": the registration of ${values.vpcEndpointId} (${shown.id}) was deleted outside Pulumi while it was waited for. Run \`pulumi up\` again to register it anew.`,
  );
}

function unfinished({ values }: Registration, shown: PrivateEndpoint, reason: string): Unfinished {
  return new Unfinished(wayId(values), { ...stateOfEndpoint(shown) }, [reason]);
}

/** Waits until Pinecone has deleted it. @returns why there was no further wait; `undefined` when it is gone */
export async function untilGone(
  { subject: { call, session }, patience, values }: Registration,
  id: string,
): Promise<"out of time" | "cancelled" | undefined> {
  const client = await session.client();
  for (;;) {
    try {
      if ((await orGone(client.privateEndpoints.get(id, { signal: call.signal }))) === undefined) return undefined;
    } catch (error) {
      const ended = patience.ended();
      if (ended !== undefined) return ended;
      throw error;
    }
    const end = await patience.pause(
      (left) => `waiting for Pinecone to delete ${values.vpcEndpointId}, ${left} s left`,
    );
    if (end !== undefined) return end;
  }
}

/** What the project has for the VPC endpoint, asked for anew. */
export async function listed({
  subject: { call, session },
  values: { projectId, vpcEndpointId },
}: Pick<Registration, "subject" | "values">): Promise<PrivateEndpoint | undefined> {
  const client = await session.client();
  const all = await orGone(client.privateEndpoints.list(projectId, { signal: call.signal }));
  return all?.find((one) => one.vpcEndpointId === vpcEndpointId);
}
