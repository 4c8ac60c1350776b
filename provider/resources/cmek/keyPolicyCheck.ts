import { type Decision, evaluateKeyPolicy } from "../../../iam";
import type { CheckSubject } from "../lifecycle";
import { type CheckedBinding, sentence, warnOfNews } from "./checkedBinding";

/** What Pinecone does with a key. */
const KEY_ACTIONS = ["kms:Encrypt", "kms:Decrypt"] as const;

/** Evaluates the key policy as AWS will when Pinecone, in the role, uses the key. */
export function checkKeyPolicy(subject: CheckSubject<CheckedBinding>): void {
  const { keyPolicy, roleArn, keyArn } = subject.known;
  if (keyPolicy === undefined || roleArn === undefined) return;
  const decisions = KEY_ACTIONS.map((action) => ({
    action,
    ...evaluateKeyPolicy(keyPolicy, { principalArn: roleArn, action, keyArn }),
  }));
  const denied = decisions.filter(({ decision }) => decision === "denied");
  const open = decisions.filter(({ decision }) => decision === "undecided");
  if (denied.length > 0) {
    const actions = denied.map(({ action }) => action).join(" and ");
    subject.fail(
      "keyPolicy",
      `keeps the role ${roleArn} from ${actions}: ${reasonsOf(denied)} Pinecone needs both. Make the role a user of the key.`,
    );
  } else if (open.length > 0) {
    warnOfNews(
      subject,
      ["keyPolicy", "roleArn", "keyArn"],
      `Whether the key policy lets the role use the key can't be decided here: ${reasonsOf(open)} Pinecone decides when the key is added.`,
    );
  }
}

function reasonsOf(decisions: readonly Decision[]): string {
  return sentence(decisions.flatMap(({ reasons }) => reasons));
}
