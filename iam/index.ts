/**
 * Policies for customer-managed keys with Pinecone: builders, checks of single values, and an evaluator. All pure: no requests,
 * no state.
 * @packageDocumentation
 */
export type { RegionFacts, PineconeRegion } from "./regions";
export { isPineconeRegion, PINECONE_REGIONS, REGION_TABLE } from "./regions";
export type { Arn, Partition } from "./arn";
export { accountRootArn, formatArn, isPartition, parseArn, PARTITIONS } from "./arn";
export {
  accountIdProblem,
  isUuidV4,
  keyArnProblem,
  partitionProblem,
  regionProblem,
  roleArnProblem,
  uuidV4Problem,
} from "./problems";
export type { Conditions, InputProblem, OneOrMore, PolicyDocument, Principal, Statement } from "./document";
export { PolicyInputError } from "./document";
export {
  ASSUME_ROLE_ACTION,
  CUSTOMER_KEY_ACTIONS,
  KEY_ADMINISTRATOR_ACTIONS,
  KEY_GRANT_ACTIONS,
  KEY_USER_ACTIONS,
} from "./actions";
export type {
  AllRegionsWithExternalId,
  CmekTrust,
  CmekTrustOptions,
  ExplicitRegions,
  ExplicitRegionsWithExternalId,
  PineconePrincipalOptions,
} from "./trust";
export { CMEK_TRUST_SIDS, cmekTrustFrom, cmekTrustPolicy, pineconeCmekPrincipal } from "./trust";
export type { CmekKeyPolicyOptions, CustomerKeyOptions, CustomerKeysOptions } from "./keys";
export { cmekKeyPolicy, customerKeysPolicy, customerKeyStatement } from "./keys";
export { samePolicy } from "./compare";
export type { ContextValue, ContextValues } from "./evaluate/context";
export type { Decision } from "./evaluate/decide";
export type { KeyPolicyRequest } from "./evaluate/keyPolicy";
export { evaluateKeyPolicy } from "./evaluate/keyPolicy";
export type { PermissionsRequest } from "./evaluate/permissions";
export { evaluatePermissions } from "./evaluate/permissions";
export type { TrustRequest } from "./evaluate/trust";
export { evaluateTrust } from "./evaluate/trust";
export type { Review } from "./review/review";
export type { ExternalIdReview } from "./review/trust";
export { reviewTrustExternalId, reviewTrustPrincipals, reviewTrustVariant } from "./review/trust";
export { reviewPermissions } from "./review/permissions";
export type { KeyGrant, KeyPolicyReviewOptions } from "./review/keyPolicy";
export { reviewKeyGrant, reviewKeyPolicy } from "./review/keyPolicy";
