import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { ApiError } from "../http/answer";

/** Where AWS is: moto, or another emulator of it. */
export interface AwsOptions {
  readonly endpoint: string;
  readonly region: string;
}

/** Credentials of a session. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Never the credentials of the person who runs the emulator: what is sent here must be worth nothing. */
const NOBODY = { accessKeyId: "emulator", secretAccessKey: "emulator" };

/** Clients for an emulated AWS, in any of its accounts. */
export class AwsAccounts {
  private readonly sts: STSClient;

  constructor(private readonly options: AwsOptions) {
    this.sts = new STSClient({ ...this.base(), credentials: NOBODY });
  }

  /** Credentials with which an account's IAM and KMS can be read. An emulated account can be entered by any role. */
  async reader(accountId: string, partition: string): Promise<Credentials> {
    return this.assumeRole(`arn:${partition}:iam::${accountId}:role/emulator-reader`, "emulator");
  }

  /** Assumes a role, as the owner of the given credentials. */
  async assumeRole(roleArn: string, session: string, externalId?: string, by?: Credentials): Promise<Credentials> {
    const sts = by ? new STSClient({ ...this.base(), credentials: by }) : this.sts;
    const { Credentials: made } = await this.ask(() =>
      sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: session, ExternalId: externalId })),
    );
    if (!made?.AccessKeyId || !made.SecretAccessKey || !made.SessionToken) {
      throw new ApiError("UNKNOWN", `AWS at ${this.options.endpoint} gave no credentials for ${roleArn}.`);
    }
    return {
      accessKeyId: made.AccessKeyId,
      secretAccessKey: made.SecretAccessKey,
      sessionToken: made.SessionToken,
    };
  }

  iam(credentials: Credentials): IAMClient {
    return new IAMClient({ ...this.base(), credentials });
  }

  kms(credentials: Credentials, region: string): KMSClient {
    return new KMSClient({ ...this.base(), region, credentials });
  }

  /**
   * Sends a request and tells AWS's own refusals, which are thrown on, from an AWS that can't be used at all.
   * @throws ApiError UNKNOWN when nothing answers at the endpoint, or something that is not AWS
   */
  async ask<Result>(send: () => Promise<Result>): Promise<Result> {
    try {
      return await send();
    } catch (error) {
      if (isAwsError(error)) throw error;
      const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
      const message = `The emulator can't use AWS at ${this.options.endpoint}: ${reason ?? ""}. Start moto there, or start the emulator with another --aws-endpoint.`;
      throw new ApiError("UNKNOWN", message);
    }
  }

  /** Settings of a client for a region, in the account of those who assume no role. */
  nobody(region: string) {
    return { ...this.base(), region, credentials: NOBODY };
  }

  private base() {
    const { endpoint, region } = this.options;
    // One handler for all clients, so that they share their connections.
    const shared = (this.sts as STSClient | undefined)?.config.requestHandler;
    return { endpoint, region, maxAttempts: 2, ...(shared && { requestHandler: shared }) };
  }
}

/** An error that AWS answered with, by its fault being the request's. */
export function isAwsError(error: unknown): error is Error & { readonly $fault: "client" } {
  return error instanceof Error && "$fault" in error && error.$fault === "client";
}
