import type { IndexModel } from "./indexes/model";
import { modelNow } from "./indexes/readiness";
import { lookAt } from "./network/look";
import type { NetworkAccess, PrivateEndpoint } from "./network/model";
import type { Project } from "./projects";
import type { State, StoredApiKey, StoredIndex } from "./state";
import type { World } from "./world";

/** What tests may look at: everything, secrets included, since none of it is real. */
export interface Snapshot {
  readonly projects: readonly Project[];
  readonly apiKeys: readonly StoredApiKey[];
  readonly cmekKeys: readonly (State["cmekKeys"] extends Map<string, infer Key> ? Key : never)[];
  readonly indexes: readonly (Omit<StoredIndex, "model"> & { readonly model: IndexModel })[];
  /** With their states as they are now. */
  readonly privateEndpoints: readonly PrivateEndpoint[];
  /** One for every project. */
  readonly networkAccess: readonly NetworkAccess[];
  readonly accessTokens: readonly string[];
}

/** @throws ApiError UNKNOWN when there are Private Endpoints, and nothing answers for AWS */
export async function snapshot(world: World): Promise<Snapshot> {
  const { state } = world;
  return {
    projects: [...state.projects.values()],
    apiKeys: [...state.apiKeys.values()],
    cmekKeys: [...state.cmekKeys.values()],
    indexes: [...state.indexes.values()].map((index) => ({ ...index, model: modelNow(world, index) })),
    privateEndpoints: await Promise.all([...state.privateEndpoints.values()].map((one) => lookAt(world, one))),
    networkAccess: [...state.projects.keys()].map((id) => state.networkAccessOf(id)),
    accessTokens: [...state.tokens.keys()],
  };
}
