/** Looks at Pinecone, through lists that are asked for once per collection. */
import type { ApiKey, CmekKey, PrivateEndpoint, Project } from "../../pinecone";
import { ForbiddenError, NotFoundError } from "../../pinecone/errors";
import type { Session } from "./session";

interface Look {
  readonly session: Session;
  readonly call: { readonly signal: AbortSignal };
}

export const collectionOf = {
  projects: "projects",
  apiKeys: (projectId: string) => `api-keys of ${projectId}`,
  cmekKeys: (projectId: string) => `cmek-keys of ${projectId}`,
  privateEndpoints: (projectId: string) => `private-endpoints of ${projectId}`,
  /** @param apiKey A secret, and so is the name then: it stays in memory. */
  indexes: (projectId: string, apiKey: string) => `indexes of ${projectId} with ${apiKey}`,
  /** @param apiKey As for {@link collectionOf.indexes}. */
  keyOwner: (projectId: string, apiKey: string) => `whether ${apiKey} is of ${projectId}`,
  lookAtIndexes: (projectId: string) => `look at the indexes of ${projectId}`,
} as const;

/** The project, or `undefined` when Pinecone says 404 for it: that a list lacks it is not enough. */
export async function findProject({ session, call }: Look, id: string): Promise<Project | undefined> {
  const client = await session.client();
  const read = async (signal: AbortSignal): Promise<readonly Project[]> => client.projects.list({ signal });
  const listed = await orNothing(session.collections.read(collectionOf.projects, call.signal, read));
  const project =
    listed?.find((one) => one.id === id) ?? (await orGone(client.projects.get(id, { signal: call.signal })));
  if (project !== undefined) session.memory.sawProject(project);
  return project;
}

/** The API key, or `undefined` when Pinecone says 404 for it. */
export async function findApiKey(
  { session, call }: Look,
  projectId: string | undefined,
  id: string,
): Promise<ApiKey | undefined> {
  const client = await session.client();
  const read =
    projectId === undefined
      ? undefined
      : session.collections.read(collectionOf.apiKeys(projectId), call.signal, (signal) =>
          client.apiKeys.list(projectId, { signal }),
        );
  const listed = read === undefined ? undefined : await orNothing(read);
  return listed?.find((one) => one.id === id) ?? (await orGone(client.apiKeys.get(id, { signal: call.signal })));
}

/** The project's CMEK key, `undefined` when it has none, `"no project"` when Pinecone says 404 for the project. */
export async function findCmekKey(
  { session, call }: Look,
  projectId: string,
): Promise<CmekKey | "no project" | undefined> {
  const client = await session.client();
  const read = session.collections.read(collectionOf.cmekKeys(projectId), call.signal, (signal) =>
    client.cmekKeys.list(projectId, { signal }),
  );
  const listed = await orGone(read);
  return listed === undefined ? "no project" : listed[0];
}

/** The project's Private Endpoints, `"no project"` when Pinecone says 404 for the project. */
export async function findPrivateEndpoints(
  { session, call }: Look,
  projectId: string,
): Promise<readonly PrivateEndpoint[] | "no project"> {
  const client = await session.client();
  const read = session.collections.read(collectionOf.privateEndpoints(projectId), call.signal, (signal) =>
    client.privateEndpoints.list(projectId, { signal }),
  );
  return (await orGone(read)) ?? "no project";
}

/** `undefined` for what is not there. */
export async function orGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** `undefined` for a list that can't be had, where the thing itself can still be asked for. */
async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof ForbiddenError) return undefined;
    throw error;
  }
}
