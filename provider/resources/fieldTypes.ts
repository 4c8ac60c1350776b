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

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is an ID of Pinecone's Admin API. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** What is wrong with an ID of Pinecone's Admin API, whose specification says `format: uuid`. The words begin with the value. */
export function uuidProblem(value: string, what: string, where: string): string | undefined {
  if (isUuid(value)) return undefined;
  return `"${value}" is no ${what}, which is a UUID in lower case such as 8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10. ${where}`;
}

/** Where a project's ID is found. */
export const WHERE_PROJECT_ID = "The Pinecone console shows it under Settings > Projects.";

/** A project's ID. */
export const projectIdType = textWithout((value) => uuidProblem(value, "project ID", WHERE_PROJECT_ID));
