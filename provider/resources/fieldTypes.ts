import * as z from "zod";
import { accountIdProblem } from "../../iam";

/** A text that a rule finds no problem with. The rule's words are what the user reads. */
export function textWithout(problem: (value: string) => string | undefined): z.ZodString {
  return z.string().refine((value) => problem(value) === undefined, {
    error: ({ input }) => (typeof input === "string" ? problem(input) : undefined),
  });
}

/** Pinecone's AWS account number. */
export const pineconeAccountId = textWithout((value) => {
  const problem = accountIdProblem(value);
  return problem && `${problem} Pinecone's is shown in its console under Manage > CMEK > Add CMEK.`;
});
