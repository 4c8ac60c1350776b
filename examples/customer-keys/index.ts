import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { CmekProject, CmekRole } from "pulumi-pinecone-security";

const config = new pulumi.Config();
const pineconeAccountId = config.require("pineconeAccountId");
const customerAccountId = config.require("customerAccountId");
const protect = config.requireBoolean("protect");

// Your side: the role that Pinecone assumes. It may use keys of the customer's account.
const role = new CmekRole("search-role", {
  pineconeAccountId,
  trust: { variant: "explicitRegionsWithExternalId", regions: config.requireObject("regions") },
  customerAccountIds: [customerAccountId],
});

// The customer's side: the key. Its policy lets the customer administer it, and your role use it.
const customer = new aws.Provider("customer", {
  region: new pulumi.Config("aws").require("region"),
  assumeRoles: [{ roleArn: config.require("customerRoleArn") }],
});
const key = new aws.kms.Key(
  "customer-key",
  {
    description: "Encrypts the customer's data in Pinecone.",
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "CustomerInCharge",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${customerAccountId}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        pulumi.jsonParse(role.customerKeyStatement),
      ],
    }),
  },
  { provider: customer, retainOnDelete: protect },
);

const search = new CmekProject(
  "search",
  {
    pineconeAccountId,
    roleArn: role.arn,
    trustPolicy: role.trustPolicy,
    externalId: role.externalId,
    keyArn: key.arn,
    keyPolicy: key.policy,
    protect,
  },
  // The role's permissions for the customer's keys have to be there before Pinecone tries the key.
  { dependsOn: role },
);

export const projectId = search.projectId;
export const keyArn = search.keyArn;
export const customerKeyStatement = role.customerKeyStatement;
