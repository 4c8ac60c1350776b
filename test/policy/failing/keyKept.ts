import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { cmekKeyPolicy } from "../../../iam";
import { CmekRole } from "../../../index";

const documents = async (isEnabled: boolean): Promise<void> => {
  const role = new CmekRole("pinecone", {
    pineconeAccountId: new pulumi.Config().require("pineconeAccountId"),
    trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
  });
  const { accountId } = aws.getCallerIdentityOutput();
  const policy = pulumi
    .all([accountId, role.arn])
    .apply(([owner, roleArn]) => JSON.stringify(cmekKeyPolicy({ accountId: owner, roleArn })));
  new aws.kms.Key("documents", { isEnabled, enableKeyRotation: true, policy }, { retainOnDelete: true });
};

/** The key is in use. */
export const before = (): Promise<void> => documents(true);

/** A scanner for unused keys listed it, since Pinecone had not called it that week, and somebody disabled it. */
export const program = (): Promise<void> => documents(false);
