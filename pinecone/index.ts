export type { ApiKey, ApiKeyPatch, ApiKeyWithValue, CreateApiKeyOptions, NewApiKey } from "./apiKeys";
export { PineconeClient } from "./client";
export type { Clock } from "./clock";
export type { CmekKey, NewCmekKey } from "./cmekKeys";
export type { Door } from "./dataPlane";
export * from "./errors";
export type { DeletionProtection, Index, IndexPatch, NewIndex } from "./indexes";
export type { FullTextSearch, IndexSchema, NewIndexSchema, NewSchemaField, Ngram, SchemaField } from "./indexSchema";
export type { NetworkAccess, NetworkAccessPatch } from "./networkAccess";
export { API_VERSION } from "./options";
export type { CallOptions, ClientOptions, RequestEvent } from "./options";
export type {
  NewPrivateEndpoint,
  PrivateEndpoint,
  PrivateEndpointPatch,
  PrivateEndpointState,
} from "./privateEndpoints";
export type { NewProject, Project, ProjectPatch } from "./projects";
