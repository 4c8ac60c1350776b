import * as z from "zod";
import {
  CMEK_TRUST_SIDS,
  cmekTrustFrom,
  cmekTrustPolicy,
  PINECONE_REGIONS,
  pineconeCmekPrincipal,
  type PineconeRegion,
  PolicyInputError,
} from "../../iam";
import type { FunctionShape } from "./definition";
import { pineconeAccountId } from "./fieldTypes";
import { defineFunction } from "./lifecycle";

const shape = {
  name: "getCmekTrustPolicy",
  description: `The trust policy of the IAM role that Pinecone assumes, in one of Pinecone's three variants: \`regions\` and \`externalId\`, \`regions\` alone, or \`externalId\` alone (all regions).
All regions without an external ID is refused: any customer of Pinecone could then have Pinecone use the role. Nothing is sent anywhere.`,
  inputs: {
    pineconeAccountId: {
      type: pineconeAccountId,
      description:
        "Pinecone's AWS account number, twelve digits, as the console shows it under Manage > CMEK > Add CMEK.",
    },
    regions: {
      type: z.array(z.string()).min(1).optional(),
      description: "The Pinecone regions that may assume the role, for example `us-east-1`.",
      default: "all regions; `externalId` is required then",
    },
    externalId: {
      type: z.string().optional(),
      description: "The external ID that Pinecone must present, a UUID v4.",
      default: "none; `regions` is required then",
    },
    partition: {
      type: z.enum(["aws", "aws-us-gov", "aws-cn"]).optional(),
      description: "The AWS partition of Pinecone's principals.",
      default: '"aws"',
    },
  },
  outputs: {
    json: { type: z.string(), description: "The trust policy as JSON, for `assumeRolePolicy` of an `aws.iam.Role`." },
    sid: { type: z.string(), description: "The Sid of its statement: Pinecone's name for the variant." },
    principals: {
      type: z.array(z.string()),
      description: "The ARNs (or, for all regions, the ARN pattern) of Pinecone's principals that may assume the role.",
    },
  },
} as const satisfies FunctionShape;

/** Builds the trust policy of the role that Pinecone assumes. */
export const getCmekTrustPolicy = defineFunction(shape, async ({ inputs, fail }) => {
  const { pineconeAccountId: account, externalId, partition = "aws" } = inputs;
  // What is no region is found by the builder, together with everything else that is wrong.
  const regions = inputs.regions as PineconeRegion[] | undefined;
  try {
    const trust = cmekTrustFrom({ pineconeAccountId: account, regions, externalId, partition });
    const policy = cmekTrustPolicy(trust);
    const named =
      regions === undefined ? (["*"] as const) : PINECONE_REGIONS.filter((region) => regions.includes(region));
    return {
      json: JSON.stringify(policy),
      sid: CMEK_TRUST_SIDS[trust.variant],
      principals: named.map((region) => pineconeCmekPrincipal({ pineconeAccountId: account, region, partition })),
    };
  } catch (error) {
    if (!(error instanceof PolicyInputError)) throw error;
    for (const { property, reason } of error.problems) fail(property, reason);
    return undefined;
  }
});
