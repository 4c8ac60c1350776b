import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { PutKeyPolicyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import type { CreateKeyCommandInput } from "@aws-sdk/client-kms";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { cmekKeyPolicy, cmekTrustPolicy } from "../../../iam";
import type { PolicyDocument } from "../../../iam";
import { startEmulator } from "../../../local/emulator";
import { startMoto } from "../../../local/moto";
import { Api } from "./support";

/** moto's own account. */
export const ACCOUNT = "123456789012";
export const PINECONE = "777788889999";
export const EXTERNAL_ID = "3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34";

const KEYS = { accessKeyId: "test", secretAccessKey: "test" };

/** Makes roles and keys in moto, as a customer does in AWS. */
export class Customer {
  constructor(
    private readonly endpoint: string,
    readonly region = "us-east-1",
    private readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } = KEYS,
  ) {}

  /** A customer with another account. */
  async other(account: string): Promise<Customer> {
    const sts = new STSClient(this.config());
    const role = `arn:aws:iam::${account}:role/admin`;
    const { Credentials: made } = await sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "test" }));
    return new Customer(this.endpoint, this.region, {
      accessKeyId: made?.AccessKeyId ?? "",
      secretAccessKey: made?.SecretAccessKey ?? "",
      sessionToken: made?.SessionToken ?? "",
    });
  }

  /** @returns the role's ARN */
  async role(trust: PolicyDocument | string = this.trust(), path = "/"): Promise<string> {
    const { Role } = await this.iam.send(
      new CreateRoleCommand({
        RoleName: `pinecone-${randomUUID()}`,
        Path: path,
        AssumeRolePolicyDocument: json(trust),
      }),
    );
    return Role?.Arn ?? "";
  }

  /** Explicit regions and the external ID: the narrowest variant. */
  trust(): PolicyDocument {
    return cmekTrustPolicy({
      variant: "explicitRegionsWithExternalId",
      pineconeAccountId: PINECONE,
      regions: ["us-east-1"],
      externalId: EXTERNAL_ID,
    });
  }

  async changeTrust(roleArn: string, trust: PolicyDocument): Promise<void> {
    await this.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: nameOf(roleArn), PolicyDocument: json(trust) }));
  }

  async allow(roleArn: string, policy: PolicyDocument): Promise<void> {
    const command = { RoleName: nameOf(roleArn), PolicyName: "keys", PolicyDocument: json(policy) };
    await this.iam.send(new PutRolePolicyCommand(command));
  }

  /** The same by a managed policy. */
  async attach(roleArn: string, policy: PolicyDocument): Promise<void> {
    const PolicyArn = await this.managedPolicy(policy);
    await this.iam.send(new AttachRolePolicyCommand({ RoleName: nameOf(roleArn), PolicyArn }));
  }

  async bound(roleArn: string, boundary: PolicyDocument): Promise<void> {
    const PermissionsBoundary = await this.managedPolicy(boundary);
    await this.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: nameOf(roleArn), PermissionsBoundary }));
  }

  async disallow(roleArn: string): Promise<void> {
    await this.iam.send(new DeleteRolePolicyCommand({ RoleName: nameOf(roleArn), PolicyName: "keys" }));
  }

  async deleteRole(roleArn: string): Promise<void> {
    await this.iam.send(new DeleteRoleCommand({ RoleName: nameOf(roleArn) }));
  }

  /** @returns the key's ARN */
  async key(policy?: PolicyDocument, input: CreateKeyCommandInput = {}): Promise<string> {
    const { KeyMetadata } = await this.kms.send(
      new CreateKeyCommand({ ...input, ...(policy && { Policy: json(policy) }) }),
    );
    return KeyMetadata?.Arn ?? "";
  }

  /** A key that the role may use. */
  async keyFor(roleArn: string): Promise<string> {
    return this.key(cmekKeyPolicy({ accountId: ACCOUNT, roleArn }));
  }

  async changeKeyPolicy(keyArn: string, policy: PolicyDocument): Promise<void> {
    const command = { KeyId: nameOf(keyArn), PolicyName: "default", Policy: json(policy) };
    await this.kms.send(new PutKeyPolicyCommand(command));
  }

  async disable(keyArn: string): Promise<void> {
    await this.kms.send(new DisableKeyCommand({ KeyId: nameOf(keyArn) }));
  }

  async enable(keyArn: string): Promise<void> {
    await this.kms.send(new EnableKeyCommand({ KeyId: nameOf(keyArn) }));
  }

  async scheduleDeletion(keyArn: string): Promise<void> {
    await this.kms.send(new ScheduleKeyDeletionCommand({ KeyId: nameOf(keyArn), PendingWindowInDays: 7 }));
  }

  private async managedPolicy(policy: PolicyDocument): Promise<string> {
    const command = { PolicyName: `p-${randomUUID()}`, PolicyDocument: json(policy) };
    const { Policy } = await this.iam.send(new CreatePolicyCommand(command));
    return Policy?.Arn ?? "";
  }

  private get iam(): IAMClient {
    return new IAMClient(this.config());
  }

  private get kms(): KMSClient {
    return new KMSClient(this.config());
  }

  private config() {
    return { endpoint: this.endpoint, region: this.region, credentials: this.credentials };
  }
}

/** Starts moto and an emulator for all tests of a file. */
export function useCloud(): { api(): Api; customer(): Customer; endpoint(): string } {
  let stop: () => Promise<void> = () => Promise.resolve();
  let api: Api | undefined;
  let endpoint = "";
  beforeAll(async () => {
    const moto = await startMoto();
    endpoint = moto.endpoint;
    const emulator = await startEmulator({ awsEndpoint: endpoint, pineconeAccountId: PINECONE });
    stop = async () => {
      await emulator.stop();
      await moto.stop();
    };
    api = new Api(emulator);
  }, 120_000);
  afterAll(() => stop());
  return {
    api: () => {
      if (api === undefined) throw new Error("The cloud has not been started.");
      return api;
    },
    customer: () => new Customer(endpoint),
    endpoint: () => endpoint,
  };
}

export function statement(fields: Partial<PolicyDocument["Statement"][number]>): PolicyDocument {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...fields }] };
}

function json(policy: PolicyDocument | string): string {
  return typeof policy === "string" ? policy : JSON.stringify(policy);
}

function nameOf(arn: string): string {
  return arn.split("/").at(-1) ?? "";
}
