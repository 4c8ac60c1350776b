/** A stack that keeps every policy: both journeys, with everything known. */
import { cmekKeyPolicy, cmekTrustPolicy, REGION_TABLE } from "../../iam";
import * as types from "../../policy/model/types";
import type { Properties } from "../../policy/model/values";

export const PINECONE_ACCOUNT = "111122223333";
export const ACCOUNT = "444455556666";
export const EXTERNAL_ID = "3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34";
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/search-role`;
export const KEY_ARN = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const PROJECT_ID = "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10";

const REGION = "us-east-1";
const { serviceName, dnsZone } = REGION_TABLE[REGION];

/** What is said of a resource of a fixture, besides its properties. */
export interface FixtureOptions {
  readonly id?: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  /** Name of the provider resource. */
  readonly provider?: string;
  /** Property → names of the resources that its value comes from. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
  /** RFC 3339. @default a day ago */
  readonly created?: string;
}

/** A resource of a fixture: it was there before, and stays as it is. */
export interface FixtureResource extends FixtureOptions {
  readonly type: string;
  readonly name: string;
  readonly properties: Properties;
}

/** A resource that a test adds. */
export function resource(
  type: string,
  name: string,
  properties: Properties,
  options: FixtureOptions = {},
): FixtureResource {
  return { type, name, properties, ...options };
}

/** The trust policy of the fixture's role, as JSON. */
export const trustPolicy = JSON.stringify(
  cmekTrustPolicy({
    variant: "explicitRegionsWithExternalId",
    pineconeAccountId: PINECONE_ACCOUNT,
    regions: [REGION],
    externalId: EXTERNAL_ID,
  }),
);

/** The policy of the fixture's key, as JSON. */
export const keyPolicy = JSON.stringify(cmekKeyPolicy({ accountId: ACCOUNT, roleArn: ROLE_ARN }));

const encryption: readonly FixtureResource[] = [
  resource(
    types.PROJECT,
    "search",
    { name: "search", forceEncryptionWithCmek: true, maxPods: 0 },
    { id: PROJECT_ID, protect: true },
  ),
  resource(types.EXTERNAL_ID, "search-role-external-id", { value: EXTERNAL_ID }, { id: EXTERNAL_ID }),
  resource(
    types.ROLE,
    "search-role",
    { arn: ROLE_ARN, name: "search-role", assumeRolePolicy: trustPolicy },
    { from: { assumeRolePolicy: ["search-role-external-id"] } },
  ),
  resource(
    types.KEY,
    "search-key",
    {
      arn: KEY_ARN,
      keyId: KEY_ARN.split("/")[1],
      policy: keyPolicy,
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      keyUsage: "ENCRYPT_DECRYPT",
      isEnabled: true,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      multiRegion: false,
    },
    { from: { policy: ["search-role"] }, retainOnDelete: true },
  ),
  resource(
    types.CMEK_BINDING,
    "search-binding",
    {
      projectId: PROJECT_ID,
      name: "search",
      roleArn: ROLE_ARN,
      keyArn: KEY_ARN,
      externalId: EXTERNAL_ID,
      trustPolicy,
      keyPolicy,
      pineconeAccountId: PINECONE_ACCOUNT,
      status: "available",
    },
    {
      id: PROJECT_ID,
      protect: true,
      from: {
        projectId: ["search"],
        roleArn: ["search-role"],
        keyArn: ["search-key"],
        externalId: ["search-role-external-id"],
      },
    },
  ),
  resource(
    types.API_KEY,
    "search-api-key-query",
    { projectId: PROJECT_ID, name: "query", roles: ["DataPlaneViewer"], value: "pcsk_fixture_secret" },
    { from: { projectId: ["search-binding"] } },
  ),
];

const privateWay: readonly FixtureResource[] = [
  resource(types.SECURITY_GROUP, "link-security-group", { region: REGION, vpcId: "vpc-1", id: "sg-1" }, { id: "sg-1" }),
  resource(
    types.INGRESS_RULE,
    "link-ingress",
    {
      region: REGION,
      securityGroupId: "sg-1",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "10.0.0.0/16",
    },
    { from: { securityGroupId: ["link-security-group"] } },
  ),
  resource(
    types.VPC_ENDPOINT,
    "link-endpoint",
    {
      region: REGION,
      vpcId: "vpc-1",
      serviceName,
      vpcEndpointType: "Interface",
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: ["sg-1"],
      privateDnsEnabled: false,
      arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:vpc-endpoint/vpce-0a1b2c3d4e5f67890`,
      id: "vpce-0a1b2c3d4e5f67890",
    },
    { id: "vpce-0a1b2c3d4e5f67890", from: { securityGroupIds: ["link-security-group"] } },
  ),
  resource(
    types.PRIVATE_ENDPOINT,
    "link-registration",
    {
      projectId: PROJECT_ID,
      cloud: "aws",
      region: REGION,
      vpcEndpointId: "vpce-0a1b2c3d4e5f67890",
      serviceName,
      status: "available",
    },
    { from: { projectId: ["search-binding"], vpcEndpointId: ["link-endpoint"] } },
  ),
  resource(types.ZONE, "link-zone", { name: dnsZone, zoneId: "Z1", vpcs: [{ vpcId: "vpc-1" }] }, { id: "Z1" }),
  resource(
    types.RECORD,
    "link-record",
    { zoneId: "Z1", name: `*.${dnsZone}`, type: "CNAME", ttl: 60, records: ["vpce-0a1b2c3d4e5f67890.vpce.example"] },
    { from: { zoneId: ["link-zone"], records: ["link-endpoint"] } },
  ),
  resource(
    types.ACCESS_GUARD,
    "link-guard",
    { projectId: PROJECT_ID, region: REGION, vpcEndpointId: "vpce-0a1b2c3d4e5f67890" },
    {
      from: {
        projectId: ["search-binding"],
        vpcEndpointId: ["link-endpoint"],
        privateEndpointId: ["link-registration"],
      },
    },
  ),
  resource(
    types.NETWORK_ACCESS,
    "access",
    { projectId: PROJECT_ID, privateEndpointsOnly: true, regions: [REGION], status: "restricted" },
    { from: { projectId: ["search-binding"], regions: ["link-guard"] } },
  ),
  resource(
    types.INDEX,
    "products",
    {
      projectId: PROJECT_ID,
      name: "products",
      cloud: "aws",
      region: REGION,
      dimension: 1536,
      metric: "cosine",
      deletionProtection: "enabled",
      apiKey: "pcsk_fixture_secret",
    },
    { from: { projectId: ["search-binding"], apiKey: ["search-api-key-query"] } },
  ),
];

/** A stack under test: its resources, and what may be different from the usual. */
export interface Fixture {
  readonly stack: string;
  readonly resources: readonly FixtureResource[];
  /** What was there before. @default the same resources */
  readonly former?: readonly FixtureResource[] | { readonly why: string };
}

/** Both journeys, with everything known, in a stack `prod` that was up before. */
export const compliant: Fixture = { stack: "prod", resources: [...encryption, ...privateWay] };
