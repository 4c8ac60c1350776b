import type { STS } from "@aws-sdk/client-sts";
import { ProviderError } from "../../provider/rpc";
import { inWords } from "./errors";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type CredentialSource = () => Promise<Credentials>;

/** A role to assume before any other call, as `assumeRoles` of the provider's configuration gives it. */
export interface RoleToAssume {
  readonly roleArn: string;
  /** @default "pulumi" */
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly durationSeconds?: number;
}

const REFRESH_BEFORE_EXPIRY_MS = 5 * 60_000;

/** Credentials of an assumed role: fetched when first needed, shared by all callers, and again shortly before they expire. */
export function assumedRole(role: RoleToAssume, sts: () => Promise<STS>): CredentialSource {
  let current: Promise<Credentials> | undefined;
  let expiry = 0;
  return () => {
    if (current === undefined || Date.now() > expiry - REFRESH_BEFORE_EXPIRY_MS) {
      expiry = Number.POSITIVE_INFINITY;
      current = assume(role, sts).then(
        (credentials) => {
          expiry = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
          return credentials;
        },
        (error: unknown) => {
          current = undefined;
          throw error;
        },
      );
    }
    return current;
  };
}

async function assume(role: RoleToAssume, makeSts: () => Promise<STS>): Promise<Credentials> {
  const sts = await makeSts();
  try {
    const { Credentials: answer } = await sts.assumeRole({
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName ?? "pulumi",
      ExternalId: role.externalId,
      DurationSeconds: role.durationSeconds,
    });
    if (answer?.AccessKeyId === undefined || answer.SecretAccessKey === undefined) {
      throw new ProviderError(`AWS STS answered without credentials when ${role.roleArn} was assumed.`);
    }
    return {
      accessKeyId: answer.AccessKeyId,
      secretAccessKey: answer.SecretAccessKey,
      ...(answer.SessionToken !== undefined && { sessionToken: answer.SessionToken }),
      ...(answer.Expiration !== undefined && { expiration: answer.Expiration }),
    };
  } catch (error) {
    throw inWords(error, `assume the role ${role.roleArn} given in the provider's assumeRoles`);
  } finally {
    sts.destroy();
  }
}
