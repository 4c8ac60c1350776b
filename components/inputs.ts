import * as pulumi from "@pulumi/pulumi";
import { type PolicyDocument, PolicyInputError } from "../iam";
import { inputError } from "../sdk/utilities";

/** The input, or what takes its place when it is left out, also by an output. */
export function orElse<T>(input: pulumi.Input<T | undefined> | undefined, otherwise: T): pulumi.Output<T> {
  return pulumi.output(input).apply((known) => (known as T | undefined) ?? otherwise);
}

/**
 * What to throw inside `apply` for wrong arguments that came as outputs. Pulumi prints it without a stack; it has none either, since Pulumi
 * would look at all that hangs on the error for minutes.
 */
export function refusal(type: string, name: string, found: Parameters<typeof inputError>[2]): pulumi.RunError {
  const error = new pulumi.RunError(inputError(type, name, found).message);
  delete error.stack;
  return error;
}

/**
 * A policy as JSON, for use inside `apply`.
 *
 * @throws RunError for wrong arguments that came as outputs
 */
export function policyText(type: string, name: string, build: () => PolicyDocument): string {
  try {
    return JSON.stringify(build());
  } catch (error) {
    if (!(error instanceof PolicyInputError)) throw error;
    const found = error.problems.map(({ property, reason }) => ({ propertyPath: property, reason }));
    throw refusal(type, name, found);
  }
}
