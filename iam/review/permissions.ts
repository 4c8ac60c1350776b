import { CUSTOMER_KEY_ACTIONS } from "../actions";
import { isPartition, parseArn } from "../arn";
import type { PolicyDocument } from "../document";
import type { ListElement, ParsedStatement } from "../evaluate/parse";
import { parsePolicy } from "../evaluate/parse";
import { sentence, show } from "../evaluate/verdict";
import { accountIdProblem } from "../problems";
import { FINE, type Review } from "./review";

/**
 * Whether a permissions policy of the role that Pinecone takes on grants no more than Pinecone documents: to encrypt and decrypt with KMS
 * keys of named accounts. Never throws.
 *
 * @param policy the permissions policy, as JSON or as an object
 */
export function reviewPermissions(
  policy: string | PolicyDocument,
  options: {
    /** Actions that are all right besides, as they are written in the policy. @default - none */
    readonly furtherActions?: readonly string[];
  } = {},
): Review {
  const parsed = parsePolicy(policy, "permissions policy");
  if (typeof parsed === "string") return { ...FINE, wrong: [sentence(parsed)] };
  const allows = parsed.statements.filter(({ effect }) => effect === "Allow");
  const fine = [...CUSTOMER_KEY_ACTIONS, ...(options.furtherActions ?? [])].map((action) => action.toLowerCase());
  const wrong = allows.flatMap((statement) =>
    grantProblems(statement, fine).map((problem) => sentence(`${statement.label} ${problem}`)),
  );
  return { ...FINE, wrong };
}

function grantProblems({ action, resource }: ParsedStatement, fine: readonly string[]): string[] {
  if (action.inverted) return [`allows everything but ${show(action.values)}, by NotAction`];
  const more = action.values.filter((value) => !fine.includes(value.toLowerCase()));
  if (more.length > 0) return [`allows ${show(more)}; Pinecone needs ${CUSTOMER_KEY_ACTIONS.join(" and ")} only`];
  const isAboutKeys = action.values.some((value) => /^kms:/i.test(value));
  return isAboutKeys && resource !== undefined ? resourceProblems(resource) : [];
}

function resourceProblems({ inverted, values }: ListElement): string[] {
  if (inverted) return [`is about everything but ${show(values)}, by NotResource`];
  const wide = values.filter((value) => !isKeyOfOneAccount(value));
  return wide.length === 0
    ? []
    : [`is about ${show(wide)}; expected KMS keys of one account, arn:aws:kms:*:<account>:key/*`];
}

function isKeyOfOneAccount(value: string): boolean {
  const arn = parseArn(value);
  if (arn?.service !== "kms" || !isPartition(arn.partition)) return false;
  return accountIdProblem(arn.accountId) === undefined && arn.resource.startsWith("key/");
}
