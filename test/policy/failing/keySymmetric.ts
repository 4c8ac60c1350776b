import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { cmekKeyPolicy } from "../../../iam";
import { CmekRole } from "../../../index";

/** The company's rule says "RSA, at least 4096 bits", so the key became an RSA key. */
export const program = async (): Promise<void> => {
  const role = new CmekRole("pinecone", {
    pineconeAccountId: new pulumi.Config().require("pineconeAccountId"),
    trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
  });
  new aws.kms.Key("documents", {
    customerMasterKeySpec: "RSA_4096",
    enableKeyRotation: true,
    policy: role.arn.apply((roleArn) => JSON.stringify(cmekKeyPolicy({ accountId: "444455556666", roleArn }))),
  });
};
