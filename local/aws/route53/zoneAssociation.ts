import type { VPCRegion } from "@aws-sdk/client-route-53";
import { ProviderError } from "../../../provider/rpc";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import { REGION, resourceType } from "../resourceType";
import { created, untilCreated } from "./changes";
import { bareZoneId, domainName, sameZoneId } from "./names";
import { refuseSecondZone, zonesOf } from "./vpcs";
import { findZone } from "./zones";

/** A private zone that holds for one more VPC. Its ID is `zone:VPC:region`; in an import the region may be left out. */
export const zoneAssociation = resourceType({
  token: "aws:route53/zoneAssociation:ZoneAssociation",
  title: "Route 53 zone association",
  inputs: {
    zoneId: { kind: "string", onChange: "replace", required: true, same: sameZoneId },
    vpcId: { kind: "string", onChange: "replace", required: true },
    vpcRegion: REGION,
  },
  outputs: { owningAccount: { kind: "string" } },

  async create(call, { zoneId, vpcId, vpcRegion }) {
    const region = vpcRegion ?? call.region;
    const request = requestOf({ zoneId, vpcId, region });
    const name = (await findZone(call, zoneId))?.HostedZone?.Name;
    if (name !== undefined) {
      await refuseSecondZone(call, { name: domainName(name), id: bareZoneId(zoneId) }, request.VPC);
    }
    const route53 = await call.route53();
    const { ChangeInfo } = await route53.associateVPCWithHostedZone(request, call.abort);
    created(call, ChangeInfo);
    return `${bareZoneId(zoneId)}:${vpcId}:${region}`;
  },

  complete: (call, id) => untilCreated(call, `the zone association "${id}"`),

  async read(call, id) {
    const { zoneId, vpcId, region } = parts(call, id);
    const zones = await zonesOf(call, requestOf({ zoneId, vpcId, region }).VPC);
    const found = zones.find(({ HostedZoneId = "" }) => sameZoneId(HostedZoneId, zoneId));
    return found && { zoneId, vpcId, vpcRegion: region, owningAccount: found.Owner?.OwningAccount ?? "" };
  },

  /** Nothing of it can be updated. */
  sync: () => Promise.resolve(),

  async delete(call, id) {
    const route53 = await call.route53();
    await unlessGone(route53.disassociateVPCFromHostedZone(requestOf(parts(call, id)), call.abort));
  },
});

interface Parts {
  readonly zoneId: string;
  readonly vpcId: string;
  readonly region: string;
}

function requestOf({ zoneId, vpcId, region }: Parts) {
  return { HostedZoneId: zoneId, VPC: { VPCId: vpcId, VPCRegion: region as VPCRegion } };
}

function parts(call: Call, id: string): Parts {
  const [zoneId = "", vpcId = "", region = call.region, ...more] = id.split(":");
  if (zoneId === "" || vpcId === "" || more.length > 0) {
    throw new ProviderError(
      `"${id}" is not the ID of a Route 53 zone association: give the zone's ID, a colon and the VPC's ID, and, for a VPC in another region than the provider's, a colon and its region.`,
    );
  }
  return { zoneId, vpcId, region };
}
