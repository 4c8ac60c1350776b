import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
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
  readonly sts: STSClient;
  /** What makes a program talk to this cloud. */
  readonly env: Readonly<Record<string, string>>;
  /** A new stack in this cloud. */
  stack(program: Program, options?: StackOptions): Promise<TestStack>;
}

/** Starts moto and an emulator for this file; each test finds both as new. */
export function useCloud(): TestCloud {
  let running: { cloud: Cloud; iam: IAMClient; kms: KMSClient; sts: STSClient } | undefined;
  const now = () => {
    if (running === undefined) throw new Error("The cloud is there inside of tests and hooks only.");
    return running;
  };
  beforeAll(async () => {
    forgetTheUsersCredentials();
    const cloud = await startCloud({ log: (line) => process.stderr.write(`${line}\n`) });
    const client = clientSettings(cloud);
    running = { cloud, iam: new IAMClient(client), kms: new KMSClient(client), sts: new STSClient(client) };
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
    get sts() {
      return now().sts;
    },
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

function clientSettings(cloud: Cloud) {
  return {
    endpoint: cloud.awsEndpoint,
    region: cloud.env["AWS_REGION"] ?? "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
}
