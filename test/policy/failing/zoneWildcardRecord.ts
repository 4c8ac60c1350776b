import * as ec2 from "@pulumi/aws/ec2";
import * as route53 from "@pulumi/aws/route53";
import { REGION_TABLE } from "../../../index";

/** The record was written for the first index by its host. When the second index came, no client found it. */
export const program = async (): Promise<void> => {
  const region = "us-east-1";
  const { serviceName, dnsZone } = REGION_TABLE[region];
  const vpc = new ec2.Vpc("clients", { region, cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const endpoint = new ec2.VpcEndpoint("pinecone", {
    region,
    vpcId: vpc.id,
    serviceName,
    vpcEndpointType: "Interface",
  });
  const zone = new route53.Zone("pinecone", { name: dnsZone, vpcs: [{ vpcId: vpc.id }] });
  new route53.Record("products", {
    zoneId: zone.zoneId,
    name: `products-a1b2c3d.svc.${dnsZone}`,
    type: "CNAME",
    ttl: 60,
    records: [endpoint.dnsEntries.apply(([first]) => first?.dnsName ?? "")],
  });
};
