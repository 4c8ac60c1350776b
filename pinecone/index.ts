export type { ApiKey, ApiKeyPatch, ApiKeyWithValue, CreateApiKeyOptions, NewApiKey } from "./apiKeys";
export { PineconeClient } from "./client";
export type { Clock } from "./clock";
export type { CmekKey, NewCmekKey } from "./cmekKeys";
export * from "./errors";
export type { Index } from "./indexes";
export { API_VERSION } from "./options";
export type { CallOptions, ClientOptions, RequestEvent } from "./options";
export type { NewProject, Project, ProjectPatch } from "./projects";
