import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { Route53Client } from "@aws-sdk/client-route-53";
import { STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { startCloud, type Cloud } from "../../../local/cloud";
import type { Program } from "./folder";
import { TestStack, type StackOptions } from "./stack";

/** The local cloud of a test file, and ways to look into it that don't go through the code under test. */
export interface TestCloud {
  /** Pinecone: its snapshot, its request log, faults, and changes behind our back. */
  readonly pinecone: Cloud["emulator"];
  /** AWS. */
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly route53: Route53Client;
  readonly sts: STSClient;
  /** EC2 of a region. @param region default: the one of the environment, us-east-1 */
  ec2(region?: string): EC2Client;
  /** What makes a program talk to this cloud. */
  readonly env: Readonly<Record<string, string>>;
  /** A new stack in this cloud. */
  stack(program: Program, options?: StackOptions): Promise<TestStack>;
}

/** Starts moto and an emulator for this file; each test finds both as new. */
export function useCloud(): TestCloud {
  let running: (ReturnType<typeof clientsOf> & { readonly cloud: Cloud }) | undefined;
  const now = () => {
    if (running === undefined) throw new Error("The cloud is there inside of tests and hooks only.");
    return running;
  };
  beforeAll(async () => {
    forgetTheUsersCredentials();
    const cloud = await startCloud({ log: (line) => process.stderr.write(`${line}\n`) });
    running = { cloud, ...clientsOf(cloud) };
  });
  beforeEach(async () => {
    await now().cloud.reset();
  });
  afterAll(async () => {
    await running?.cloud.stop();
  });
  return {
    get pinecone() {
      return now().cloud.emulator;
    },
    get iam() {
      return now().iam;
    },
    get kms() {
      return now().kms;
    },
    get route53() {
      return now().route53;
    },
    get sts() {
      return now().sts;
    },
    ec2: (region) => now().ec2(region),
    get env() {
      return now().cloud.env;
    },
    stack: async (program, options = {}) =>
      TestStack.create(program, { ...options, env: { ...now().cloud.env, ...options.env } }),
  };
}

/** Those of whoever runs the tests must not decide how they end, nor get into them. */
function forgetTheUsersCredentials(): void {
  for (const name of Object.keys(process.env))
    if (/^(AWS(?!_SDK_JS)|PINECONE)_/.test(name)) Reflect.deleteProperty(process.env, name);
}

function clientsOf(cloud: Cloud) {
  const region = cloud.env["AWS_REGION"] ?? "us-east-1";
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const settings = { endpoint: cloud.awsEndpoint, region, credentials };
  const ec2 = new Map<string, EC2Client>();
  return {
    iam: new IAMClient(settings),
    kms: new KMSClient(settings),
    route53: new Route53Client(settings),
    sts: new STSClient(settings),
    ec2: (where = region): EC2Client => {
      const client = ec2.get(where) ?? new EC2Client({ ...settings, region: where });
      ec2.set(where, client);
      return client;
    },
  };
}
