import { ProviderError } from "../../provider/rpc";

interface AwsError extends Error {
  readonly $metadata: { readonly requestId?: string; readonly httpStatusCode?: number };
}

function isAwsError(error: unknown): error is AwsError {
  return error instanceof Error && "$metadata" in error && !isConnectionError(error);
}

function isConnectionError(error: Error): boolean {
  return /^(ECONN|ENOTFOUND|EAI_|EPIPE|EHOST|ETIMEDOUT)/.test(codeOf(error)) || error.name === "TimeoutError";
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}

/** AWS's names for "there is no such thing": of IAM, of KMS, of Route 53, and of EC2, as in `InvalidVpcID.NotFound`. */
const GONE = /^(NoSuchEntity(Exception)?|NotFoundException|NoSuchHostedZone|Invalid\w+\.NotFound)$/;

/** What `work` answers, or `undefined` when AWS says that the thing is not there. */
export async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isAwsError(error) && GONE.test(error.name)) {
      return undefined;
    }
    throw error;
  }
}

/** True when AWS's error has this name. */
export function isNamed(error: unknown, name: string): boolean {
  return isAwsError(error) && error.name === name;
}

/**
 * Puts a failure of an AWS call into one message: what could not be done, AWS's own words and code.
 * What is no failure of a call is given back as it is: an abort, which the engine asked for, or a defect, which must be seen.
 *
 * @param doing - what was tried, for example `create the IAM role "pinecone-cmek"`.
 */
export function inWords(error: unknown, doing: string): unknown {
  if (!(error instanceof Error) || error instanceof ProviderError) {
    return error;
  }
  if (isConnectionError(error)) {
    const reason = error.message === "" ? codeOf(error) : error.message;
    return new ProviderError(
      `Could not ${doing}: no connection to the AWS endpoint (${reason}). Is moto running there? The address is from "endpoints" in the provider's configuration, or from AWS_ENDPOINT_URL.`,
    );
  }
  if (isAwsError(error) && error.message.includes("Deserialization error")) {
    const status = error.$metadata.httpStatusCode ?? "no status";
    return new ProviderError(
      `Could not ${doing}: the endpoint gave no answer that AWS would give (HTTP ${status}). moto does so when it is asked for what it does not have.`,
    );
  }
  if (isAwsError(error)) {
    const request = error.$metadata.requestId === undefined ? "" : `, request ${error.$metadata.requestId}`;
    return new ProviderError(`Could not ${doing}: ${sentence(error.message)} (${error.name}${request})`);
  }
  return error;
}

function sentence(message: string): string {
  return message === "" ? "AWS gave no reason." : /[.!?]$/.test(message) ? message : `${message}.`;
}
