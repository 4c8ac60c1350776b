/** One value or several: how IAM's JSON writes almost every list. */
export type OneOrMore = string | readonly string[];

/** Who a statement of a resource policy is about. */
export type Principal = "*" | Readonly<Partial<Record<"AWS" | "Service" | "Federated" | "CanonicalUser", OneOrMore>>>;

/** Condition operator, then condition key, then the values asked for. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;

/** A statement of a policy, as in IAM's JSON. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly NotPrincipal?: Principal;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Conditions;
}

/** A policy document, as in IAM's JSON. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}

/** A policy document of the current version with these statements. */
export function policyDocument(statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** One wrong input of a builder. */
export interface InputProblem {
  /** The input's name, such as `regions[1]`. */
  readonly property: string;
  readonly reason: string;
}

/** Inputs that no policy can be built from; all of them at once. */
export class PolicyInputError extends Error {
  override readonly name = "PolicyInputError";

  constructor(readonly problems: readonly InputProblem[]) {
    super(problems.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
  }
}

/**
 * Throws one error for all inputs that have a problem.
 * @throws PolicyInputError
 */
export function refuseProblems(found: Readonly<Record<string, string | undefined>>): void {
  const problems = Object.entries(found).flatMap(([property, reason]) =>
    reason === undefined ? [] : [{ property, reason }],
  );
  if (problems.length > 0) throw new PolicyInputError(problems);
}
