import { REGION, resourceType, TAGS, TAGS_ALL } from "../resourceType";
import {
  describeKey,
  keyChange,
  keyIdOf,
  keyPolicyOf,
  kmsTags,
  rotationOf,
  scheduleDeletion,
  syncKey,
  tagsOf,
} from "./keys";

/** A multi-Region key in one more region, its `region` input. Its ID is the key ID, which it shares with its primary key. */
export const replicaKey = resourceType({
  token: "aws:kms/replicaKey:ReplicaKey",
  title: "KMS replica key",
  inputs: {
    primaryKeyArn: {
      kind: "string",
      onChange: "replace",
      required: true,
      pattern: {
        expression: /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/mrk-[0-9a-f-]+$/,
        rule: "the ARN of a multi-Region key is like arn:aws:kms:us-east-1:123456789012:key/mrk-1234",
      },
    },
    description: { kind: "string", onChange: "update" },
    policy: { kind: "policy", onChange: "update", computed: true },
    bypassPolicyLockoutSafetyCheck: { kind: "boolean", onChange: "update", default: false, unread: true },
    enabled: { kind: "boolean", onChange: "update", default: true },
    deletionWindowInDays: { kind: "number", onChange: "update", default: 30, unread: true, range: [7, 30] },
    tags: TAGS,
    region: REGION,
  },
  outputs: {
    arn: { kind: "string" },
    keyId: { kind: "string" },
    keyRotationEnabled: { kind: "boolean" },
    keySpec: { kind: "string" },
    keyUsage: { kind: "string" },
    tagsAll: TAGS_ALL,
  },

  async create(call, wanted) {
    const kms = await call.kms(regionOf(wanted.primaryKeyArn));
    const { ReplicaKeyMetadata } = await kms.replicateKey(
      {
        // The ID and not the ARN: moto knows keys by ID only here.
        KeyId: keyIdOf(wanted.primaryKeyArn),
        ReplicaRegion: call.region,
        Description: wanted.description,
        Policy: wanted.policy,
        BypassPolicyLockoutSafetyCheck: wanted.bypassPolicyLockoutSafetyCheck,
        Tags: kmsTags(wanted.tagsAll),
      },
      call.abort,
    );
    return ReplicaKeyMetadata?.KeyId ?? keyIdOf(wanted.primaryKeyArn);
  },

  async read(call, KeyId) {
    const kms = await call.kms();
    const metadata = await describeKey(kms, call, KeyId);
    const primaryKeyArn = metadata?.MultiRegionConfiguration?.PrimaryKey?.Arn;
    if (metadata === undefined || primaryKeyArn === undefined || primaryKeyArn === metadata.Arn) {
      return undefined;
    }
    return {
      arn: metadata.Arn ?? "",
      keyId: metadata.KeyId ?? KeyId,
      primaryKeyArn,
      description: metadata.Description ?? "",
      enabled: metadata.Enabled ?? false,
      keySpec: metadata.KeySpec ?? "",
      keyUsage: metadata.KeyUsage ?? "",
      keyRotationEnabled: (await rotationOf(kms, call, KeyId)).enabled,
      policy: await keyPolicyOf(kms, call, KeyId),
      tagsAll: await tagsOf(kms, call, KeyId),
    };
  },

  /** moto copies description, policy and tags from the primary key instead of taking the replica's own: they are set here. */
  async sync(call, KeyId, wanted, changed, actual) {
    const kms = await call.kms();
    await syncKey(kms, call, KeyId, {
      ...keyChange(wanted, changed, actual),
      ...(changed.has("enabled") && { enabled: wanted.enabled }),
    });
  },

  delete: (call, KeyId, state) => scheduleDeletion(call, KeyId, state.deletionWindowInDays),
});

function regionOf(keyArn: string): string | undefined {
  return keyArn.split(":")[3];
}
