import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { CmekRole } from "../../../index";

/** The job that loads documents into Pinecone needed to read them from S3, and there was a role called "pinecone" already. */
export const program = async (): Promise<void> => {
  new CmekRole("pinecone", {
    pineconeAccountId: new pulumi.Config().require("pineconeAccountId"),
    trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
    roleName: "pinecone",
  });
  new aws.iam.RolePolicyAttachment("load-documents", {
    role: "pinecone",
    policyArn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
  });
};
