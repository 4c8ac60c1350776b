import * as pulumi from "@pulumi/pulumi";
import { CmekKey, CmekRole } from "../../../index";

/** Rotation was turned off for fear that Pinecone would have to be told each new key; it keeps the ARN, which never changes. */
export const program = async (): Promise<void> => {
  const role = new CmekRole("pinecone", {
    pineconeAccountId: new pulumi.Config().require("pineconeAccountId"),
    trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
  });
  new CmekKey("documents", { roleArn: role.arn, enableKeyRotation: false });
};
