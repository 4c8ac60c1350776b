import type { VPC, VPCRegion } from "@aws-sdk/client-route-53";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import { uniqueName } from "../names";
import { type PlainObject, resourceType, TAGS, TAGS_ALL, type Tags } from "../resourceType";
import { tagChanges } from "../tags";
import { created, untilCreated, untilInSync } from "./changes";
import { bareZoneId, sameName } from "./names";
import { deleteRecords } from "./records";
import { refuseSecondZone } from "./vpcs";
import { findZone, zoneFacts, zoneTags } from "./zones";

const ELSEWHERE = "leave it out, or use the real @pulumi/aws plugin";

/** A hosted zone: private when it has `vpcs`, public when it has none. Its ID is the zone's. */
export const zone = resourceType({
  token: "aws:route53/zone:Zone",
  title: "Route 53 hosted zone",
  inputs: {
    name: { kind: "string", onChange: "replace", computed: true, same: sameName },
    comment: { kind: "string", onChange: "update", default: "Managed by Pulumi" },
    vpcs: { kind: "objects", onChange: "update", sameObject: sameVpc },
    forceDestroy: { kind: "boolean", onChange: "update", default: false, unread: true },
    tags: TAGS,
  },
  outputs: {
    arn: { kind: "string" },
    zoneId: { kind: "string" },
    nameServers: { kind: "strings" },
    primaryNameServer: { kind: "string" },
    enableAcceleratedRecovery: { kind: "boolean" },
    tagsAll: TAGS_ALL,
  },
  refused: { delegationSetId: ELSEWHERE, enableAcceleratedRecovery: ELSEWHERE },
  autoname: { maximum: 255 },

  async create(call, wanted) {
    const route53 = await call.route53();
    // One VPC makes the zone private; `sync` adds the others.
    const [first] = (wanted.vpcs ?? []).map((one) => vpcOf(call, one));
    if (first !== undefined) {
      await refuseSecondZone(call, { name: wanted.name ?? "" }, first);
    }
    const { HostedZone, ChangeInfo } = await route53.createHostedZone(
      {
        Name: wanted.name,
        CallerReference: uniqueName("pulumi-"),
        HostedZoneConfig: { Comment: wanted.comment, PrivateZone: first !== undefined },
        VPC: first,
      },
      call.abort,
    );
    created(call, ChangeInfo);
    return bareZoneId(HostedZone?.Id ?? "");
  },

  complete: (call, id, wanted) => untilCreated(call, `the zone "${wanted.name ?? id}"`),

  async read(call, id) {
    const found = await findZone(call, id);
    if (found === undefined) {
      return undefined;
    }
    const vpcs = (found.VPCs ?? []).map(({ VPCId = "", VPCRegion = "" }) => ({ vpcId: VPCId, vpcRegion: VPCRegion }));
    return {
      ...(await zoneFacts(call, found)),
      vpcs: vpcs.length > 0 ? vpcs : undefined,
      tagsAll: await zoneTags(call, id),
    };
  },

  async sync(call, Id, wanted, changed, actual) {
    const route53 = await call.route53();
    if (changed.has("comment")) {
      await route53.updateHostedZoneComment({ Id, Comment: wanted.comment }, call.abort);
    }
    if (changed.has("vpcs")) {
      await syncVpcs(call, { id: Id, name: actual.name ?? "" }, actual.vpcs ?? [], wanted.vpcs ?? []);
    }
    if (changed.has("tagsAll")) {
      await syncTags(call, Id, actual.tagsAll, wanted.tagsAll);
    }
  },

  async delete(call, Id, state) {
    if (state.forceDestroy) {
      await deleteRecords(call, Id);
    }
    const route53 = await call.route53();
    await unlessGone(route53.deleteHostedZone({ Id }, call.abort));
  },
});

/** The VPCs to come before those to go: a private zone is never without one. */
async function syncVpcs(
  call: Call,
  { id: HostedZoneId, name }: { readonly id: string; readonly name: string },
  actual: readonly PlainObject[],
  wanted: readonly PlainObject[],
): Promise<void> {
  const route53 = await call.route53();
  const what = `the VPCs of the zone "${HostedZoneId}"`;
  for (const vpc of missing(wanted, actual)) {
    const request = { HostedZoneId, VPC: vpcOf(call, vpc) };
    await refuseSecondZone(call, { id: HostedZoneId, name }, request.VPC);
    await untilInSync(call, (await route53.associateVPCWithHostedZone(request, call.abort)).ChangeInfo, what);
  }
  for (const vpc of missing(actual, wanted)) {
    const request = { HostedZoneId, VPC: vpcOf(call, vpc) };
    await untilInSync(call, (await route53.disassociateVPCFromHostedZone(request, call.abort)).ChangeInfo, what);
  }
}

async function syncTags(call: Call, ResourceId: string, actual: Tags, wanted: Tags): Promise<void> {
  const route53 = await call.route53();
  const { set, remove } = tagChanges(actual, wanted);
  await route53.changeTagsForResource(
    {
      ResourceType: "hostedzone",
      ResourceId,
      AddTags: set.length > 0 ? set.map(([Key, Value]) => ({ Key, Value })) : undefined,
      RemoveTagKeys: remove.length > 0 ? remove : undefined,
    },
    call.abort,
  );
}

/** Those of `some` that `others` lack. */
function missing(some: readonly PlainObject[], others: readonly PlainObject[]): PlainObject[] {
  return some.filter((one) => !others.some((other) => sameVpc(one, other)));
}

/** A VPC without a region is in the provider's; its ID is enough to tell it from others. */
function sameVpc(one: PlainObject, other: PlainObject): boolean {
  const [first, second] = [one["vpcRegion"] ?? "", other["vpcRegion"] ?? ""];
  return one["vpcId"] === other["vpcId"] && (first === second || first === "" || second === "");
}

function vpcOf(call: Call, { vpcId, vpcRegion }: PlainObject): VPC {
  return { VPCId: String(vpcId), VPCRegion: String(vpcRegion ?? call.region) as VPCRegion };
}
