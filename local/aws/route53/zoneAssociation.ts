import type { VPCRegion } from "@aws-sdk/client-route-53";
import { ProviderError } from "../../../provider/rpc";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import { REGION, resourceType } from "../resourceType";
import { created, untilCreated } from "./changes";
import { bareZoneId, sameZoneId } from "./names";

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
    const route53 = await call.route53();
    const { ChangeInfo } = await route53.associateVPCWithHostedZone(requestOf({ zoneId, vpcId, region }), call.abort);
    created(call, ChangeInfo);
    return `${bareZoneId(zoneId)}:${vpcId}:${region}`;
  },

  complete: (call, id) => untilCreated(call, `the zone association "${id}"`),

  async read(call, id) {
    const { zoneId, vpcId, region } = parts(call, id);
    const owner = await owningAccount(call, zoneId, vpcId, region);
    return owner === undefined ? undefined : { zoneId, vpcId, vpcRegion: region, owningAccount: owner };
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

/** The account of the zone, found among the zones of the VPC; `undefined` when the zone does not hold for it. */
async function owningAccount(call: Call, zoneId: string, VPCId: string, region: string): Promise<string | undefined> {
  const route53 = await call.route53();
  let NextToken: string | undefined;
  do {
    const page = await unlessGone(
      route53.listHostedZonesByVPC({ VPCId, VPCRegion: region as VPCRegion, NextToken }, call.abort),
    );
    const found = page?.HostedZoneSummaries?.find(({ HostedZoneId = "" }) => sameZoneId(HostedZoneId, zoneId));
    if (found !== undefined) {
      return found.Owner?.OwningAccount ?? "";
    }
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
  return undefined;
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
