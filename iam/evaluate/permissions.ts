import type { PolicyDocument } from "../document";
import type { ContextValues } from "./context";
import { Context, principalContext } from "./context";
import type { Decision, Weighed } from "./decide";
import { decide, denied, undecided, weigh } from "./decide";
import type { ParsedPolicy } from "./parse";
import { parsePolicy } from "./parse";
import { parseRequestPrincipal } from "./principals";
import type { StatementRequest } from "./statement";

/** A role or user that wants to do something to a resource. */
export interface PermissionsRequest {
  /** ARN of the role or user whose policies these are. */
  readonly principalArn: string;
  /** Such as `kms:Decrypt`. */
  readonly action: string;
  /**
   * ARN of the resource.
   * @default - not known; statements that name a resource are left undecided
   */
  readonly resourceArn?: string | undefined;
  /**
   * Further condition keys that are known.
   * @default - none; conditions on other keys are left undecided
   */
  readonly context?: ContextValues | undefined;
}

/**
 * Whether the permissions policies of a role or user, taken together, allow what it wants to do. Permissions boundaries and an
 * organization's policies are not looked at. Never throws.
 *
 * @param policies all permissions policies, as JSON or as objects
 */
export function evaluatePermissions(
  policies: readonly (string | PolicyDocument)[],
  request: PermissionsRequest,
): Decision {
  const principal = parseRequestPrincipal(request.principalArn);
  if (typeof principal === "string") return undecided([principal]);
  const { action, resourceArn: resource } = request;
  const context = new Context(principalContext(principal), request.context ?? {});
  const weighed = weighPermissions(policies, { action, principal, resource, context });
  if ("malformed" in weighed) return denied([weighed.malformed]);
  return decide(
    weighed,
    { allows: "yes", name: "", reasons: [], namedIsEnough: "yes" },
    "no permissions policy has an Allow statement for this action",
  );
}

/** Sorts the statements of permissions policies; a document that AWS would refuse spoils all. */
export function weighPermissions(
  policies: readonly (string | PolicyDocument)[],
  request: Omit<StatementRequest, "variables">,
): Weighed | { readonly malformed: string } {
  const parsed = policies.map((policy) => parsePolicy(policy, "permissions policy"));
  const malformed = parsed.find((each) => typeof each === "string");
  if (malformed !== undefined) return { malformed };
  return weigh(
    parsed.filter((each): each is ParsedPolicy => typeof each !== "string"),
    request,
  );
}
