import { parseArn } from "../arn";
import { accountIdProblem } from "../problems";
import type { Verdict } from "./verdict";
import { show } from "./verdict";

/** Who makes a request. */
export interface RequestPrincipal {
  readonly arn: string;
  readonly partition: string;
  readonly accountId: string;
  readonly kind: "role" | "user" | "root";
  /** Name without the path; "root" for the root user. */
  readonly name: string;
}

/** A Principal or NotPrincipal element: the AWS principals (`*` among them), and whether there are others. */
export interface PrincipalElement {
  readonly inverted: boolean;
  readonly aws: readonly string[];
  /** Service, Federated and CanonicalUser entries, which never are a role or user. */
  readonly others: readonly string[];
}

/** How a statement is about a principal: itself, or its account, which leaves the decision to the account's IAM policies. */
export type PrincipalMatch = Verdict | "account";

/** A verdict on the principal, and the words for it. */
export interface PrincipalFinding {
  readonly match: PrincipalMatch;
  readonly reason?: string;
}

const INTERNAL_ID = /^A(?:ROA|IDA|GPA|NPA|KIA|SIA)[A-Z0-9]{12,}$/;

/** Takes the ARN of a role, user or root user apart; a text says why that can't be done. */
export function parseRequestPrincipal(arn: string): RequestPrincipal | string {
  const parts = parseArn(arn);
  const [, kind, path] = /^(role|user|root)(?:\/(.+))?$/.exec(parts?.resource ?? "") ?? [];
  if (parts?.service !== "iam" || (kind !== "role" && kind !== "user" && kind !== "root")) {
    return `who asks is ${JSON.stringify(arn)}, and only the ARN of an IAM role, a user or an account's root can be decided about`;
  }
  const account = accountIdProblem(parts.accountId);
  if (account !== undefined) return `who asks is ${JSON.stringify(arn)}: ${account}`;
  if ((path === undefined) !== (kind === "root")) return `who asks is ${JSON.stringify(arn)}, which has no name`;
  const { partition, accountId } = parts;
  return { arn, partition, accountId, kind, name: path?.split("/").at(-1) ?? "root" };
}

/** Whether the element is about the principal. */
export function matchPrincipal(
  element: PrincipalElement,
  principal: RequestPrincipal,
  effect: string,
): PrincipalFinding {
  const matches = element.aws.map((entry) => matchEntry(entry, principal));
  if (element.inverted) return invert(element, matches, principal, effect);
  if (matches.includes("yes")) return { match: "yes" };
  if (matches.includes("unknown")) {
    return {
      match: "unknown",
      reason: `it names a session of ${principal.arn}, and the session's name is not known here`,
    };
  }
  // A Deny for an account is one for everybody in it; an Allow hands the question on to the account's own policies.
  if (matches.includes("account")) return { match: effect === "Deny" ? "yes" : "account" };
  return { match: "no", reason: `it is for ${show([...element.aws, ...element.others])}, not for ${principal.arn}` };
}

function matchEntry(entry: string, principal: RequestPrincipal): PrincipalMatch {
  if (entry === "*" || entry === principal.arn) return "yes";
  if (entry === principal.accountId) return "account";
  const arn = parseArn(entry);
  if (arn?.accountId !== principal.accountId || arn.partition !== principal.partition) return "no";
  if (arn.service === "iam" && arn.resource === "root") return "account";
  const sessionRole = /^assumed-role\/([^/]+)\//.exec(arn.resource)?.[1];
  return arn.service === "sts" && principal.kind === "role" && sessionRole === principal.name ? "unknown" : "no";
}

/** NotPrincipal is decided only where no entry touches the principal: AWS wants its session and account listed as well. */
function invert(
  element: PrincipalElement,
  matches: readonly PrincipalMatch[],
  principal: RequestPrincipal,
  effect: string,
): PrincipalFinding {
  if (element.aws.includes("*")) return { match: "no", reason: "its NotPrincipal leaves everybody out" };
  if (effect === "Allow") {
    return {
      match: "unknown",
      reason: "it allows by NotPrincipal, which AWS does not support; name the principals it is for",
    };
  }
  if (matches.every((match) => match === "no")) return { match: "yes" };
  return {
    match: "unknown",
    reason: `its NotPrincipal names ${principal.arn} or its account, and whether that spares its sessions can't be decided: use a condition on aws:PrincipalArn instead`,
  };
}

/** Advice on entries that AWS stores or reads otherwise than their author meant. */
export function principalWarnings({ aws }: PrincipalElement): string[] {
  return aws.flatMap((entry) => {
    if (INTERNAL_ID.test(entry)) {
      return [
        `names ${entry}, the internal ID of a role or user that was deleted: one made again under the same name is another ` +
          "to AWS, so write its ARN into the policy again",
      ];
    }
    if (entry !== "*" && /[*?]/.test(entry)) {
      return [`names ${show(entry)}, but a principal takes no wildcards: use "*" with a condition on aws:PrincipalArn`];
    }
    return [];
  });
}
