import { parseArn } from "../../../iam";
import type { CheckSubject } from "../lifecycle";
import type { CheckedBinding } from "./checkedBinding";
import { checkKeyPolicy } from "./keyPolicyCheck";
import { checkProject } from "./projectCheck";
import { checkTrust } from "./trustCheck";

/** All rules that take more than one value, or a look at Pinecone. */
export async function preflight(subject: CheckSubject<CheckedBinding>): Promise<void> {
  checkPartitions(subject);
  checkTrust(subject);
  checkKeyPolicy(subject);
  await checkProject(subject);
}

function checkPartitions({ known: { roleArn, keyArn }, fail }: CheckSubject<CheckedBinding>): void {
  if (roleArn === undefined || keyArn === undefined) return;
  const [role, key] = [parseArn(roleArn)?.partition, parseArn(keyArn)?.partition];
  if (role === key) return;
  fail(
    "keyArn",
    `is in the partition ${String(key)}, but the role is in ${String(role)}. AWS's rule: nothing reaches across partitions. Give a role and a key of one partition.`,
  );
}
