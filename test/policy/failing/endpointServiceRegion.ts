import * as ec2 from "@pulumi/aws/ec2";
import { REGION_TABLE } from "../../../index";

/** The stack was copied from us-east-1 to eu-west-1, and the name of the service came along. */
export const program = async (): Promise<void> => {
  const region = "eu-west-1";
  const vpc = new ec2.Vpc("clients", { region, cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  new ec2.VpcEndpoint("pinecone", {
    region,
    vpcId: vpc.id,
    serviceName: REGION_TABLE["us-east-1"].serviceName,
    vpcEndpointType: "Interface",
  });
};
