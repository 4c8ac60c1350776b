import * as pulumi from "@pulumi/pulumi";
import { CmekKey, CmekRole } from "../../../index";

/** A short window made it easy to clean up after trials, and went to production with the rest of the program. */
export const program = async (): Promise<void> => {
  const role = new CmekRole("pinecone", {
    pineconeAccountId: new pulumi.Config().require("pineconeAccountId"),
    trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
  });
  new CmekKey("documents", { roleArn: role.arn, deletionWindowInDays: 7 });
};
