/**
 * The policy pack: `pulumi preview --policy-pack node_modules/pulumi-pinecone-security/policy`.
 * @packageDocumentation
 */
import { PolicyPack } from "@pulumi/policy";
import { DEFAULT_LEVEL } from "../definition";
import { packPolicies } from "./policies";

new PolicyPack("pinecone-security", { policies: packPolicies(), enforcementLevel: DEFAULT_LEVEL });
