import {
  type Decision,
  evaluateKeyPolicy,
  evaluatePermissions,
  evaluateTrust,
  isPartition,
  isPineconeRegion,
  parseArn,
  PINECONE_REGIONS,
  pineconeCmekPrincipal,
} from "../../../iam";
import type { Clock } from "../clock";
import { ApiError } from "../http/answer";
import { isAwsError } from "./accounts";
import type { AwsAccounts, Credentials } from "./accounts";
import { KmsKey } from "./key";
import { AwsRefusal } from "./refusal";
import { readRole } from "./role";
import type { Role } from "./role";

/** By what Pinecone uses a key. */
export interface Binding {
  readonly roleArn: string;
  readonly keyArn: string;
  readonly externalId: string | undefined;
}

export interface WitnessOptions {
  readonly accounts: AwsAccounts;
  /** The account that Pinecone's roles are in. */
  readonly pineconeAccountId: string;
  readonly clock: Clock;
  /** How long a new role can't be assumed yet. */
  readonly iamLagSeconds: () => number;
}

/** What was encrypted and decrypted again with a bound key. */
export interface Sealed {
  readonly keyArn: string;
  /** Base64. */
  readonly ciphertext: string;
  readonly decrypted: string;
}

const SESSION = "pinecone-cmek";

/** The region of a KMS key's ARN. */
export function regionOf(keyArn: string): string {
  return parseArn(keyArn)?.region ?? "";
}

/**
 * Uses a role and a key as Pinecone does: assumes the role from Pinecone's account, then encrypts and decrypts. moto neither
 * evaluates policies nor knows that IAM takes its time, so that is done here; the rest is really asked of it.
 */
export class AwsWitness {
  private readonly accounts: AwsAccounts;

  constructor(private readonly options: WitnessOptions) {
    this.accounts = options.accounts;
  }

  /**
   * Whether Pinecone can use the key.
   * @param region of Pinecone: its role `pinecone_cmek_access_<region>` is the one that asks
   * @throws AwsRefusal (412) when it can't
   */
  async check(binding: Binding, region: string): Promise<void> {
    const probe = "Pinecone was here";
    const { decrypted } = await this.seal(binding, region, probe);
    if (decrypted !== probe)
      throw new ApiError("UNKNOWN", `${binding.keyArn} decrypts to something else than was encrypted.`);
  }

  /** Encrypts and decrypts a text with the key, by way of the role. */
  async seal(binding: Binding, region: string, plaintext: string): Promise<Sealed> {
    const { role, session } = await this.assume(binding, region);
    const sameAccount = parseArn(binding.roleArn)?.accountId === parseArn(binding.keyArn)?.accountId;
    const key = await KmsKey.open(this.accounts, binding.keyArn, session, sameAccount);
    const policy = await key.policy();
    await key.checkState();
    for (const action of ["Encrypt", "Decrypt"] as const) checkPermission(action, binding, key, policy, role);
    const ciphertext = await key.encrypt(Buffer.from(plaintext));
    const decrypted = await key.decrypt(ciphertext);
    return {
      keyArn: key.arn,
      ciphertext: Buffer.from(ciphertext).toString("base64"),
      decrypted: Buffer.from(decrypted).toString("utf8"),
    };
  }

  private async assume(binding: Binding, region: string): Promise<{ role: Role; session: Credentials }> {
    const { roleArn, externalId } = binding;
    const principalArn = this.principal(binding, region);
    const role = await readRole(this.accounts, roleArn);
    if (role === undefined) throw assumeDenied(principalArn, roleArn, [`There is no role ${roleArn}.`]);
    const ageSeconds = (this.options.clock.now() - role.createdAt.getTime()) / 1000;
    // AWS gives no reason of its own for a role that it does not know everywhere yet.
    if (ageSeconds < this.options.iamLagSeconds()) throw assumeDenied(principalArn, roleArn, []);
    // Pinecone sees to it that its role may assume others; what counts is whom the customer's role lets in.
    const context = { "sts:RoleSessionName": SESSION };
    const { decision, reasons } = evaluateTrust(role.trustPolicy, {
      principalArn,
      externalId,
      roleArn,
      identityAllows: true,
      context,
    });
    if (decision !== "allowed") throw assumeDenied(principalArn, roleArn, reasons);
    try {
      const pinecone = await this.accounts.assumeRole(principalArn, "pinecone");
      return { role, session: await this.accounts.assumeRole(roleArn, SESSION, externalId, pinecone) };
    } catch (error) {
      if (isAwsError(error)) throw new AwsRefusal("assume_role", couldNotAssume(roleArn), error.name, error.message);
      throw error;
    }
  }

  /** @throws ApiError INVALID_ARGUMENT for a region in which Pinecone has no role */
  private principal({ keyArn, roleArn }: Binding, region: string): string {
    if (!isPineconeRegion(region)) {
      const message = `Pinecone has no role for the region of ${keyArn}; its AWS regions are ${PINECONE_REGIONS.join(", ")}.`;
      throw new ApiError("INVALID_ARGUMENT", message);
    }
    const partition = parseArn(roleArn)?.partition ?? "aws";
    const { pineconeAccountId } = this.options;
    return pineconeCmekPrincipal({ pineconeAccountId, region, ...(isPartition(partition) && { partition }) });
  }
}

/** @throws AwsRefusal when the key policy, the role's own policies or its boundary don't let the role do it */
function checkPermission(
  action: "Encrypt" | "Decrypt",
  { roleArn, keyArn }: Binding,
  key: KmsKey,
  keyPolicy: string,
  role: Role,
): void {
  const asked = { principalArn: roleArn, action: `kms:${action}` };
  const { permissions: identityPolicies, permissionsBoundary: boundary } = role;
  const decisions = [
    evaluateKeyPolicy(keyPolicy, { ...asked, keyArn, identityPolicies }),
    // A boundary limits also what a key policy gives to the role.
    ...(boundary === undefined ? [] : [withinBoundary(boundary, { ...asked, resourceArn: keyArn })]),
  ];
  const refused = decisions.find(({ decision }) => decision !== "allowed");
  if (refused === undefined) return;
  const user = sessionArn(roleArn, SESSION);
  const message = `User: ${user} is not authorized to perform: ${asked.action} on resource: ${keyArn}`;
  throw key.refusal(action === "Encrypt" ? "encrypt" : "decrypt", "AccessDeniedException", message, refused.reasons);
}

/** A boundary is a policy like any other, but a reader would look for the statement among the role's permissions. */
function withinBoundary(boundary: string, request: Parameters<typeof evaluatePermissions>[1]): Decision {
  const { decision } = evaluatePermissions([boundary], request);
  return { decision, reasons: [`The role's permissions boundary does not allow ${request.action}.`] };
}

function assumeDenied(principalArn: string, roleArn: string, reasons: readonly string[]): AwsRefusal {
  const user = sessionArn(principalArn, "pinecone");
  const message = `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
  return new AwsRefusal("assume_role", couldNotAssume(roleArn), "AccessDenied", message, reasons);
}

function couldNotAssume(roleArn: string): string {
  return `Pinecone could not assume the role ${roleArn}`;
}

/** How AWS names a role's session in its errors. */
function sessionArn(roleArn: string, session: string): string {
  const { partition = "aws", accountId = "", resource = "" } = parseArn(roleArn) ?? {};
  return `arn:${partition}:sts::${accountId}:assumed-role/${resource.split("/").at(-1) ?? ""}/${session}`;
}
