import { randomBytes } from "node:crypto";
import type { Index } from "../../pinecone";
import { ForbiddenError, NotFoundError, PineconeError, UnauthorizedError } from "../../pinecone/errors";
import type { Subject } from "./lifecycle";
import { collectionOf } from "./lookups";

/** The indexes of a project, and through whose eyes they were seen. */
export interface IndexLook {
  readonly indexes: readonly Index[];
  /** Half a sentence for a refusal. */
  readonly seenWith: string;
}

/** How long the deletion of a temporary key may take. It is not ended by Cancel: the key must not stay. */
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
  const { settings, memory } = subject.session;
  const known = memory.apiKeyValues(projectId).map((value) => [value, "an ApiKey of this project"] as const);
  const configured =
    settings.apiKey === undefined
      ? []
      : [[settings.apiKey, "the apiKey of the provider's configuration, which must be one of this project"] as const];
  for (const [value, seenWith] of [...known, ...configured]) {
    const indexes = await listedWith(subject, value);
    if (indexes !== undefined) return { indexes, seenWith };
  }
  if (!options.temporaryKey || !settings.temporaryKeys) return undefined;
  return lookWithTemporaryKey(subject, projectId);
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

async function lookWithTemporaryKey(subject: Subject, projectId: string): Promise<IndexLook | undefined> {
  const { session, call } = subject;
  const client = await session.client();
  // The name is its own proof, should the answer be lost: nobody else makes a key of this name.
  const name = `pinecone-security-look-${randomBytes(6).toString("hex")}`;
  const { key, value } = await client.apiKeys.create(
    projectId,
    { name, roles: ["ControlPlaneViewer"] },
    { signal: call.signal, knownIds: new Set() },
  );
  try {
    for (const delay of NEW_KEY_DELAYS) {
      const indexes = await listedWith(subject, value);
      if (indexes !== undefined) return { indexes, seenWith: "a temporary API key" };
      await session.clock.sleep(delay * 1000, call.signal);
    }
    const indexes = await listedWith(subject, value);
    return indexes === undefined ? undefined : { indexes, seenWith: "a temporary API key" };
  } finally {
    session.collections.forget(collectionOf.apiKeys(projectId));
    await removeTemporaryKey(subject, projectId, key.id, name);
  }
}

async function removeTemporaryKey(
  { session, call }: Subject,
  projectId: string,
  id: string,
  name: string,
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
