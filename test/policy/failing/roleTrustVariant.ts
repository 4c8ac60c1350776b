import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** The list of regions grew long, so a pattern took its place; that Pinecone asks for an external ID then was overlooked. */
export const program = async (): Promise<void> => {
  const account = new pulumi.Config().require("pineconeAccountId");
  new aws.iam.Role("pinecone", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "sts:AssumeRole",
          Condition: {
            StringLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/pinecone_cmek_access_*` },
          },
        },
      ],
    }),
  });
};
