import type { ApiKey } from "./apiKeys";
import type { CmekKey } from "./cmekKeys";
import type { IndexModel } from "./indexes/model";
import type { NetworkAccess, StoredPrivateEndpoint } from "./network/model";
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
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Its `status` is worked out when someone looks. */
  readonly model: Omit<IndexModel, "status">;
}

/** All that the emulator knows, in the shapes of the API. */
export class State {
  readonly projects = new Map<string, Project>();
  readonly apiKeys = new Map<string, StoredApiKey>();
  /** `state` and `state_reason` are not stored: they are looked at when someone asks. */
  readonly cmekKeys = new Map<string, Omit<CmekKey, "state" | "state_reason">>();
  readonly indexes = new Map<string, StoredIndex>();
  readonly privateEndpoints = new Map<string, StoredPrivateEndpoint>();
  /** IDs of the projects whose VPC-only switch is on. */
  readonly restrictedProjects = new Set<string>();
  /** Access token → when it expires, in milliseconds since 1970. */
  readonly tokens = new Map<string, number>();

  indexesOf(projectId: string): StoredIndex[] {
    return [...this.indexes.values()].filter((index) => index.projectId === projectId);
  }

  privateEndpointsOf(projectId: string): StoredPrivateEndpoint[] {
    return [...this.privateEndpoints.values()].filter((endpoint) => endpoint.project_id === projectId);
  }

  networkAccessOf(projectId: string): NetworkAccess {
    return { project_id: projectId, private_endpoints_only: this.restrictedProjects.has(projectId) };
  }

  cmekKeyOf(projectId: string): Omit<CmekKey, "state" | "state_reason"> | undefined {
    return [...this.cmekKeys.values()].find((key) => key.project_id === projectId);
  }

  clear(): void {
    for (const store of [this.projects, this.apiKeys, this.cmekKeys, this.indexes, this.tokens]) store.clear();
    for (const store of [this.privateEndpoints, this.restrictedProjects]) store.clear();
  }
}
