import type { GetHostedZoneResponse } from "@aws-sdk/client-route-53";
import { ProviderError } from "../../../provider/rpc";
import type { Call } from "../call";
import { awsFunction } from "../functionType";
import type { Tags } from "../resourceType";
import { findZone, zoneFacts, zonesNamed, zoneTags } from "./zones";

/** A hosted zone by its ID, or the only one that has a name, is public or private, holds for a VPC and has the given tags. */
export const getZone = awsFunction({
  token: "aws:route53/getZone:getZone",
  args: {
    enableAcceleratedRecovery: "boolean",
    name: "string",
    privateZone: "boolean",
    tags: "tags",
    vpcId: "string",
    zoneId: "string",
  },
  results: {
    arn: "string",
    callerReference: "string",
    comment: "string",
    enableAcceleratedRecovery: "boolean",
    id: "string",
    linkedServiceDescription: "string",
    linkedServicePrincipal: "string",
    name: "string",
    nameServers: "strings",
    primaryNameServer: "string",
    privateZone: "boolean",
    resourceRecordSetCount: "number",
    tags: "tags",
    vpcId: "string",
    zoneId: "string",
  },

  async answer(call, args) {
    const found = await choose(call, args);
    const facts = await zoneFacts(call, found);
    const { CallerReference = "", ResourceRecordSetCount = 0, Config, LinkedService } = found.HostedZone ?? {};
    return {
      ...facts,
      id: facts.zoneId,
      callerReference: CallerReference,
      linkedServiceDescription: LinkedService?.Description ?? "",
      linkedServicePrincipal: LinkedService?.ServicePrincipal ?? "",
      privateZone: Config?.PrivateZone ?? false,
      resourceRecordSetCount: ResourceRecordSetCount,
      tags: await zoneTags(call, facts.zoneId),
      vpcId: args.vpcId ?? "",
    };
  },
});

interface Wish {
  readonly zoneId?: string;
  readonly name?: string;
  /** @default false */
  readonly privateZone?: boolean;
  readonly vpcId?: string;
  readonly tags?: Tags;
}

async function choose(call: Call, wish: Wish): Promise<GetHostedZoneResponse> {
  if ((wish.zoneId === undefined) === (wish.name === undefined)) {
    throw new ProviderError("aws.route53.getZone finds a hosted zone by zoneId or by name: give one of the two.");
  }
  const found = wish.zoneId === undefined ? await search(call, wish) : await findZone(call, wish.zoneId);
  if (found === undefined) {
    throw new ProviderError(`There is no hosted zone "${wish.zoneId ?? ""}" in this account.`);
  }
  return found;
}

async function search(
  call: Call,
  { name = "", privateZone = false, vpcId, tags = {} }: Wish,
): Promise<GetHostedZoneResponse> {
  const candidates = (await zonesNamed(call, name)).filter(
    ({ Config }) => (Config?.PrivateZone ?? false) === (privateZone || vpcId !== undefined),
  );
  const zones = await Promise.all(candidates.map(({ Id = "" }) => findZone(call, Id)));
  const fitting: GetHostedZoneResponse[] = [];
  for (const zone of zones) {
    if (zone !== undefined && holdsFor(zone, vpcId) && (await hasTags(call, zone, tags))) {
      fitting.push(zone);
    }
  }
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) {
    return only;
  }
  const which = `${privateZone || vpcId !== undefined ? "private" : "public"} hosted zone "${name}"${vpcId === undefined ? "" : ` of the VPC ${vpcId}`}`;
  throw new ProviderError(
    fitting.length === 0
      ? `There is no ${which} in this account${Object.keys(tags).length > 0 ? " with these tags" : ""}: check name, privateZone, vpcId and tags.`
      : `There are ${fitting.length} zones that fit, and one is wanted: ${which}. Give its zoneId, or a vpcId or tags that only it has.`,
  );
}

function holdsFor({ VPCs = [] }: GetHostedZoneResponse, vpcId: string | undefined): boolean {
  return vpcId === undefined || VPCs.some(({ VPCId }) => VPCId === vpcId);
}

async function hasTags(call: Call, { HostedZone }: GetHostedZoneResponse, wanted: Tags): Promise<boolean> {
  if (Object.keys(wanted).length === 0) {
    return true;
  }
  const tags = await zoneTags(call, (HostedZone?.Id ?? "").replace("/hostedzone/", ""));
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}
