import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Index, PrivateLink } from "pulumi-pinecone-security";

const config = new pulumi.Config();
const awsRegion = config.require("region");
const base = new pulumi.StackReference(config.require("baseStack"));
const projectId = base.requireOutput("projectId");
const tags = { Name: "search" };

// The clients' network. Private DNS needs both settings.
const vpc = new aws.ec2.Vpc("search", {
  region: awsRegion,
  cidrBlock: "10.0.0.0/16",
  enableDnsSupport: true,
  enableDnsHostnames: true,
  tags,
});
const subnets = config.requireObject<string[]>("zones").map(
  (zone, place) =>
    new aws.ec2.Subnet(`search-${zone}`, {
      region: awsRegion,
      vpcId: vpc.id,
      availabilityZone: `${awsRegion}${zone}`,
      cidrBlock: `10.0.${place}.0/24`,
      tags,
    }),
);

const link = new PrivateLink("search-link", {
  projectId,
  region: awsRegion,
  vpcId: vpc.id,
  subnetIds: subnets.map(({ id }) => id),
  allowedCidrs: [vpc.cidrBlock],
  tags,
});

const index = new Index(
  "products",
  {
    projectId,
    apiKey: base.requireOutput("apiKey"),
    name: `products-${awsRegion}`,
    region: awsRegion,
    dimension: 1536,
    metric: "cosine",
    deletionProtection: config.requireBoolean("protect") ? "enabled" : "disabled",
  },
  // It comes after the way to it, and goes before.
  { dependsOn: link },
);

// What lockdown reads.
export const region = link.region;
export const status = link.privateEndpointStatus;
export const vpcId = vpc.id;
export const privateHost = link.privateHost(index.host);
