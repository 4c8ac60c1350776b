import type { EC2, ResourceType as Tagged, Tag, TagSpecification } from "@aws-sdk/client-ec2";
import type { Call } from "../call";
import { partitionOf } from "../regions";
import type { Tags } from "../resourceType";
import { tagChanges, userTags } from "../tags";

/** The ARN of a resource of EC2 in the region of the call. @param kind - for example `vpc-endpoint` */
export function arnOf(call: Call, owner: string, kind: string, id: string): string {
  return `arn:${partitionOf(call.region).name}:ec2:${call.region}:${owner}:${kind}/${id}`;
}

export function tagsOf(tags: readonly Tag[] | undefined): Tags {
  return userTags((tags ?? []).map(({ Key, Value }) => [Key, Value]));
}

/** The tags to make a resource with; nothing when there are none, for EC2 refuses an empty list. */
export function tagSpecifications(kind: Tagged, tags: Tags): { TagSpecifications?: TagSpecification[] } {
  return Object.keys(tags).length === 0
    ? {}
    : { TagSpecifications: [{ ResourceType: kind, Tags: ec2Tags(Object.entries(tags)) }] };
}

/** Brings the tags of a resource to what is wanted. */
export async function syncTags(ec2: EC2, call: Call, id: string, actual: Tags, wanted: Tags): Promise<void> {
  const { set, remove } = tagChanges(actual, wanted);
  if (remove.length > 0) {
    await ec2.deleteTags({ Resources: [id], Tags: remove.map((Key) => ({ Key })) }, call.abort);
  }
  if (set.length > 0) {
    await ec2.createTags({ Resources: [id], Tags: ec2Tags(set) }, call.abort);
  }
}

function ec2Tags(tags: [string, string][]): Tag[] {
  return tags.map(([Key, Value]) => ({ Key, Value }));
}
