import type { HostedZoneSummary, VPC } from "@aws-sdk/client-route-53";
import { ProviderError } from "../../../provider/rpc";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import { bareZoneId, sameName } from "./names";

/** The private zones that hold for a VPC. */
export async function zonesOf(call: Call, { VPCId, VPCRegion }: VPC): Promise<HostedZoneSummary[]> {
  const route53 = await call.route53();
  const found: HostedZoneSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page = await unlessGone(route53.listHostedZonesByVPC({ VPCId, VPCRegion, NextToken }, call.abort));
    found.push(...(page?.HostedZoneSummaries ?? []));
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/**
 * Refuses a VPC that another private zone of the same name holds for already: AWS refuses it, and moto does not.
 *
 * @param zone - the name of the zone that the VPC comes to, and its ID unless it is yet to be made.
 * @throws ProviderError
 */
export async function refuseSecondZone(
  call: Call,
  zone: { readonly name: string; readonly id?: string },
  vpc: VPC,
): Promise<void> {
  const other = (await zonesOf(call, vpc)).find(
    ({ Name = "", HostedZoneId = "" }) => sameName(Name, zone.name) && bareZoneId(HostedZoneId) !== zone.id,
  );
  if (other === undefined) {
    return;
  }
  throw new ProviderError(
    `AWS refuses the VPC ${vpc.VPCId ?? ""} for the private hosted zone "${zone.name}": it is associated with ${bareZoneId(other.HostedZoneId ?? "")}, which has the same name (ConflictingDomainExists). Use that zone, or take the VPC from it first.`,
  );
}
