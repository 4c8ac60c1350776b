import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** The role was written by hand after an example without an external ID. */
export const program = async (): Promise<void> => {
  const account = new pulumi.Config().require("pineconeAccountId");
  new aws.iam.Role("pinecone", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:role/pinecone_cmek_access_us-east-1` },
          Action: "sts:AssumeRole",
        },
      ],
    }),
  });
};
