import { DecryptCommand, DescribeKeyCommand, EncryptCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import type { KeyMetadata, KMSClient } from "@aws-sdk/client-kms";
import { parseArn } from "../../../iam";
import type { AwsAccounts, Credentials } from "./accounts";
import { isAwsError } from "./accounts";
import { AwsRefusal } from "./refusal";
import type { Step } from "./refusal";

/** A KMS key that a session uses. */
export class KmsKey {
  private constructor(
    readonly arn: string,
    private readonly accounts: AwsAccounts,
    /** With the credentials that read the key's account. */
    private readonly owner: KMSClient,
    /** With the credentials that encrypt and decrypt. */
    private readonly user: KMSClient,
  ) {}

  /**
   * @param session credentials of the role that uses the key
   * @param sameAccount whether role and key are in one account. moto finds no key of another account, so there the key's own
   * account does what the policies, evaluated before, let the role do
   */
  static async open(accounts: AwsAccounts, arn: string, session: Credentials, sameAccount: boolean): Promise<KmsKey> {
    const { accountId = "", partition = "aws", region = "" } = parseArn(arn) ?? {};
    const owner = accounts.kms(await accounts.reader(accountId, partition), region);
    return new KmsKey(arn, accounts, owner, sameAccount ? accounts.kms(session, region) : owner);
  }

  async policy(): Promise<string> {
    const command = new GetKeyPolicyCommand({ KeyId: this.arn, PolicyName: "default" });
    const { Policy } = await this.ask("describe_key", () => this.owner.send(command));
    return Policy ?? "";
  }

  /**
   * moto encrypts with any key, also with one that is disabled or about to be deleted, so what KMS would say is said here.
   * @throws AwsRefusal
   */
  async checkState(): Promise<void> {
    const command = new DescribeKeyCommand({ KeyId: this.arn });
    const { KeyMetadata: found } = await this.ask("describe_key", () => this.owner.send(command));
    const problem = stateProblem(this.arn, found);
    if (problem) throw this.refusal("describe_key", ...problem);
  }

  async encrypt(plaintext: Uint8Array): Promise<Uint8Array> {
    const command = new EncryptCommand({ KeyId: this.arn, Plaintext: plaintext });
    const { CiphertextBlob } = await this.ask("encrypt", () => this.user.send(command));
    return CiphertextBlob ?? new Uint8Array();
  }

  async decrypt(ciphertext: Uint8Array): Promise<Uint8Array> {
    const command = new DecryptCommand({ KeyId: this.arn, CiphertextBlob: ciphertext });
    const { Plaintext } = await this.ask("decrypt", () => this.user.send(command));
    return Plaintext ?? new Uint8Array();
  }

  refusal(step: Step, awsCode: string, awsMessage: string, reasons: readonly string[] = []): AwsRefusal {
    return new AwsRefusal(step, `Pinecone could not use the key ${this.arn}`, awsCode, awsMessage, reasons);
  }

  private async ask<Result>(step: Step, send: () => Promise<Result>): Promise<Result> {
    try {
      return await this.accounts.ask(send);
    } catch (error) {
      // "UnknownError" is the SDK's word for an answer without a message, as moto's to a Deny for everyone.
      if (isAwsError(error))
        throw this.refusal(step, error.name, error.message.replace(/^UnknownError$/, "no reason given"));
      throw error;
    }
  }
}

/** AWS's code and words for a key that can't encrypt; `undefined` for one that can. */
function stateProblem(arn: string, key: KeyMetadata | undefined): [code: string, message: string] | undefined {
  if (key?.KeyState === "Disabled") return ["DisabledException", `${arn} is disabled.`];
  if (key?.KeyState === "PendingDeletion") return ["KMSInvalidStateException", `${arn} is pending deletion.`];
  if (key?.KeyState !== "Enabled") return ["KMSInvalidStateException", `${arn} is ${key?.KeyState ?? "in no state"}.`];
  if (key.KeySpec !== "SYMMETRIC_DEFAULT" || (key.KeyUsage ?? "ENCRYPT_DECRYPT") !== "ENCRYPT_DECRYPT") {
    const is = `a ${key.KeySpec ?? "?"} key for ${key.KeyUsage ?? "?"}`;
    return ["InvalidKeyUsageException", `${arn} is ${is}; Pinecone needs a symmetric key for ENCRYPT_DECRYPT.`];
  }
  return undefined;
}
