import * as pulumi from "@pulumi/pulumi";
import { NetworkAccess } from "pulumi-pinecone-security";

const config = new pulumi.Config();
const base = new pulumi.StackReference(config.require("baseStack"));

const regions = config.requireObject<string[]>("regionStacks").map((name) => {
  const stack = new pulumi.StackReference(name);
  return pulumi.all([stack.requireOutput("region"), stack.requireOutput("status")]).apply(([region, status]) => {
    if (status === "available") return String(region);
    throw new pulumi.RunError(
      `The Private Endpoint of ${name} is ${status}, not available. Bring that stack up first.`,
    );
  });
});

// Looks again for itself before it turns the switch: at every region named here, and at every one that has an index.
const access = new NetworkAccess("lockdown", {
  projectId: base.requireOutput("projectId"),
  privateEndpointsOnly: true,
  regions,
});

export const status = access.status;
