import * as pulumi from "@pulumi/pulumi";
import { type Statement } from "../../../iam";
import { CmekKey, CmekRole } from "../../../index";

const documents = async (extraStatements: Statement[]): Promise<void> => {
  const role = new CmekRole("pinecone", {
    pineconeAccountId: new pulumi.Config().require("pineconeAccountId"),
    trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
  });
  new CmekKey("documents", { roleArn: role.arn, extraStatements });
};

/** The key policy that the component makes. */
export const before = (): Promise<void> => documents([]);

/** A backup job of another team could not decrypt, and `*` made it work; it made it work for everybody else too. */
export const program = (): Promise<void> =>
  documents([{ Sid: "Backup", Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" }]);
