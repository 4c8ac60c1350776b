/** Finds an index with whatever API key can see it. An answer counts for as much as it is certain which project the key is of. */
import type { Index } from "../../../pinecone";
import { ForbiddenError, NotFoundError, UnauthorizedError } from "../../../pinecone/errors";
import { sharedTemporaryLook } from "../indexes";
import { certainlyOf } from "../keyOwner";
import type { Subject } from "../lifecycle";
import { collectionOf, findProject, orGone } from "../lookups";
import { given } from "../plain";
import type { Session } from "../session";

/** What a look needs. */
interface Look {
  readonly session: Session;
  readonly call: { readonly signal: AbortSignal };
}

/** An index, as far as it is known what to look for. */
export interface Sought {
  readonly projectId: string;
  readonly name: string;
  /** Declared for the index. */
  readonly apiKey?: string | undefined;
  /** The host it had when it was made: a name may be used again, a host may not. */
  readonly host?: string | undefined;
}

/** What a search came to. `doubt`: why it is not certain whether the index is there, as a sentence. */
export type Finding =
  | {
      readonly index: Index;
      /** The key it was seen with; none when that was a temporary one, which is gone. */
      readonly apiKey?: string;
    }
  | "gone"
  | { readonly doubt: string };

/** `listed`: by one list for all indexes of a project, which may be seconds old. `asked`: by a request of its own. */
type How = "listed" | "asked";

/** Finds the index with the keys at hand, else with a temporary one. */
export async function findIndex(subject: Subject, sought: Sought, how: How): Promise<Finding> {
  const known = await findWithKnownKeys(subject, sought, how);
  return known !== undefined && (await isOurs(subject, sought, known)) ? known : findWithTemporaryKey(subject, sought);
}

/** Without a host to go by, as in an import, an index of the name may be another project's. */
async function isOurs(subject: Subject, { projectId, host }: Sought, known: Finding): Promise<boolean> {
  if (host !== undefined || known === "gone" || "doubt" in known) return true;
  return (
    (await certainlyOf(subject, projectId, { indexes: [known.index], ...given({ apiKey: known.apiKey }) })).length > 0
  );
}

/** Finds the index with the keys at hand; `undefined` when none of them can tell. */
export async function findWithKnownKeys(look: Look, sought: Sought, how: How): Promise<Finding | undefined> {
  const { memory, settings } = look.session;
  const own = sought.apiKey === undefined ? [] : [sought.apiKey];
  // These are of the project, so what they don't see is not there.
  for (const apiKey of [...own, ...memory.apiKeyValues(sought.projectId)]) {
    const seen = await lookWith(look, apiKey, sought, how);
    if (seen !== "refused") return seen === undefined ? "gone" : { index: seen, apiKey };
  }
  const { apiKey } = settings;
  if (apiKey === undefined) return undefined;
  const seen = await lookWith(look, apiKey, sought, how);
  // The key may be of another project, and that may have an index of this name.
  const isSought = typeof seen === "object" && (sought.host === undefined || seen.host === sought.host);
  return isSought ? { index: seen, apiKey } : undefined;
}

/** What was listed is not true any more: an index was written. */
export function forgetIndexes({ collections }: Session, projectId: string, apiKey: string): void {
  collections.forget(collectionOf.indexes(projectId, apiKey));
  collections.forget(collectionOf.lookAtIndexes(projectId));
}

/** `undefined`: there is no such index. `refused`: the key is not valid any more, or may not look. */
async function lookWith(
  { session, call }: Look,
  apiKey: string,
  { projectId, name }: Sought,
  how: How,
): Promise<Index | "refused" | undefined> {
  const client = await session.client();
  try {
    if (how === "listed") {
      const listed = await session.collections.read(collectionOf.indexes(projectId, apiKey), call.signal, (signal) =>
        client.indexes.list(apiKey, { signal }),
      );
      const found = listed.find((one) => one.name === name);
      if (found !== undefined) return found;
    }
    return await orGone(client.indexes.get(apiKey, name, { signal: call.signal }));
  } catch (error) {
    if (error instanceof UnauthorizedError || error instanceof ForbiddenError) return "refused";
    throw error;
  }
}

async function findWithTemporaryKey(subject: Subject, { projectId, name }: Sought): Promise<Finding> {
  try {
    const look = await sharedTemporaryLook(subject, projectId);
    if (look === undefined) {
      const isThere = (await findProject(subject, projectId)) !== undefined;
      return isThere ? { doubt: doubtOf(projectId, name) } : "gone";
    }
    const index = look.indexes.find((one) => one.name === name);
    return index === undefined ? "gone" : { index };
  } catch (error) {
    // The project is gone, and the index with it.
    if (error instanceof NotFoundError) return "gone";
    throw error;
  }
}

function doubtOf(projectId: string, name: string): string {
  return (
    `no API key at hand can tell whether the project ${projectId} has the index "${name}": that of the Index, or of the provider's configuration, is missing, ` +
    `not valid any more, or of another project, and no temporary one can be made. ` +
    `Give a valid key of this project as \`apiKey\`, run \`pulumi config set --secret pinecone-security:apiKey <key>\`, or set PINECONE_API_KEY.`
  );
}
