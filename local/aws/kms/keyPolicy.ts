import { ProviderError } from "../../../provider/rpc";
import { REGION, resourceType } from "../resourceType";
import { describeKey, keyIdOf, keyPolicyOf, POLICY_NAME, sameKey } from "./keys";

/** The policy of a KMS key that is managed apart from it. Its ID is the key's. Deleting it gives the key the default policy back. */
export const keyPolicy = resourceType({
  token: "aws:kms/keyPolicy:KeyPolicy",
  title: "KMS key policy",
  inputs: {
    keyId: { kind: "string", onChange: "replace", required: true, same: sameKey },
    policy: { kind: "policy", onChange: "update", required: true },
    bypassPolicyLockoutSafetyCheck: { kind: "boolean", onChange: "update", default: false, unread: true },
    region: REGION,
  },
  outputs: {},

  async create(call, wanted) {
    const kms = await call.kms();
    const { keyId: KeyId, policy: Policy, bypassPolicyLockoutSafetyCheck: BypassPolicyLockoutSafetyCheck } = wanted;
    await kms.putKeyPolicy({ KeyId, PolicyName: POLICY_NAME, Policy, BypassPolicyLockoutSafetyCheck }, call.abort);
    return keyIdOf(KeyId);
  },

  async read(call, KeyId) {
    const kms = await call.kms();
    const metadata = await describeKey(kms, call, KeyId);
    return metadata && { keyId: metadata.KeyId ?? KeyId, policy: await keyPolicyOf(kms, call, KeyId) };
  },

  async sync(call, KeyId, { policy: Policy, bypassPolicyLockoutSafetyCheck: BypassPolicyLockoutSafetyCheck }) {
    const kms = await call.kms();
    await kms.putKeyPolicy({ KeyId, PolicyName: POLICY_NAME, Policy, BypassPolicyLockoutSafetyCheck }, call.abort);
  },

  async delete(call, KeyId, state) {
    const kms = await call.kms();
    const metadata = await describeKey(kms, call, KeyId);
    if (metadata === undefined) {
      return;
    }
    if (state.bypassPolicyLockoutSafetyCheck) {
      call.warn(
        `The policy of KMS key ${KeyId} stays as it is: with bypassPolicyLockoutSafetyCheck it is only taken out of the stack.`,
      );
      return;
    }
    const Policy = defaultPolicy(metadata.Arn ?? "");
    await kms.putKeyPolicy({ KeyId, PolicyName: POLICY_NAME, Policy }, call.abort);
  },
});

/** The policy KMS gives a key that is made without one: its account decides, by IAM policies. */
function defaultPolicy(keyArn: string): string {
  const [, partition, , , account] = keyArn.split(":");
  if (partition === undefined || account === undefined) {
    throw new ProviderError(`KMS gave "${keyArn}" as the ARN of a key: it has no account in it.`);
  }
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "default",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}
