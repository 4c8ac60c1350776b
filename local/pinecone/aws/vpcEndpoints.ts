import type { EC2Client } from "@aws-sdk/client-ec2";
import type { AwsAccounts } from "./accounts";
import { isAwsError } from "./accounts";

/** A VPC endpoint, as AWS has it now. */
export interface VpcEndpoint {
  readonly serviceName: string;
  /** `Interface`, `Gateway` and others. */
  readonly type: string;
}

/** Looks VPC endpoints up in AWS, in the account that moto gives to everybody who does not say another. */
export class VpcEndpoints {
  /** One per region: making one takes longer than asking it. */
  readonly #clients = new Map<string, EC2Client>();

  constructor(private readonly accounts: AwsAccounts) {}

  /** @returns `undefined` when there is none with that ID, or none any more */
  async find(region: string, id: string): Promise<VpcEndpoint | undefined> {
    // Loaded when first needed: this client alone would double the time that the emulator takes to start.
    const { DescribeVpcEndpointsCommand, EC2Client } = await import("@aws-sdk/client-ec2");
    const ec2 = this.#clients.get(region) ?? new EC2Client(this.accounts.nobody(region));
    this.#clients.set(region, ec2);
    try {
      const command = new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] });
      const { VpcEndpoints: [found] = [] } = await this.accounts.ask(() => ec2.send(command));
      // A deleted one is still shown for a while, and moto shows it for good.
      if (found === undefined || /^delet/i.test(found.State ?? "")) return undefined;
      return { serviceName: found.ServiceName ?? "", type: found.VpcEndpointType ?? "" };
    } catch (error) {
      if (isAwsError(error) && error.name === "InvalidVpcEndpointId.NotFound") return undefined;
      throw error;
    }
  }
}
