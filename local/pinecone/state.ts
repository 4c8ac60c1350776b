import type { ApiKey } from "./apiKeys";
import type { CmekKey } from "./cmekKeys";
import type { IndexModel } from "./indexes/model";
import type { Project } from "./projects";

/** An API key with its value, which Pinecone gives away only once. */
export interface StoredApiKey {
  readonly key: ApiKey;
  readonly value: string;
}

/** An index and the project it belongs to, which the model doesn't tell. */
export interface StoredIndex {
  readonly id: string;
  readonly projectId: string;
  readonly model: IndexModel;
}

/** All that the emulator knows, in the shapes of the API. */
export class State {
  readonly projects = new Map<string, Project>();
  readonly apiKeys = new Map<string, StoredApiKey>();
  /** `state` and `state_reason` are not stored: they are looked at when someone asks. */
  readonly cmekKeys = new Map<string, Omit<CmekKey, "state" | "state_reason">>();
  readonly indexes = new Map<string, StoredIndex>();
  /** Access token → when it expires, in milliseconds since 1970. */
  readonly tokens = new Map<string, number>();

  indexesOf(projectId: string): StoredIndex[] {
    return [...this.indexes.values()].filter((index) => index.projectId === projectId);
  }

  cmekKeyOf(projectId: string): Omit<CmekKey, "state" | "state_reason"> | undefined {
    return [...this.cmekKeys.values()].find((key) => key.project_id === projectId);
  }

  clear(): void {
    for (const map of [this.projects, this.apiKeys, this.cmekKeys, this.indexes, this.tokens]) map.clear();
  }
}

/** What tests may look at: everything, secrets included, since none of it is real. */
export interface Snapshot {
  readonly projects: readonly Project[];
  readonly apiKeys: readonly StoredApiKey[];
  readonly cmekKeys: readonly Omit<CmekKey, "state" | "state_reason">[];
  readonly indexes: readonly StoredIndex[];
  readonly accessTokens: readonly string[];
}

export function snapshot(state: State): Snapshot {
  return {
    projects: [...state.projects.values()],
    apiKeys: [...state.apiKeys.values()],
    cmekKeys: [...state.cmekKeys.values()],
    indexes: [...state.indexes.values()],
    accessTokens: [...state.tokens.keys()],
  };
}
