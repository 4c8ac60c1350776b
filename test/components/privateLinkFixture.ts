import { PrivateLink } from "../../components/privateLink";
import type {
  BroughtEndpoint,
  MadeEndpoint,
  MadeSecurityGroup,
  PrivateLinkArgs,
} from "../../components/privateLinkArgs";
import { REGION_TABLE } from "../../iam";
import { type Call, type Recorder, settled, vpcEndpoint } from "./mocks";

export const REGION = "us-east-1";
export const { serviceName: SERVICE, dnsZone: ZONE } = REGION_TABLE[REGION];
export const VPC = "vpc-0a";
export const VPC_ENDPOINT = "vpce-0a1b2c3d4e5f67890";

export const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
export const HOSTED_ZONE = "aws:route53/zone:Zone";
export const RECORD = "aws:route53/record:Record";

/** The regional DNS name of a VPC endpoint. */
export const dnsName = (id: string): string => `${id}.vpce-svc-1.${REGION}.vpce.amazonaws.com`;

/** What AWS has, by ID; tests change it. */
export function awsObjects(): Record<string, Record<string, unknown>> {
  const subnet = (zone: string, vpcId = VPC) => ({
    vpcId,
    availabilityZone: `${REGION}${zone}`,
    availabilityZoneId: `use1-az${zone}`,
  });
  const vpc = { enableDnsSupport: true, enableDnsHostnames: true };
  return {
    [VPC]: vpc,
    "vpc-0b": vpc,
    "subnet-a": subnet("a"),
    "subnet-b": subnet("b"),
    "subnet-b2": subnet("b"),
    "subnet-c-elsewhere": subnet("c", "vpc-0b"),
    [VPC_ENDPOINT]: {
      ...vpcEndpoint(VPC_ENDPOINT, REGION),
      serviceName: SERVICE,
      vpcEndpointType: "Interface",
      vpcId: VPC,
      privateDnsEnabled: false,
    },
    ZOURS: { name: ZONE, privateZone: true },
  };
}

/** AWS's functions over these objects. `asked` gets the token, ID and region of each call. */
export function awsOf(objects: Record<string, Record<string, unknown>>, asked: string[] = []): Call {
  return ({ token, inputs }) => {
    const { id, zoneId, region = "" } = inputs as Record<string, string | undefined>;
    const wanted = id ?? zoneId ?? "";
    asked.push(`${token.split(":").at(-1) ?? ""} ${wanted} ${region}`.trim());
    const found = objects[wanted];
    // Errors of the protocol have their words there.
    if (found === undefined) throw Object.assign(new Error(), { details: `no matching\n\t${token} found\n` });
    return { ...found, id: wanted };
  };
}

const common = { projectId: "project-1", region: REGION };

/** Arguments of a way that is made, but for the VPC and its subnets. */
export const made: PrivateLinkArgs & MadeEndpoint & MadeSecurityGroup = {
  ...common,
  vpcId: VPC,
  subnetIds: ["subnet-a", "subnet-b"],
  allowedCidrs: ["10.0.0.0/16"],
};

/** Arguments of a way whose VPC endpoint is brought. */
export const brought: PrivateLinkArgs & BroughtEndpoint = { ...common, vpcEndpointId: VPC_ENDPOINT };

/** Builds one, and waits until all of it is there. */
export async function build(recorder: Recorder, args: PrivateLinkArgs): Promise<PrivateLink> {
  const link = new PrivateLink("search", args, { transformations: [recorder.transformation] });
  await settled(link);
  return link;
}
