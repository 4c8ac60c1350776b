import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** To find out why Pinecone could not use the key, an administrator was let in for an afternoon, and stayed. */
export const program = async (): Promise<void> => {
  const account = new pulumi.Config().require("pineconeAccountId");
  new aws.iam.Role("pinecone", {
    assumeRolePolicy: JSON.stringify({
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
          Condition: { StringEquals: { "sts:ExternalId": "3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34" } },
        },
      ],
    }),
  });
};
