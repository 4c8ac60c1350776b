/**
 * The policies on CMEK and PrivateLink for Pinecone, for a policy pack of one's own: all of them or some, beside policies of one's own that are
 * defined the same way. The pack as it is needs no import: `pulumi preview --policy-pack node_modules/pulumi-pinecone-security/policy`.
 * @packageDocumentation
 */
export { type Context, definePolicy, type Level, type Policy, type PolicyShape, type Severity } from "./definition";
export type { Change, FormerResource, FormerState, Plan, PlannedResource } from "./model/plan";
export { readFlag, readNumber, readObjects, readText, readTexts } from "./model/read";
export { type Properties, UNKNOWN, UnknownValueError } from "./model/values";
export type { World } from "./model/world";
export { packPolicies } from "./pack/policies";
export { ENVIRONMENTS, type Parameter, type Parameters, type ValuesOf } from "./parameters";
export { policies } from "./policies";
