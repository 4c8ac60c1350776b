import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExternalId } from "../../../index";

/** To find out why Pinecone could not use the key, an administrator was let in for an afternoon, and stayed. */
export const program = async (): Promise<void> => {
  const account = new pulumi.Config().require("pineconeAccountId");
  const externalId = new ExternalId("pinecone");
  new aws.iam.Role("pinecone", {
    assumeRolePolicy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            AWS: [
              `arn:aws:iam::${account}:role/pinecone_cmek_access_us-east-1`,
              "arn:aws:iam::444455556666:role/administrator",
            ],
          },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": externalId.value } },
        },
      ],
    }),
  });
};
