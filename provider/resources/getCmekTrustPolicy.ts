import * as z from "zod";
import { defineFunction } from "./definition";

/** Builds the trust policy of the role that Pinecone assumes. */
export const getCmekTrustPolicy = defineFunction({
  name: "getCmekTrustPolicy",
  description: `The trust policy of the IAM role that Pinecone assumes, in one of Pinecone's three variants: \`regions\` and \`externalId\`, \`regions\` alone, or \`externalId\` alone (all regions).
All regions without an external ID is refused: any customer of Pinecone could then have Pinecone use the role. Nothing is sent anywhere.`,
  inputs: {
    pineconeAccountId: {
      type: z
        .string()
        .regex(
          /^\d{12}$/,
          "must be an AWS account number: twelve digits. Read it in the Pinecone console under Manage > CMEK > Add CMEK",
        ),
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
});
