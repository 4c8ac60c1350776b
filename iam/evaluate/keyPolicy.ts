import { parseArn } from "../arn";
import type { PolicyDocument } from "../document";
import type { ContextValues } from "./context";
import { Context, principalContext } from "./context";
import type { Decision, IdentitySide, Weighed } from "./decide";
import { decide, denied, undecided, weigh } from "./decide";
import { parsePolicy } from "./parse";
import { weighPermissions } from "./permissions";
import type { RequestPrincipal } from "./principals";
import { parseRequestPrincipal } from "./principals";

/** A role or user that wants to use a KMS key. */
export interface KeyPolicyRequest {
  /** ARN of the role or user. */
  readonly principalArn: string;
  /** Such as `kms:Decrypt`. */
  readonly action: string;
  /**
   * ARN of the key.
   * @default - not known: neither is its account, so that an answer other than "denied" needs `identityPolicies`
   */
  readonly keyArn?: string | undefined;
  /**
   * All permissions policies of the principal; an empty list says that it has none.
   * @default - not known: what a key policy leaves to them (by naming the account's root), and a key of another account, is
   * left undecided
   */
  readonly identityPolicies?: readonly (string | PolicyDocument)[] | undefined;
  /**
   * Further condition keys that are known, such as `kms:ViaService`.
   * @default - none; conditions on other keys are left undecided
   */
  readonly context?: ContextValues | undefined;
}

/** Condition keys of a call to KMS that follow from the request. */
export function keyContext(principal: RequestPrincipal, { keyArn, context }: KeyPolicyRequest): Context {
  const key = keyArn === undefined ? undefined : parseArn(keyArn);
  return new Context(
    principalContext(principal),
    { "kms:CallerAccount": principal.accountId },
    // A key is reached in its own region only.
    key ? { "aws:ResourceAccount": key.accountId, "aws:RequestedRegion": key.region } : {},
    context ?? {},
  );
}

/**
 * Whether a key policy, with the principal's own policies, lets the principal do something with the key. A statement that names
 * the principal (or `*`) is enough within one account; one that names the account's root leaves it to the principal's own
 * policies, and so does KMS for a key of another account. Permissions boundaries, grants and an organization's policies are not
 * looked at. Never throws: a document that AWS would refuse is "denied", what depends on something unknown is "undecided".
 *
 * @param policy the key policy, as JSON or as an object
 */
export function evaluateKeyPolicy(policy: string | PolicyDocument, request: KeyPolicyRequest): Decision {
  const principal = parseRequestPrincipal(request.principalArn);
  if (typeof principal === "string") return undecided([principal]);
  const parsed = parsePolicy(policy, "key policy");
  if (typeof parsed === "string") return denied([parsed]);
  const asked = {
    action: request.action,
    principal,
    resource: request.keyArn,
    context: keyContext(principal, request),
  };
  const own = request.identityPolicies === undefined ? undefined : weighPermissions(request.identityPolicies, asked);
  if (own && "malformed" in own) return denied([own.malformed]);
  const weighed = weigh([parsed], asked);
  const withDenies: Weighed = {
    ...weighed,
    denies: [...weighed.denies, ...(own?.denies ?? [])],
    maybeDenies: [...weighed.maybeDenies, ...(own?.maybeDenies ?? [])],
  };
  return decide(withDenies, ownSide(own, principal, request), "the key policy has no Allow statement");
}

function ownSide(own: Weighed | undefined, principal: RequestPrincipal, request: KeyPolicyRequest): IdentitySide {
  const account = request.keyArn === undefined ? undefined : parseArn(request.keyArn)?.accountId;
  const namedIsEnough = account === undefined ? "unknown" : account === principal.accountId ? "yes" : "no";
  const subject = `the permissions policies of ${principal.arn}`;
  const needed = {
    yes: "",
    no: ` (they must, as the key is in account ${account ?? "?"})`,
    unknown: " (they must for a key of another account, and the key's ARN is not known here)",
  }[namedIsEnough];
  if (!own) {
    const reasons = [`whether ${subject} allow ${request.action} is not known here${needed}`];
    return { allows: "unknown", reasons, namedIsEnough };
  }
  if (own.allows.length > 0) return { allows: "yes", reasons: [], namedIsEnough };
  if (own.maybeAllows.length > 0) {
    return { allows: "unknown", reasons: own.maybeAllows.flatMap(({ reasons }) => reasons), namedIsEnough };
  }
  return {
    allows: "no",
    reasons: [`${subject} do not allow ${request.action}${needed}`, ...own.misses],
    namedIsEnough,
  };
}
