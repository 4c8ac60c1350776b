/** `binding: api`: the preview routes of pinecone/preview-api.yaml. */
import type { PrivateEndpoint } from "../../../pinecone";
import { collectionOf, findPrivateEndpoints, orGone } from "../lookups";
import { refuseLockOut } from "../network/lockOut";
import { Patience } from "../patience";
import { given } from "../plain";
import { stillDeleting } from "./refusals";
import { listed, register, type Registration, settled, untilGone } from "./registration";
import { type ExistingEndpoint, stateOf, stateOfEndpoint, type Way } from "./values";

/** How long Pinecone may take when `customTimeouts` says nothing. How long it does take is not documented. */
const DEFAULT_SECONDS = 600;

/** Pinecone is told over HTTP, and asked what it has. */
export const apiWay: Way = {
  async create(subject, values, timeoutSeconds) {
    const registration = { subject, values, patience: new Patience(subject, timeoutSeconds, DEFAULT_SECONDS) };
    return settled(registration, await register(registration));
  },

  async read(endpoint, { projectId, vpcEndpointId }) {
    const { outputs, call, session } = endpoint;
    const all = await findPrivateEndpoints(endpoint, projectId);
    if (all === "no project") return undefined;
    const client = await session.client();
    const id = outputs.privateEndpointId;
    const found =
      all.find((one) => one.vpcEndpointId === vpcEndpointId) ??
      // That a list lacks it is not enough.
      (id === undefined ? undefined : await orGone(client.privateEndpoints.get(id, { signal: call.signal })));
    if (found === undefined) return undefined;
    const { region, name } = found;
    const state = { ...given({ fingerprint: outputs.fingerprint }), ...stateOfEndpoint(found) };
    return { values: { projectId, region, vpcEndpointId, name }, state };
  },

  async update(subject, values, timeoutSeconds) {
    const { outputs } = subject;
    const isRenamed = values.name !== undefined && values.name !== outputs.name;
    if (outputs.status === "available" && !isRenamed) return stateOf(outputs);
    const registration = {
      subject,
      values: { ...values, name: values.name ?? outputs.name },
      patience: new Patience(subject, timeoutSeconds, DEFAULT_SECONDS),
    };
    const found = await lasting(registration, await current(registration, outputs));
    return settled(
      registration,
      found === undefined ? await register(registration) : await renamed(registration, found),
    );
  },

  async delete(subject, values) {
    const { call, session, outputs, timeoutSeconds } = subject;
    const registration = { subject, values, patience: new Patience(subject, timeoutSeconds, DEFAULT_SECONDS) };
    const found = await current(registration, outputs);
    if (found === undefined) return;
    const what = `PrivateEndpoint "${call.name}"`;
    await refuseLockOut(subject, { what, ...values, privateEndpointId: found.id });
    await removed(registration, found);
    session.collections.forget(collectionOf.privateEndpoints(values.projectId));
  },
};

/** What Pinecone has now: by its own ID, and otherwise, or when somebody has registered it anew, by the VPC endpoint's. */
async function current(
  registration: Registration,
  { privateEndpointId }: ExistingEndpoint["outputs"],
): Promise<PrivateEndpoint | undefined> {
  const { call, session } = registration.subject;
  if (privateEndpointId !== undefined) {
    const client = await session.client();
    const found = await orGone(client.privateEndpoints.get(privateEndpointId, { signal: call.signal }));
    if (found !== undefined) return found;
  }
  return listed(registration);
}

/** What is found if it can become, or be, available; else it is deleted first, so that the VPC endpoint can be registered anew. */
async function lasting(
  registration: Registration,
  found: PrivateEndpoint | undefined,
): Promise<PrivateEndpoint | undefined> {
  if (found === undefined || found.state === "pending" || found.state === "available") return found;
  await removed(registration, found);
  return undefined;
}

async function renamed(
  { subject: { call, session }, values: { projectId, name } }: Registration,
  found: PrivateEndpoint,
): Promise<PrivateEndpoint> {
  if (name === undefined || name === found.name) return found;
  const client = await session.client();
  const changed = await client.privateEndpoints.update(found.id, { name }, { signal: call.signal });
  session.collections.forget(collectionOf.privateEndpoints(projectId));
  return changed;
}

/** Deletes it, and waits until it is gone. */
async function removed(registration: Registration, { id, state }: PrivateEndpoint): Promise<void> {
  const { call, session } = registration.subject;
  const client = await session.client();
  if (state !== "deleting") await orGone(client.privateEndpoints.delete(id, { signal: call.signal }));
  const end = await untilGone(registration, id);
  if (end !== undefined) throw stillDeleting(registration, end);
}
