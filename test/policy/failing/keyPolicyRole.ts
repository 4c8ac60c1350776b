import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { CmekBinding, CmekRole, Project } from "../../../index";

/** The key was made without a policy, in the belief that a key and a role of one account get along by themselves. */
export const program = async (): Promise<void> => {
  const pineconeAccountId = new pulumi.Config().require("pineconeAccountId");
  const role = new CmekRole("pinecone", {
    pineconeAccountId,
    trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
  });
  const key = new aws.kms.Key("documents", { enableKeyRotation: true }, { protect: true, retainOnDelete: true });
  const project = new Project("documents", { name: "documents", forceEncryptionWithCmek: true }, { protect: true });
  new CmekBinding(
    "documents-key",
    {
      projectId: project.id,
      name: "documents",
      roleArn: role.arn,
      keyArn: key.arn,
      externalId: role.externalId,
      trustPolicy: role.trustPolicy,
      pineconeAccountId,
    },
    { protect: true },
  );
};
