/** Which refusals of a CMEK key may be IAM's lag: IAM does not know a new role or policy everywhere at once. */
import * as z from "zod";
import { InvalidRequestError, PreconditionFailedError } from "../../../pinecone/errors";

/** `AwsRefusal` of pinecone/preview-api.yaml. */
const awsRefusal = z.object({ step: z.string(), aws_error_code: z.string(), reasons: z.array(z.string()) });

/** STS says the first, KMS the second. */
const ACCESS_DENIED = ["AccessDenied", "AccessDeniedException"];

/** The step that AWS said no to → AWS's codes that lag explains. A state of the key, for example disabled, is none of IAM's. */
const LAG: Readonly<Record<string, readonly string[]>> = {
  assume_role: ACCESS_DENIED,
  describe_key: ACCESS_DENIED,
  encrypt: ACCESS_DENIED,
  decrypt: ACCESS_DENIED,
};

/** How AWS, quoted by Pinecone, words the same. For a refusal without details. */
const LAG_IN_WORDS = [
  /sts:AssumeRole/i,
  /(can't|cannot|can not|could not|unable to|failed to) assume/i,
  /(access ?denied|not authorized)[^]*kms:/i,
  /kms[^]*access ?denied/i,
  /access denied on key/i,
];

/** Whether a refusal may be IAM's lag. Everything else is refused for good. */
export function mayBeIamLag(error: unknown): error is PreconditionFailedError | InvalidRequestError {
  if (!(error instanceof PreconditionFailedError || error instanceof InvalidRequestError)) return false;
  const { data: refusal } = awsRefusal.safeParse(error.details);
  if (refusal === undefined) return LAG_IN_WORDS.some((pattern) => pattern.test(error.message));
  // With reasons somebody has looked at the policies, so waiting changes nothing.
  if (refusal.reasons.length > 0) return false;
  return Object.hasOwn(LAG, refusal.step) && LAG[refusal.step]?.includes(refusal.aws_error_code) === true;
}
