import { Config } from "@pulumi/pulumi";
import { CmekBinding, CmekKey, CmekProject } from "../../../index";

/** A second team wanted a key of its own for the same project, and added another binding. */
export const program = async (): Promise<void> => {
  const search = new CmekProject("search", {
    pineconeAccountId: new Config().require("pineconeAccountId"),
    trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
  });
  const images = new CmekKey("images-key", { roleArn: search.roleArn });
  new CmekBinding(
    "images-binding",
    {
      projectId: search.projectId,
      name: "images",
      roleArn: search.roleArn,
      keyArn: images.arn,
      externalId: search.externalId,
    },
    { protect: true },
  );
};
