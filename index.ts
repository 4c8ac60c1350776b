/**
 * Customer-managed encryption (CMEK) and PrivateLink for Pinecone on AWS. The components make the whole; the resources are its parts.
 * Policies alone, without Pulumi, are in `pulumi-pinecone-security/iam`.
 * @packageDocumentation
 */
export {
  AccessGuard,
  type AccessGuardArgs,
  ApiKey,
  type ApiKeyArgs,
  CmekBinding,
  type CmekBindingArgs,
  ExternalId,
  type ExternalIdArgs,
  getCmekTrustPolicy,
  type GetCmekTrustPolicyArgs,
  getCmekTrustPolicyOutput,
  type GetCmekTrustPolicyOutputArgs,
  type GetCmekTrustPolicyResult,
  getIndex,
  type GetIndexArgs,
  getIndexOutput,
  type GetIndexOutputArgs,
  type GetIndexResult,
  type GetIndexResultSchemaField,
  type GetIndexResultSchemaFieldFullTextSearch,
  type GetIndexResultSchemaFieldFullTextSearchNgram,
  getPrivateEndpoints,
  type GetPrivateEndpointsArgs,
  getPrivateEndpointsOutput,
  type GetPrivateEndpointsOutputArgs,
  type GetPrivateEndpointsResult,
  type GetPrivateEndpointsResultPrivateEndpoints,
  getPrivateLinkService,
  type GetPrivateLinkServiceArgs,
  getPrivateLinkServiceOutput,
  type GetPrivateLinkServiceOutputArgs,
  type GetPrivateLinkServiceResult,
  getProject,
  type GetProjectArgs,
  getProjectOutput,
  type GetProjectOutputArgs,
  type GetProjectResult,
  Index,
  type IndexArgs,
  type IndexSchemaField,
  type IndexSchemaFieldArgs,
  type IndexSchemaFieldFullTextSearch,
  type IndexSchemaFieldFullTextSearchArgs,
  type IndexSchemaFieldFullTextSearchNgram,
  type IndexSchemaFieldFullTextSearchNgramArgs,
  NetworkAccess,
  type NetworkAccessArgs,
  type PineconeRegion,
  PrivateEndpoint,
  type PrivateEndpointArgs,
  Project,
  type ProjectArgs,
  Provider,
  type ProviderArgs,
  REGION_TABLE,
  type RegionFacts,
} from "./sdk";
export { CmekKey, type CmekKeyArgs, type CmekKeyOptions } from "./components/cmekKey";
export { CmekProject } from "./components/cmekProject";
export type {
  BroughtKey,
  BroughtProject,
  BroughtRole,
  CmekProjectArgs,
  CmekProjectOptions,
  MadeKey,
  MadeProject,
  MadeRole,
} from "./components/cmekProjectArgs";
export { CmekRole, type CmekRoleArgs, type CmekRoleOptions } from "./components/cmekRole";
export type { CmekTrustArgs } from "./components/cmekTrust";
export { PrivateLink } from "./components/privateLink";
export type {
  BroughtEndpoint,
  BroughtSecurityGroups,
  MadeEndpoint,
  MadeSecurityGroup,
  PrivateLinkArgs,
  PrivateLinkOptions,
  PrivateLinkService,
} from "./components/privateLinkArgs";
export type { PrivateLinkRecord } from "./components/privateLinkDns";
export type { Partition, Statement } from "./iam";
