import * as pulumi from "@pulumi/pulumi";
import { NetworkAccess } from "pulumi-pinecone-security";

const config = new pulumi.Config();
const base = new pulumi.StackReference(config.require("baseStack"));

// A stack that isn't up has no status.
const regions = config.requireObject<string[]>("regionStacks").map((name) => {
  const stack = new pulumi.StackReference(name);
  return pulumi.all([stack.getOutput("region"), stack.getOutput("status")]).apply(([region, status]) => {
    if (status === "available") return String(region);
    const found = status === undefined ? "" : `: it is ${status}`;
    throw new pulumi.RunError(`${name} has no available Private Endpoint${found}. Bring that stack up first.`);
  });
});

// Looks again for itself before it turns the switch: at every region named here, and at every one that has an index.
const access = new NetworkAccess("lockdown", {
  projectId: base.requireOutput("projectId"),
  privateEndpointsOnly: true,
  regions,
});

export const status = access.status;
