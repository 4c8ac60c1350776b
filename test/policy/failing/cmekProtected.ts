import { Config } from "@pulumi/pulumi";
import { CmekProject } from "../../../index";

/** The stack for the demo had to be torn down every evening; its `protect: false` came along when it was copied for production. */
export const program = async (): Promise<void> => {
  new CmekProject("search", {
    pineconeAccountId: new Config().require("pineconeAccountId"),
    trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
    protect: false,
  });
};
