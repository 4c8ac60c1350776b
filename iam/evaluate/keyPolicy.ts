import { parseArn } from "../arn";
import type { PolicyDocument } from "../document";
import type { ContextValues } from "./context";
import { Context, principalContext } from "./context";
import type { Decision, IdentitySide, Weighed } from "./decide";
import { decide, denied, undecided, weigh } from "./decide";
import { keyAccount } from "./keyAccount";
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
   * @default - not known: the key is the one that the policy hangs on, and its account is the one that the policy leaves in charge
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

/** Condition keys of a call to KMS that follow from the request, and from the account that the key is in. */
export function keyContext(
  principal: RequestPrincipal,
  { keyArn, context }: KeyPolicyRequest,
  account?: string,
): Context {
  const key = keyArn === undefined ? undefined : parseArn(keyArn);
  const resourceAccount = key?.accountId ?? account;
  return new Context(
    principalContext(principal),
    { "kms:CallerAccount": principal.accountId },
    resourceAccount === undefined ? {} : { "aws:ResourceAccount": resourceAccount },
    // A key is reached in its own region only.
    key ? { "aws:RequestedRegion": key.region } : {},
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
  const account = request.keyArn === undefined ? keyAccount(parsed) : parseArn(request.keyArn)?.accountId;
  const asked = {
    action: request.action,
    principal,
    resource: request.keyArn,
    context: keyContext(principal, request, account),
  };
  const own = request.identityPolicies === undefined ? undefined : weighPermissions(request.identityPolicies, asked);
  if (own && "malformed" in own) return denied([own.malformed]);
  const weighed = weigh([parsed], asked);
  const withDenies: Weighed = {
    ...weighed,
    denies: [...weighed.denies, ...(own?.denies ?? [])],
    maybeDenies: [...weighed.maybeDenies, ...(own?.maybeDenies ?? [])],
  };
  return decide(withDenies, ownSide(own, principal, account), "the key policy has no Allow statement for this action");
}

function ownSide(own: Weighed | undefined, principal: RequestPrincipal, account: string | undefined): IdentitySide {
  const name = `the permissions policies of ${principal.arn}`;
  const namedIsEnough = account === undefined ? "unknown" : account === principal.accountId ? "yes" : "no";
  if (!own) return { allows: "unknown", name, reasons: [], namedIsEnough };
  if (own.allows.length > 0) return { allows: "yes", name, reasons: [], namedIsEnough };
  const open = own.maybeAllows.flatMap(({ reasons }) => reasons);
  if (open.length > 0) return { allows: "unknown", name, reasons: open, namedIsEnough };
  return { allows: "no", name, reasons: own.misses, namedIsEnough };
}
