import type { RequestPrincipal } from "./principals";

/** Value of a condition key in a request: one, several, or `null` for known to be absent. */
export type ContextValue = string | readonly string[] | null;

/** Condition keys that are known. Every key that is not here is not known, and what depends on it is left undecided. */
export type ContextValues = Readonly<Record<string, ContextValue>>;

/** The condition keys of a request; names without regard to case. */
export class Context {
  readonly #values: ReadonlyMap<string, ContextValue>;

  /** Later values win over earlier ones. */
  constructor(...layers: readonly ContextValues[]) {
    this.#values = new Map(
      layers.flatMap((layer) => Object.entries(layer).map(([key, value]) => [key.toLowerCase(), value] as const)),
    );
  }

  /** The key's value; `null` when the request is known not to have it, `undefined` when nothing is known. */
  get(key: string): ContextValue | undefined {
    const value = this.#values.get(key.toLowerCase());
    return Array.isArray(value) && value.length === 0 ? null : value;
  }
}

/** The condition keys that follow from who asks. */
export function principalContext({ arn, accountId, name, kind }: RequestPrincipal): ContextValues {
  return {
    "aws:PrincipalArn": arn,
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalType": { role: "AssumedRole", user: "User", root: "Account" }[kind],
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalServiceName": null,
    "aws:PrincipalServiceNamesList": null,
    // STS and KMS answer on TLS only.
    "aws:SecureTransport": "true",
    "aws:username": kind === "user" ? name : null,
  };
}
