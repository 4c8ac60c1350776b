import { CreateVpcCommand, CreateVpcEndpointCommand, DeleteVpcEndpointsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { VpcEndpointType } from "@aws-sdk/client-ec2";
import { REGION_TABLE } from "../../../iam";
import type { PineconeRegion } from "../../../iam";

/** How a VPC endpoint differs from one of type Interface for Pinecone's service in us-east-1. */
export interface Wanted {
  readonly region?: PineconeRegion;
  readonly serviceName?: string;
  readonly type?: VpcEndpointType;
}

/** Makes and deletes VPC endpoints in moto, as a customer does in AWS. */
export class Network {
  constructor(private readonly endpoint: string) {}

  /** @returns the VPC endpoint's ID */
  async vpcEndpoint({ region = "us-east-1", type = "Interface", serviceName }: Wanted = {}): Promise<string> {
    const ec2 = this.ec2(region);
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: Vpc?.VpcId,
        VpcEndpointType: type,
        ServiceName: serviceName ?? REGION_TABLE[region].serviceName,
      }),
    );
    return VpcEndpoint?.VpcEndpointId ?? "";
  }

  async deleteVpcEndpoint(id: string, region: PineconeRegion = "us-east-1"): Promise<void> {
    await this.ec2(region).send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  }

  private ec2(region: string): EC2Client {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    return new EC2Client({ endpoint: this.endpoint, region, credentials });
  }
}
