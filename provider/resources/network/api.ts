/** `binding: api`: the preview routes of pinecone/preview-api.yaml. */
import type { NetworkAccess } from "../../../pinecone";
import { PineconeError } from "../../../pinecone/errors";
import { ProviderError } from "../../rpc/errors";
import { type Subject, Unfinished } from "../lifecycle";
import { orGone } from "../lookups";
import { refuseTurningOn } from "./turningOn";
import { statusOf, type SwitchState, type SwitchValues, type Way } from "./values";

/** Pinecone is told over HTTP, and asked what it has. */
export const apiWay: Way = {
  async turn(subject, values) {
    const { call, session } = subject;
    const { projectId, privateEndpointsOnly } = values;
    // The state must have a switch that may be on.
    const doubtful = (doubt: string): Error =>
      new Unfinished(projectId, { status: "pending" } satisfies SwitchState, [doubt]);
    // Off locks nobody out, so nothing is looked at.
    if (!privateEndpointsOnly) return turned(subject, values, doubtful);
    return session.memory.privateWays.decide(projectId, call.signal, async () => {
      const client = await session.client();
      const { privateEndpointsOnly: isOn } = await client.networkAccess.get(projectId, { signal: call.signal });
      // What is on already takes nothing from anybody, for example under a resource's new name.
      if (isOn) return stateOfApi(true);
      await refuseTurningOn(subject, values);
      return turned(subject, values, doubtful);
    });
  },

  isOn: switchOf,

  async read(existing, projectId) {
    const isOn = await switchOf(existing, projectId);
    return isOn === "no project" ? undefined : { privateEndpointsOnly: isOn, state: stateOfApi(isOn) };
  },

  async delete(existing, projectId) {
    const doubtful = (doubt: string): Error =>
      new ProviderError(`NetworkAccess "${existing.call.name}" is not deleted yet: ${doubt}`);
    await orGone(turned(existing, { projectId, privateEndpointsOnly: false }, doubtful));
  },
};

async function switchOf({ call, session }: Subject, projectId: string): Promise<boolean | "no project"> {
  const client = await session.client();
  const found = await orGone(client.networkAccess.get(projectId, { signal: call.signal }));
  return found === undefined ? "no project" : found.privateEndpointsOnly;
}

/**
 * Turns the switch, whatever it is now, and believes nothing but Pinecone's answer.
 *
 * @param doubtful Makes the error for a lost answer that looking does not settle.
 */
async function turned(
  subject: Subject,
  values: SwitchValues,
  doubtful: (doubt: string) => Error,
): Promise<SwitchState> {
  const { call, session } = subject;
  const { projectId, privateEndpointsOnly } = values;
  const client = await session.client();
  let answer: NetworkAccess;
  try {
    answer = await client.networkAccess.update(projectId, { privateEndpointsOnly }, { signal: call.signal });
  } catch (error) {
    if (!(error instanceof PineconeError && error.maybeExecuted)) throw error;
    const found = await seen(subject, projectId);
    if (found?.privateEndpointsOnly !== privateEndpointsOnly) throw doubtful(doubtOf(values, error, found));
    answer = found;
  }
  if (answer.privateEndpointsOnly === privateEndpointsOnly) return stateOfApi(privateEndpointsOnly);
  throw new ProviderError(
    `NetworkAccess "${call.name}": Pinecone took the request to turn the switch of the project ${projectId} ${onOrOff(privateEndpointsOnly)}, but answered that it is ${onOrOff(answer.privateEndpointsOnly)}. ` +
      `Look at Network > Access in Pinecone's console, then run the command again.`,
  );
}

function doubtOf(
  { projectId, privateEndpointsOnly }: SwitchValues,
  { message }: PineconeError,
  found: NetworkAccess | undefined,
): string {
  const now =
    found === undefined
      ? "How it is now can't be seen."
      : `It is ${onOrOff(found.privateEndpointsOnly)} now, but the request may be carried out yet.`;
  return `the answer to turning the switch of the project ${projectId} ${onOrOff(privateEndpointsOnly)} was lost: ${message} ${now} Run the command again: it looks, and goes on from there.`;
}

/** `undefined` when there is no looking. */
async function seen({ call, session }: Subject, projectId: string): Promise<NetworkAccess | undefined> {
  const client = await session.client();
  try {
    return await client.networkAccess.get(projectId, { signal: call.signal });
  } catch (error) {
    if (error instanceof PineconeError) return undefined;
    throw error;
  }
}

function stateOfApi(privateEndpointsOnly: boolean): SwitchState {
  return { status: statusOf(privateEndpointsOnly), evidence: "api" };
}

function onOrOff(privateEndpointsOnly: boolean): string {
  return privateEndpointsOnly ? "on" : "off";
}
