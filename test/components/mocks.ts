import * as pulumi from "@pulumi/pulumi";
import { setImmediate } from "node:timers/promises";

/** A resource as the engine was asked for it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** Options of a resource. */
interface Options {
  readonly protect: boolean | undefined;
  readonly retainOnDelete: boolean | undefined;
  readonly customTimeouts: pulumi.CustomTimeouts | undefined;
}

/** What a program has asked for, and in which order. */
export class Recorder {
  readonly resources: Registered[] = [];
  /** `asked <name>` and `made <name>` of custom resources, as they happened. */
  readonly events: string[] = [];
  /** Options of resources by type and name, as far as they matter here. */
  readonly options = new Map<string, Options>();

  /** To be given to the component under test: notes the options of its children. */
  readonly transformation: pulumi.ResourceTransformation = ({ type, name, opts }) => {
    const { protect, retainOnDelete, customTimeouts } = opts as pulumi.CustomResourceOptions;
    this.options.set(`${type} ${name}`, { protect, retainOnDelete, customTimeouts });
    return undefined;
  };

  /** The resources of a type, by their names. */
  ofType(type: string): Record<string, Record<string, unknown>> {
    const found = this.resources.filter((resource) => resource.type === type);
    return Object.fromEntries(found.map(({ name, inputs }) => [name, inputs]));
  }

  /** `type name` of each custom resource, sorted. */
  get custom(): string[] {
    return this.resources.map(({ type, name }) => `${type} ${name}`).sort();
  }
}

export const ACCOUNT = "111122223333";
export const EXTERNAL_ID = "3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34";

/** What AWS and Pinecone add to the inputs of a resource. */
function computed({ type, name, inputs }: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
  const given = inputs as Record<string, string | undefined>;
  switch (type) {
    case "aws:iam/role:Role":
      return { arn: `arn:aws:iam::${ACCOUNT}:role/${given.name ?? name}`, name: given.name ?? name };
    case "aws:kms/key:Key":
      return { arn: keyArn("us-east-1"), keyId: KEY_ID };
    case "aws:kms/replicaKey:ReplicaKey":
      return { arn: keyArn(given.region ?? "") };
    case "pinecone-security:index:ExternalId":
      return { value: given.value ?? EXTERNAL_ID };
    case "pinecone-security:index:CmekBinding":
      return { status: "available" };
    case "pinecone-security:index:PrivateEndpoint":
      return { privateEndpointId: `${name}-in-pinecone`, status: "available" };
    case "aws:ec2/vpcEndpoint:VpcEndpoint":
      return vpcEndpoint(`${name}-id`, given.region ?? "");
    case "aws:route53/zone:Zone":
      return { zoneId: `${name}-id` };
    case "pinecone-security:index:ApiKey":
      return { value: ["pcsk", name].join("_") };
    default:
      return {};
  }
}

/** What AWS knows of a VPC endpoint. */
export function vpcEndpoint(id: string, region: string): Record<string, unknown> {
  const dnsNames = [
    `${id}.vpce-svc-1.${region}.vpce.amazonaws.com`,
    `${id}-${region}a.vpce-svc-1.${region}.vpce.amazonaws.com`,
  ];
  return {
    arn: `arn:aws:ec2:${region}:${ACCOUNT}:vpc-endpoint/${id}`,
    dnsEntries: dnsNames.map((dnsName) => ({ dnsName, hostedZoneId: "Z1" })),
  };
}

export const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

export function keyArn(region: string): string {
  return `arn:aws:kms:${region}:${ACCOUNT}:key/${KEY_ID}`;
}

/** Stands in for functions of providers. */
export type Call = (args: pulumi.runtime.MockCallArgs) => Record<string, unknown>;

function callerIdentity({ token }: pulumi.runtime.MockCallArgs): Record<string, unknown> {
  if (token !== "aws:index/getCallerIdentity:getCallerIdentity") throw new Error(`no mock for ${token}`);
  return { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/somebody`, userId: "AIDAEXAMPLE", id: ACCOUNT };
}

/** Takes the engine's place for what is built from now on. */
export async function record(call: Call = callerIdentity, options: { preview?: boolean } = {}): Promise<Recorder> {
  const recorder = new Recorder();
  await pulumi.runtime.setMocks(
    {
      newResource: async (args) => {
        if (args.custom !== true) return { id: undefined, state: {} };
        recorder.resources.push({ type: args.type, name: args.name, inputs: args.inputs as Record<string, unknown> });
        recorder.events.push(`asked ${args.name}`);
        // Making something takes a moment: who does not wait for it is found out.
        for (let turn = 0; turn < 10; turn++) await setImmediate();
        recorder.events.push(`made ${args.name}`);
        return { id: `${args.name}-id`, state: { ...(args.inputs as object), ...computed(args) } };
      },
      call,
    },
    undefined,
    undefined,
    options.preview,
  );
  return recorder;
}

/** Waits until everything in the component is registered, with its outputs. */
export async function settled(resource: pulumi.Resource): Promise<void> {
  await registered(resource);
  await pulumi.runtime.disconnect();
}

async function registered(resource: pulumi.Resource): Promise<void> {
  await value(resource.urn);
  const { __childResources: children = new Set() } = resource as { __childResources?: Set<pulumi.Resource> };
  for (const child of children) await registered(child);
}

/** The value of an output. */
export function value<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

/** What is wrong with arguments, by property, as the constructor says it. */
export function refusals(construct: () => unknown): Record<string, string> {
  try {
    construct();
  } catch (error) {
    if (!pulumi.InputPropertiesError.isInstance(error)) throw error;
    return Object.fromEntries(error.errors.map(({ propertyPath, reason }) => [propertyPath, reason]));
  }
  return {};
}
