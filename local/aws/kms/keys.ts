import type { KeyMetadata, KMS } from "@aws-sdk/client-kms";
import type { Call } from "../call";
import { isNamed, unlessGone } from "../errors";
import type { Tags } from "../resourceType";
import { tagChanges, userTags } from "../tags";

/** The one key policy there is; KMS wants its name. */
export const POLICY_NAME = "default";

/** A key's metadata; `undefined` when it is gone. A key that waits for its deletion is gone, as for `@pulumi/aws`. */
export async function describeKey(kms: KMS, call: Call, KeyId: string): Promise<KeyMetadata | undefined> {
  const metadata = (await unlessGone(kms.describeKey({ KeyId }, call.abort)))?.KeyMetadata;
  const state = metadata?.KeyState;
  return state === "PendingDeletion" || state === "PendingReplicaDeletion" ? undefined : metadata;
}

export async function keyPolicyOf(kms: KMS, call: Call, KeyId: string): Promise<string> {
  return (await kms.getKeyPolicy({ KeyId, PolicyName: POLICY_NAME }, call.abort)).Policy ?? "";
}

export async function tagsOf(kms: KMS, call: Call, KeyId: string): Promise<Tags> {
  const { Tags: tags = [] } = await kms.listResourceTags({ KeyId }, call.abort);
  return userTags(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

async function syncTags(kms: KMS, call: Call, KeyId: string, actual: Tags, wanted: Tags): Promise<void> {
  const { set, remove } = tagChanges(actual, wanted);
  if (remove.length > 0) {
    await kms.untagResource({ KeyId, TagKeys: remove }, call.abort);
  }
  if (set.length > 0) {
    await kms.tagResource({ KeyId, Tags: kmsTags(Object.fromEntries(set)) }, call.abort);
  }
}

export function kmsTags(tags: Tags): { TagKey: string; TagValue: string }[] {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

/** What is to be set on a key or a replica. What is left out stays. */
interface KeyChange {
  readonly enabled?: boolean;
  readonly description?: string;
  readonly policy?: { readonly document: string; readonly bypassLockoutSafetyCheck: boolean | undefined };
  readonly tags: { readonly actual: Tags; readonly wanted: Tags };
  /** What else is set while the key is enabled. */
  readonly more?: () => Promise<void>;
}

/** A disabled key can't be changed: it is enabled before everything else, and disabled after. */
export async function syncKey(kms: KMS, call: Call, KeyId: string, change: KeyChange): Promise<void> {
  const { enabled, description, policy, tags, more } = change;
  if (enabled === true) {
    await kms.enableKey({ KeyId }, call.abort);
  }
  await more?.();
  if (description !== undefined) {
    await kms.updateKeyDescription({ KeyId, Description: description }, call.abort);
  }
  if (policy !== undefined) {
    const { document: Policy, bypassLockoutSafetyCheck: BypassPolicyLockoutSafetyCheck } = policy;
    await kms.putKeyPolicy({ KeyId, PolicyName: POLICY_NAME, Policy, BypassPolicyLockoutSafetyCheck }, call.abort);
  }
  await syncTags(kms, call, KeyId, tags.actual, tags.wanted);
  if (enabled === false) {
    await kms.disableKey({ KeyId }, call.abort);
  }
}

/** The parts of a change that keys and replicas call alike. */
export function keyChange(
  wanted: {
    readonly description?: string;
    readonly policy?: string;
    readonly bypassPolicyLockoutSafetyCheck?: boolean;
    readonly tagsAll: Tags;
  },
  changed: ReadonlySet<string>,
  actual: { readonly tagsAll: Tags },
): KeyChange {
  const { policy: document, bypassPolicyLockoutSafetyCheck: bypassLockoutSafetyCheck } = wanted;
  return {
    ...(changed.has("description") && { description: wanted.description ?? "" }),
    ...(changed.has("policy") && document !== undefined && { policy: { document, bypassLockoutSafetyCheck } }),
    tags: { actual: actual.tagsAll, wanted: wanted.tagsAll },
  };
}

/** Begins the waiting period after which KMS deletes the key. @param days - default: KMS's own, 30 */
export async function scheduleDeletion(call: Call, KeyId: string, days: number | undefined): Promise<void> {
  const kms = await call.kms();
  if ((await describeKey(kms, call, KeyId)) === undefined) {
    return;
  }
  await unlessGone(kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: days }, call.abort));
}

/** Asymmetric keys and those in key stores have no rotation: KMS refuses the question. */
export async function rotationOf(kms: KMS, call: Call, KeyId: string): Promise<{ enabled: boolean; days?: number }> {
  try {
    const status = await kms.getKeyRotationStatus({ KeyId }, call.abort);
    const days = status.RotationPeriodInDays;
    return { enabled: status.KeyRotationEnabled ?? false, ...(days !== undefined && { days }) };
  } catch (error) {
    if (isNamed(error, "UnsupportedOperationException")) {
      return { enabled: false };
    }
    throw error;
  }
}

/** True when a key ID and a key's ARN, or two ARNs, name the same key. */
export function sameKey(one: string, other: string): boolean {
  return keyIdOf(one) === keyIdOf(other) && (one === other || !isArn(one) || !isArn(other));
}

/** The key ID in a key's ARN; a key ID as it is. */
export function keyIdOf(arnOrId: string): string {
  return isArn(arnOrId) ? arnOrId.slice(arnOrId.lastIndexOf("/") + 1) : arnOrId;
}

function isArn(text: string): boolean {
  return text.startsWith("arn:");
}
