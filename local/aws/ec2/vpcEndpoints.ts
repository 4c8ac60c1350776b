import type { EC2, VpcEndpoint } from "@aws-sdk/client-ec2";
import { ProviderError } from "../../../provider/rpc";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import type { PlainObject } from "../resourceType";
import { waitFor } from "../wait";
import { arnOf } from "./support";

/** The one type of VPC endpoint that is made here. */
export const INTERFACE = "Interface";

/** A VPC endpoint; `undefined` when it is gone. AWS shows one that is deleted for some time, and moto for ever. */
export async function describeVpcEndpoint(ec2: EC2, call: Call, id: string): Promise<VpcEndpoint | undefined> {
  const answer = await unlessGone(ec2.describeVpcEndpoints({ VpcEndpointIds: [id] }, call.abort));
  const found = answer?.VpcEndpoints?.[0];
  return found === undefined || stateOf(found) === "deleted" ? undefined : found;
}

/** The state as EC2 writes it, such as `available` or `pendingAcceptance`; the SDK's own type has it with a capital. */
export function stateOf({ State = "" }: { readonly State?: string | undefined }): string {
  return State.charAt(0).toLowerCase() + State.slice(1);
}

/**
 * Waits until a VPC endpoint is available. One that waits for the owner of its service to accept it is not waited for, as with
 * `@pulumi/aws`: that may need what comes after it in the program.
 *
 * @throws ProviderError with AWS's words when it failed or was rejected
 */
export async function usable(call: Call, id: string): Promise<void> {
  const ec2 = await call.ec2();
  await waitFor(call, `the VPC endpoint "${id}" to be available`, async () => {
    const found = await describeVpcEndpoint(ec2, call, id);
    if (found === undefined) {
      throw new ProviderError(
        `The VPC endpoint "${id}" is gone: run "pulumi refresh", and "pulumi up" makes it again.`,
      );
    }
    const state = stateOf(found);
    switch (state) {
      case "available":
      case "pendingAcceptance":
        return undefined;
      case "pending":
        return state;
      default:
        throw new ProviderError(refusal(id, state, found.LastError));
    }
  });
}

function refusal(id: string, state: string, error: VpcEndpoint["LastError"]): string {
  const words = error?.Message ?? error?.Code;
  const reason = words === undefined ? "AWS gave no reason" : `AWS says: ${words}`;
  const code = error?.Message !== undefined && error.Code !== undefined ? ` (${error.Code})` : "";
  return `The VPC endpoint "${id}" is ${state}, and does not become available any more. ${reason}${code}. Remove the cause, then replace it: pulumi up --replace <its URN>.`;
}

/** Deletes a VPC endpoint and waits until it is gone, its network interfaces with it. */
export async function removeVpcEndpoint(call: Call, id: string): Promise<void> {
  const ec2 = await call.ec2();
  if ((await describeVpcEndpoint(ec2, call, id)) === undefined) {
    return;
  }
  const { Unsuccessful = [] } = await ec2.deleteVpcEndpoints({ VpcEndpointIds: [id] }, call.abort);
  const error = Unsuccessful[0]?.Error;
  if (error !== undefined && error.Code?.endsWith(".NotFound") !== true) {
    throw new ProviderError(
      `Could not delete the VPC endpoint "${id}": ${error.Message ?? "AWS gave no reason"} (${error.Code ?? "no code"})`,
    );
  }
  await waitFor(call, `the VPC endpoint "${id}" to be gone`, async () => {
    const found = await describeVpcEndpoint(ec2, call, id);
    return found && stateOf(found);
  });
}

/** What a VPC endpoint and the function that looks one up show alike. */
export function described(call: Call, found: VpcEndpoint, id: string) {
  const ownerId = found.OwnerId ?? "";
  const entries = found.DnsEntries ?? [];
  return {
    arn: arnOf(call, ownerId, "vpc-endpoint", id),
    // Both are of a Gateway endpoint.
    cidrBlocks: [],
    prefixListId: "",
    dnsEntries: entries.map(({ DnsName = "", HostedZoneId = "" }) => ({
      dnsName: DnsName,
      hostedZoneId: HostedZoneId,
    })),
    networkInterfaceIds: found.NetworkInterfaceIds ?? [],
    ownerId,
    policy: found.PolicyDocument ?? "",
    privateDnsEnabled: found.PrivateDnsEnabled ?? false,
    requesterManaged: found.RequesterManaged ?? false,
    routeTableIds: found.RouteTableIds ?? [],
    securityGroupIds: (found.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    serviceName: found.ServiceName ?? "",
    serviceRegion: found.ServiceRegion ?? call.region,
    state: stateOf(found),
    subnetIds: found.SubnetIds ?? [],
    vpcEndpointType: found.VpcEndpointType ?? INTERFACE,
    vpcId: found.VpcId ?? "",
  };
}

/** The DNS options as far as AWS tells them; moto tells none. */
export function dnsOptionsOf({ DnsOptions: told }: VpcEndpoint): PlainObject {
  return told?.DnsRecordIpType === undefined ? {} : { dnsRecordIpType: told.DnsRecordIpType };
}
