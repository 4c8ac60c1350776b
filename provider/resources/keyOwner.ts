/**
 * Whose the configured API key is. Pinecone does not tell, and a `PINECONE_API_KEY` of another project is soon in the environment. So
 * what it sees is compared with what a temporary key sees, which certainly is of the project. Where none can be made it is believed.
 */
import type { Index } from "../../pinecone";
import { type IndexLook, lookWithTemporaryKey, named, sharedTemporaryLook } from "./indexes";
import type { Subject } from "./lifecycle";
import { collectionOf } from "./lookups";

/** The indexes among those of a look that certainly are the project's. */
export async function certainlyOf(
  subject: Subject,
  projectId: string,
  { apiKey, indexes }: Pick<IndexLook, "apiKey" | "indexes">,
): Promise<readonly Index[]> {
  if (apiKey === undefined || indexes.length === 0 || isOfProgram(subject, apiKey)) return indexes;
  const certain = await sharedTemporaryLook(subject, projectId);
  if (certain === undefined) return indexes;
  const ours = shared(indexes, certain.indexes);
  if (ours.length === 0) {
    subject.call.log(
      "warning",
      `The apiKey of the provider's configuration (PINECONE_API_KEY) is of another project than ${projectId}: it sees ${named(indexes)}, which this project does not have. ` +
        `What it sees is left out of account. Give a key of this project.`,
    );
  }
  return ours;
}

/** Whether the key certainly is of another project. Of two projects without indexes nobody can tell. */
export async function isOfAnother(subject: Subject, projectId: string, apiKey: string): Promise<boolean> {
  if (isOfProgram(subject, apiKey)) return false;
  const { session, call } = subject;
  return session.collections.read(collectionOf.keyOwner(projectId, apiKey), call.signal, (signal) =>
    seesAnother({ session, call: { ...call, signal } }, projectId, apiKey),
  );
}

async function seesAnother(subject: Subject, projectId: string, apiKey: string): Promise<boolean> {
  const { session, call } = subject;
  const client = await session.client();
  const list = (): Promise<readonly Index[]> => client.indexes.list(apiKey, { signal: call.signal });
  const seen = await list();
  const certain = await lookWithTemporaryKey(subject, projectId);
  if (certain === undefined || seen.length + certain.indexes.length === 0) return false;
  // Whatever is looked at later has what was seen before, and perhaps more: indexes are being made meanwhile.
  return shared(certain.indexes, seen.length > 0 ? seen : await list()).length === 0;
}

/** Its value went through this process as that of an `ApiKey`, whose project is known. */
function isOfProgram({ session }: Subject, apiKey: string): boolean {
  return session.memory.projectOfApiKey(apiKey) !== undefined;
}

/** The indexes that are in both lists. A host is one index's alone. */
function shared(one: readonly Index[], other: readonly Index[]): Index[] {
  const hosts = new Set(other.map(({ host }) => host));
  return one.filter(({ host }) => hosts.has(host));
}
