import { ApiError } from "../http/answer";

/** What Pinecone was doing with the role or the key when AWS said no. */
export type Step = "assume_role" | "describe_key" | "encrypt" | "decrypt";

/** AWS doesn't let Pinecone use the key. Answered with 412 FAILED_PRECONDITION. */
export class AwsRefusal extends ApiError {
  /**
   * @param awsCode AWS's own name of the error, such as `AccessDenied`
   * @param awsMessage AWS's words
   * @param reasons what the policies' evaluation adds; AWS itself would not say
   */
  constructor(
    readonly step: Step,
    what: string,
    awsCode: string,
    awsMessage: string,
    reasons: readonly string[] = [],
  ) {
    const because = reasons.length > 0 ? ` (${reasons.join(" ")})` : "";
    super("FAILED_PRECONDITION", `${what}: ${awsCode}: ${awsMessage}${because}`, {
      step,
      aws_error_code: awsCode,
      reasons,
    });
  }
}
