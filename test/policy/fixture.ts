/** A stack that keeps every policy, and ways to break one of them. */
import { cmekKeyPolicy, cmekTrustPolicy, REGION_TABLE } from "../../iam";
import type { Policy } from "../../policy/definition";
import { judge } from "../../policy/judge";
import type { FormerResource, Plan, PlannedResource } from "../../policy/model/plan";
import * as types from "../../policy/model/types";
import type { Properties } from "../../policy/model/values";
import { World } from "../../policy/model/world";
import { policies } from "../../policy/policies";
import { type PackConfiguration, settingsOf } from "../../policy/settings";

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

/** The fixture with some properties of a resource changed, added, or (undefined) left out. */
export function changed(fixture: Fixture, name: string, properties: Properties, options: FixtureOptions = {}): Fixture {
  if (!fixture.resources.some((each) => each.name === name)) throw new Error(`The fixture has no ${name}.`);
  const resources = fixture.resources.map((each) =>
    each.name === name ? { ...each, ...options, properties: { ...each.properties, ...properties } } : each,
  );
  return { ...fixture, former: fixture.former ?? fixture.resources, resources };
}

/** The fixture without some resources, which were there before. */
export function without(fixture: Fixture, ...names: readonly string[]): Fixture {
  const former = fixture.former ?? fixture.resources;
  return { ...fixture, former, resources: fixture.resources.filter(({ name }) => !names.includes(name)) };
}

/** The fixture without some resources, which were not there before either. */
export function never(fixture: Fixture, ...names: readonly string[]): Fixture {
  return { ...fixture, resources: fixture.resources.filter(({ name }) => !names.includes(name)) };
}

/** The fixture with further resources, which were not there before. */
export function withMore(fixture: Fixture, ...more: readonly FixtureResource[]): Fixture {
  return { ...fixture, former: fixture.former ?? fixture.resources, resources: [...fixture.resources, ...more] };
}

/** The plan of a fixture. */
export function planOf({ stack, resources, former = resources }: Fixture): Plan {
  const before = "why" in former ? [] : former;
  const urns = new Map([...before, ...resources].map(({ type, name }) => [name, urnOf(stack, type, name)]));
  const formers = before.map((each) => formerOf(each, urns));
  return {
    project: "claims",
    stack,
    resources: resources.map((each) => {
      const planned = plannedOf(each, urns, formers);
      return "why" in former ? { ...planned, change: undefined } : planned;
    }),
    former: "why" in former ? { known: false, why: former.why } : { known: true, resources: formers },
  };
}

function plannedOf(
  each: FixtureResource,
  urns: ReadonlyMap<string, string>,
  formers: readonly FormerResource[],
): PlannedResource {
  const former = formers.find(({ urn }) => urn === urns.get(each.name));
  const isSame = former !== undefined && JSON.stringify(former.properties) === JSON.stringify(each.properties);
  return {
    ...common(each, urns),
    retainOnDelete: each.retainOnDelete,
    provider: each.provider === undefined ? undefined : urns.get(each.provider),
    change: former === undefined ? "create" : isSame ? "same" : "update",
    former,
  };
}

function formerOf(each: FixtureResource, urns: ReadonlyMap<string, string>): FormerResource {
  const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();
  return {
    ...common(each, urns),
    id: each.id,
    retainOnDelete: each.retainOnDelete ?? false,
    created: each.created ?? yesterday,
  };
}

function common(
  { type, name, properties, protect = false, from = {} }: FixtureResource,
  urns: ReadonlyMap<string, string>,
) {
  const propertyDependencies = Object.fromEntries(
    Object.entries(from).map(([property, names]) => [property, names.map((source) => urns.get(source) ?? source)]),
  );
  return {
    urn: urns.get(name) ?? name,
    type,
    name,
    properties,
    protect,
    dependencies: [...new Set(Object.values(propertyDependencies).flat())],
    propertyDependencies,
  };
}

function urnOf(stack: string, type: string, name: string): string {
  return `urn:pulumi:${stack}::claims::${type}::${name}`;
}

/**
 * What all policies say of a fixture: policy → `resource: message`. An undecided one begins with "Undecided:", so that a test tells it
 * from a violation. Policies that say nothing are left out.
 */
export function verdicts(fixture: Fixture, configuration: PackConfiguration = {}): Record<string, string[]> {
  const world = new World(planOf(fixture));
  return Object.fromEntries(
    policies.flatMap((policy: Policy) => {
      const found = judge(policy, world, settingsOf(policy, configuration));
      return found.length === 0
        ? []
        : [[policy.name, found.map(({ resource: name, message }) => `${name}: ${message}`)]];
    }),
  );
}
