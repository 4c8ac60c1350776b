import type { KeySpec, KeyUsageType } from "@aws-sdk/client-kms";
import { resourceType, REGION, TAGS, TAGS_ALL } from "../resourceType";
import { describeKey, keyChange, keyPolicyOf, kmsTags, rotationOf, scheduleDeletion, syncKey, tagsOf } from "./keys";

/** The period KMS takes when rotation is on and none is given. */
const DEFAULT_ROTATION_DAYS = 365;

const ELSEWHERE = "keys in a key store of one's own are not made locally";

/** A KMS key. Its ID is its key ID; deleting it begins its waiting period. */
export const key = resourceType({
  token: "aws:kms/key:Key",
  title: "KMS key",
  inputs: {
    description: { kind: "string", onChange: "update", computed: true },
    policy: { kind: "policy", onChange: "update", computed: true },
    bypassPolicyLockoutSafetyCheck: { kind: "boolean", onChange: "update", default: false, unread: true },
    enableKeyRotation: { kind: "boolean", onChange: "update", default: false },
    rotationPeriodInDays: { kind: "number", onChange: "update", computed: true, range: [90, 2560] },
    isEnabled: { kind: "boolean", onChange: "update", default: true },
    deletionWindowInDays: { kind: "number", onChange: "update", unread: true, range: [7, 30] },
    multiRegion: { kind: "boolean", onChange: "replace", computed: true },
    keyUsage: {
      kind: "string",
      onChange: "replace",
      default: "ENCRYPT_DECRYPT",
      values: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"],
    },
    customerMasterKeySpec: { kind: "string", onChange: "replace", default: "SYMMETRIC_DEFAULT" },
    tags: TAGS,
    region: REGION,
  },
  outputs: {
    arn: { kind: "string" },
    keyId: { kind: "string" },
    customKeyStoreId: { kind: "string" },
    xksKeyId: { kind: "string" },
    tagsAll: TAGS_ALL,
  },
  refused: { customKeyStoreId: ELSEWHERE, xksKeyId: ELSEWHERE },

  async create(call, wanted) {
    const kms = await call.kms();
    const { KeyMetadata } = await kms.createKey(
      {
        Description: wanted.description,
        Policy: wanted.policy,
        BypassPolicyLockoutSafetyCheck: wanted.bypassPolicyLockoutSafetyCheck,
        MultiRegion: wanted.multiRegion ?? false,
        KeyUsage: wanted.keyUsage as KeyUsageType,
        KeySpec: wanted.customerMasterKeySpec as KeySpec,
        Tags: kmsTags(wanted.tagsAll),
      },
      call.abort,
    );
    return KeyMetadata?.KeyId ?? "";
  },

  async read(call, KeyId, known) {
    const kms = await call.kms();
    const metadata = await describeKey(kms, call, KeyId);
    if (metadata === undefined) {
      return undefined;
    }
    const rotation = await rotationOf(kms, call, KeyId);
    return {
      arn: metadata.Arn ?? "",
      keyId: metadata.KeyId ?? KeyId,
      description: metadata.Description ?? "",
      isEnabled: metadata.Enabled ?? false,
      keyUsage: metadata.KeyUsage ?? "",
      customerMasterKeySpec: metadata.KeySpec ?? "",
      multiRegion: metadata.MultiRegion ?? false,
      customKeyStoreId: metadata.CustomKeyStoreId ?? "",
      xksKeyId: metadata.XksKeyConfiguration?.Id ?? "",
      enableKeyRotation: rotation.enabled,
      // moto turns rotation on but forgets the period: then what was set is reported.
      rotationPeriodInDays:
        rotation.days ?? (known.rotationPeriodInDays || (rotation.enabled ? DEFAULT_ROTATION_DAYS : 0)),
      policy: await keyPolicyOf(kms, call, KeyId),
      tagsAll: await tagsOf(kms, call, KeyId),
    };
  },

  async sync(call, KeyId, wanted, changed, actual) {
    const kms = await call.kms();
    await syncKey(kms, call, KeyId, {
      ...keyChange(wanted, changed, actual),
      ...(changed.has("isEnabled") && { enabled: wanted.isEnabled }),
      more: async () => {
        if (!changed.has("enableKeyRotation") && !changed.has("rotationPeriodInDays")) {
          return;
        }
        await (wanted.enableKeyRotation
          ? kms.enableKeyRotation({ KeyId, RotationPeriodInDays: wanted.rotationPeriodInDays }, call.abort)
          : kms.disableKeyRotation({ KeyId }, call.abort));
      },
    });
  },

  delete: (call, KeyId, state) => scheduleDeletion(call, KeyId, state.deletionWindowInDays),
});
