import { describe, expect, test } from "vitest";
import { ConflictError, InvalidRequestError, PreconditionFailedError } from "../../../pinecone/errors";
import { mayBeIamLag } from "../../../provider/resources/cmek/awsRefusal";

function refusal(step: string, code: string, reasons: readonly string[] = []): PreconditionFailedError {
  return new PreconditionFailedError("no", { details: { step, aws_error_code: code, reasons } });
}

describe("IAM's lag, by the details of a refusal", () => {
  test.each([
    ["assume_role", "AccessDenied", true],
    ["describe_key", "AccessDeniedException", true],
    ["encrypt", "AccessDeniedException", true],
    ["decrypt", "AccessDeniedException", true],
    ["assume_role", "MalformedPolicyDocument", false],
    ["describe_key", "NotFoundException", false],
    ["describe_key", "DisabledException", false],
    ["describe_key", "KMSInvalidStateException", false],
    ["encrypt", "InvalidKeyUsageException", false],
    ["toString", "AccessDenied", false],
    ["another_step", "AccessDenied", false],
  ])("%s, %s: %s", (step, code, expected) => {
    expect(mayBeIamLag(refusal(step, code))).toBe(expected);
  });

  test("is not what has a reason", () => {
    expect(mayBeIamLag(refusal("assume_role", "AccessDenied", ["the external ID is another one"]))).toBe(false);
  });

  test("is not read out of the message where there are details", () => {
    const details = { step: "describe_key", aws_error_code: "DisabledException", reasons: [] };
    expect(mayBeIamLag(new PreconditionFailedError("sts:AssumeRole (kms: access denied)", { details }))).toBe(false);
  });
});

describe("IAM's lag, by the words of a refusal without details", () => {
  test.each([
    ["User: arn:aws:iam::1:role/a is not authorized to perform: sts:AssumeRole on resource: b", true],
    ["Pinecone could not assume the role", true],
    ["AccessDeniedException: not allowed to kms:Encrypt", true],
    ["KMS said: Access Denied", true],
    ["Access denied on key", true],
    ["DisabledException: the key is disabled", false],
    ["the project has indexes", false],
  ])("%s: %s", (message, expected) => {
    expect(mayBeIamLag(new PreconditionFailedError(message))).toBe(expected);
    expect(mayBeIamLag(new InvalidRequestError(message, { details: { step: 3 } }))).toBe(expected);
  });

  test("is a refusal of the request, not just any error", () => {
    expect(mayBeIamLag(new ConflictError("sts:AssumeRole"))).toBe(false);
    expect(mayBeIamLag(new Error("sts:AssumeRole"))).toBe(false);
  });
});
