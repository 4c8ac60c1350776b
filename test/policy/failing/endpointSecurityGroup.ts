import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import { REGION_TABLE } from "../../../index";

/** While a client could not connect, somebody opened the endpoint to everybody, "only for a test". */
export const program = async (): Promise<void> => {
  const region = "us-east-1";
  const clients = new ec2.Vpc("clients", { region, cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const group = new ec2.SecurityGroup("pinecone", { region, vpcId: clients.id });
  new vpc.SecurityGroupIngressRule("test", {
    region,
    securityGroupId: group.id,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: "0.0.0.0/0",
  });
  new ec2.VpcEndpoint("pinecone", {
    region,
    vpcId: clients.id,
    serviceName: REGION_TABLE[region].serviceName,
    vpcEndpointType: "Interface",
    securityGroupIds: [group.id],
  });
};
