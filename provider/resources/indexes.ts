import { randomBytes } from "node:crypto";
import type { ApiKeyWithValue, Index } from "../../pinecone";
import { AbortedError, ForbiddenError, NotFoundError, PineconeError, UnauthorizedError } from "../../pinecone/errors";
import type { Subject } from "./lifecycle";
import { collectionOf } from "./lookups";

/** The indexes of a project, and through whose eyes they were seen. */
export interface IndexLook {
  readonly indexes: readonly Index[];
  /** Half a sentence for a refusal. */
  readonly seenWith: string;
  /** The API key they were seen with, unless it was a temporary one. A secret. */
  readonly apiKey?: string;
}

/** How long, after a Cancel, the making and the deletion of a temporary key may take: the key must not stay. */
const FAREWELL_MS = 10_000;

/** Seconds before each further try with a key that is so new that Pinecone may not know it everywhere. */
const NEW_KEY_DELAYS = [0.5, 1, 2];

/**
 * Lists the indexes of a project. The Admin API's token can't, an API key of the project can: the value of an `ApiKey` of the project
 * that went through this process, which is certainly of this project; else the key of the provider's configuration; else, where the
 * caller allows it, a temporary key, deleted at once.
 *
 * @returns `undefined` when there is no key to look with
 */
export async function lookAtIndexes(
  subject: Subject,
  projectId: string,
  options: { readonly temporaryKey: boolean },
): Promise<IndexLook | undefined> {
  return (
    (await lookWithOwnKey(subject, projectId)) ??
    (await lookWithConfiguredKey(subject, projectId)) ??
    (options.temporaryKey ? await lookWithTemporaryKey(subject, projectId) : undefined)
  );
}

/**
 * Lists the indexes of a project for a step that nobody but this package keeps from doing harm. The configured key, which may be of
 * another project, comes last: after a temporary one, which certainly is of this project.
 *
 * @returns `undefined` when there is no key to look with
 * @throws NotFoundError when there is no such project
 */
export async function lookForCertain(subject: Subject, projectId: string): Promise<IndexLook | undefined> {
  return (
    (await lookWithOwnKey(subject, projectId)) ??
    (await lookWithTemporaryKey(subject, projectId)) ??
    (await lookWithConfiguredKey(subject, projectId))
  );
}

/** {@link lookWithTemporaryKey}, once for all who look at about the same time. */
export async function sharedTemporaryLook(
  { session, call }: Subject,
  projectId: string,
): Promise<IndexLook | undefined> {
  return session.collections.read(collectionOf.lookAtIndexes(projectId), call.signal, (signal) =>
    lookWithTemporaryKey({ session, call: { ...call, signal } }, projectId),
  );
}

async function lookWithOwnKey(subject: Subject, projectId: string): Promise<IndexLook | undefined> {
  for (const apiKey of subject.session.memory.apiKeyValues(projectId)) {
    const indexes = await listedWith(subject, apiKey);
    if (indexes !== undefined) return { indexes, seenWith: "an ApiKey of this project", apiKey };
  }
  return undefined;
}

async function lookWithConfiguredKey(subject: Subject, projectId: string): Promise<IndexLook | undefined> {
  const { settings, memory } = subject.session;
  const { apiKey } = settings;
  if (apiKey === undefined || (memory.projectOfApiKey(apiKey) ?? projectId) !== projectId) return undefined;
  const indexes = await listedWith(subject, apiKey);
  if (indexes === undefined) return undefined;
  const seenWith = "the apiKey of the provider's configuration, which must be one of this project";
  return { indexes, seenWith, apiKey };
}

/** `undefined` when the key may not list indexes, or is not valid any more. */
async function listedWith({ session, call }: Subject, value: string): Promise<readonly Index[] | undefined> {
  const client = await session.client();
  try {
    return await client.indexes.list(value, { signal: call.signal });
  } catch (error) {
    if (error instanceof UnauthorizedError || error instanceof ForbiddenError) return undefined;
    throw error;
  }
}

/**
 * Lists the indexes of a project with a key that is made for it and deleted at once. Unlike a configured one it is certainly of this
 * project.
 *
 * @returns `undefined` when the configuration, or the service account's role, allows no such key
 * @throws NotFoundError when there is no such project
 */
export async function lookWithTemporaryKey(subject: Subject, projectId: string): Promise<IndexLook | undefined> {
  const { session, call } = subject;
  if (!session.settings.temporaryKeys) return undefined;
  const made = await makeTemporaryKey(subject, projectId);
  if (made === undefined) return undefined;
  const { key, value } = made;
  try {
    const client = await session.client();
    const indexes = await whenKnown(subject, () => client.indexes.list(value, { signal: call.signal }));
    return { indexes, seenWith: "a temporary API key" };
  } catch (error) {
    if (error instanceof UnauthorizedError || error instanceof ForbiddenError) return undefined;
    throw error;
  } finally {
    session.collections.forget(collectionOf.apiKeys(projectId));
    await removeTemporaryKey(subject, projectId, key);
  }
}

/** Does something with an API key that is new: while Pinecone may not know it everywhere, a 401 says nothing yet. */
export async function whenKnown<T>({ session, call }: Subject, work: () => Promise<T>): Promise<T> {
  for (const delay of NEW_KEY_DELAYS) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
    }
    await session.clock.sleep(delay * 1000, call.signal);
  }
  return work();
}

/** `undefined` when the service account may not make API keys. */
async function makeTemporaryKey({ session, call }: Subject, projectId: string): Promise<ApiKeyWithValue | undefined> {
  const client = await session.client();
  call.signal.throwIfAborted();
  // The name is its own proof, should the answer be lost: nobody else makes a key of this name.
  const name = `pinecone-security-look-${randomBytes(6).toString("hex")}`;
  try {
    return await client.apiKeys.create(
      projectId,
      { name, roles: ["ControlPlaneViewer"] },
      // Cancel does not cut it off: the key might be made all the same, and nobody would know its ID to delete it.
      { signal: outliving(call.signal), knownIds: new Set() },
    );
  } catch (error) {
    if (error instanceof ForbiddenError) return undefined;
    if (error instanceof AbortedError && error.maybeExecuted) {
      call.log(
        "warning",
        `A temporary API key was being made when the time was over. If the project ${projectId} has one named "${name}" (role ControlPlaneViewer), delete it in the Pinecone console, under API keys.`,
      );
    }
    throw error;
  }
}

/** A signal that aborts a while after the given one. */
function outliving(signal: AbortSignal): AbortSignal {
  const later = new AbortController();
  const begin = (): void => {
    setTimeout(() => {
      later.abort(signal.reason);
    }, FAREWELL_MS).unref();
  };
  signal.addEventListener("abort", begin, { once: true });
  return later.signal;
}

async function removeTemporaryKey(
  { session, call }: Subject,
  projectId: string,
  { id, name }: ApiKeyWithValue["key"],
): Promise<void> {
  const client = await session.client();
  try {
    await client.apiKeys.delete(id, { signal: AbortSignal.timeout(FAREWELL_MS) });
  } catch (error) {
    if (error instanceof NotFoundError) return;
    if (!(error instanceof PineconeError)) throw error;
    call.log(
      "warning",
      `The temporary API key "${name}" (${id}, role ControlPlaneViewer) of the project ${projectId} could not be deleted: ${error.message} ` +
        `Delete it in the Pinecone console, under API keys.`,
    );
  }
}

/** Names for a refusal, not too many. */
export function named(indexes: readonly { readonly name: string }[]): string {
  const shown = indexes.slice(0, 10).map(({ name }) => `"${name}"`);
  const more = indexes.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
