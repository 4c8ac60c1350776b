import { ASSUME_ROLE_ACTION } from "../actions";
import { parseArn } from "../arn";
import type { PolicyDocument } from "../document";
import type { ContextValues } from "./context";
import { Context, principalContext } from "./context";
import type { Decision, IdentitySide } from "./decide";
import { decide, denied, undecided, weigh } from "./decide";
import { parsePolicy } from "./parse";
import type { RequestPrincipal } from "./principals";
import { parseRequestPrincipal } from "./principals";

/** Somebody who wants to take on a role. */
export interface TrustRequest {
  /** ARN of the role or user that asks, such as Pinecone's `pinecone_cmek_access_<region>`. */
  readonly principalArn: string;
  /** The external ID sent along; left out when none is sent. */
  readonly externalId?: string | undefined;
  /** ARN of the role to take on, if known: its account decides whether both sides must allow. */
  readonly roleArn?: string | undefined;
  /**
   * Whether the principal's own IAM policies let it call sts:AssumeRole on the role.
   * @default - not known: taken for granted where the trust policy names the principal (Pinecone sees to it), and not where
   * it names the principal's account only, so that the answer is "undecided"
   */
  readonly identityAllows?: boolean | undefined;
  /**
   * Further condition keys that are known, such as `sts:RoleSessionName`.
   * @default - none; conditions on other keys are left undecided
   */
  readonly context?: ContextValues | undefined;
}

/** Condition keys of sts:AssumeRole that follow from the request. */
export function trustContext(principal: RequestPrincipal, { externalId, roleArn, context }: TrustRequest): Context {
  const account = roleArn === undefined ? undefined : parseArn(roleArn)?.accountId;
  return new Context(
    principalContext(principal),
    { "sts:ExternalId": externalId ?? null },
    account === undefined ? {} : { "aws:ResourceAccount": account },
    context ?? {},
  );
}

/**
 * Whether a role's trust policy lets the principal take the role on. Never throws: a document that AWS would refuse is "denied",
 * what depends on something unknown is "undecided".
 *
 * @param policy the trust policy, as JSON or as an object
 */
export function evaluateTrust(policy: string | PolicyDocument, request: TrustRequest): Decision {
  const principal = parseRequestPrincipal(request.principalArn);
  if (typeof principal === "string") return undecided([principal]);
  const parsed = parsePolicy(policy, "trust policy");
  if (typeof parsed === "string") return denied([parsed]);
  const weighed = weigh([parsed], {
    action: ASSUME_ROLE_ACTION,
    principal,
    context: trustContext(principal, request),
  });
  return decide(weighed, callerSide(principal, request), "the trust policy has no Allow statement for this action");
}

function callerSide(principal: RequestPrincipal, { identityAllows, roleArn }: TrustRequest): IdentitySide {
  const side = { name: `the IAM policies of ${principal.arn}`, reasons: [] };
  if (identityAllows === undefined) return { ...side, allows: "unknown", namedIsEnough: "yes" };
  const account = roleArn === undefined ? undefined : parseArn(roleArn)?.accountId;
  const namedIsEnough = account === undefined ? "unknown" : account === principal.accountId ? "yes" : "no";
  return { ...side, allows: identityAllows ? "yes" : "no", namedIsEnough };
}
