import * as pulumi from "@pulumi/pulumi";
import { isPineconeRegion, REGION_TABLE } from "../iam";
import { AccessGuard, PrivateEndpoint } from "../sdk";
import { orElse } from "./inputs";
import type { PrivateLinkArgs } from "./privateLinkArgs";
import { checksOf } from "./privateLinkChecks";
import { makeDns, type PrivateLinkRecord, RECORD_TTL, recordOf } from "./privateLinkDns";
import { bringEndpoint, type LinkEndpoint, makeEndpoint } from "./privateLinkEndpoint";
import { type Link, PRIVATE_LINK, privateHostOf } from "./privateLinkParts";

/**
 * The private way from a VPC to the indexes of a Pinecone project in one AWS region: a VPC endpoint with its security group, its
 * registration with Pinecone, and the DNS by which clients find it.
 *
 * It lets clients in; it shuts nobody out. That is what the {@link NetworkAccess} of the project is for, with the output `region` in its
 * `regions`. While the project is VPC-only, the way is not deleted as long as indexes need it.
 *
 * Children: the VPC endpoint `name-endpoint`, its security group `name-security-group` with a rule `name-ingress-<source>` each, the
 * {@link PrivateEndpoint} `name-registration`, the hosted zone `name-zone`, or an association `name-zone-association-<VPC>` each where the
 * zone is brought, its record `name-record`, and the {@link AccessGuard} `name-guard`.
 */
export class PrivateLink extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = PRIVATE_LINK;

  /** The region. It resolves once all of the way is there, so a {@link NetworkAccess} that is given it waits for that. */
  readonly region: pulumi.Output<string>;
  /** The ID of the VPC endpoint. */
  readonly vpcEndpointId: pulumi.Output<string>;
  /** The regional DNS name of the VPC endpoint. */
  readonly vpcEndpointDnsName: pulumi.Output<string>;
  /** The ID of the security group, if it was made. */
  readonly securityGroupId: pulumi.Output<string | undefined>;
  /** The ID of the hosted zone, with `dns: "hostedZone"`. */
  readonly zoneId: pulumi.Output<string | undefined>;
  /** The DNS zone of the private hosts in the region. */
  readonly zoneName: pulumi.Output<string>;
  /** The DNS record that leads to the VPC endpoint. With `dns: "none"` it is to be made by you, where your clients find it. */
  readonly record: pulumi.Output<PrivateLinkRecord>;
  /** Pinecone's ID of the Private Endpoint, with `binding: api`. */
  readonly privateEndpointId: pulumi.Output<string | undefined>;
  /** How the Private Endpoint fares. */
  readonly privateEndpointStatus: PrivateEndpoint["status"];

  constructor(name: string, args: PrivateLinkArgs, opts: pulumi.ComponentResourceOptions = {}) {
    // First, so that nothing of a component that is refused gets into the stack.
    checksOf(args).refuse(PRIVATE_LINK, name);
    super(PRIVATE_LINK, name, {}, opts);

    const link: Link = { name, region: args.region, ...serviceOf(args), parent: this };
    const endpoint = args.vpcEndpointId === undefined ? makeEndpoint(link, args) : bringEndpoint(link, args);
    const registration = register(link, args, endpoint);
    // Clients are led to the endpoint when it works. So an endpoint that replaces another one does so without a gap.
    const working = [registration, ...endpoint.rules];
    const zone = (args.dns ?? "hostedZone") === "hostedZone" ? makeDns(link, args, endpoint, working) : undefined;
    // It depends on all of the way, so that it is deleted first: either all of the way goes or nothing.
    const guard = new AccessGuard(
      `${name}-guard`,
      {
        projectId: args.projectId,
        region: args.region,
        vpcEndpointId: endpoint.id,
        privateEndpointId: registration.privateEndpointId,
        // Clients that remember the record still come in by an endpoint that is replaced.
        drainSeconds: orElse(args.recordTtl, RECORD_TTL),
      },
      { parent: this, dependsOn: [...working, ...(zone?.resources ?? [])] },
    );

    this.region = guard.region;
    this.vpcEndpointId = endpoint.id;
    this.vpcEndpointDnsName = endpoint.dnsName;
    this.securityGroupId = endpoint.securityGroupId;
    this.zoneId = pulumi.output(zone?.id);
    this.zoneName = link.dnsZone;
    this.record = pulumi.output(recordOf(link, endpoint));
    this.privateEndpointId = registration.privateEndpointId;
    this.privateEndpointStatus = registration.status;
    this.registerOutputs({
      region: this.region,
      vpcEndpointId: this.vpcEndpointId,
      vpcEndpointDnsName: this.vpcEndpointDnsName,
      securityGroupId: this.securityGroupId,
      zoneId: this.zoneId,
      zoneName: this.zoneName,
      record: this.record,
      privateEndpointId: this.privateEndpointId,
      privateEndpointStatus: this.privateEndpointStatus,
    });
  }

  /**
   * The private host of an index in the region, from its public one. It resolves once all of the way is there, so what is given it can
   * reach the index.
   *
   * @param host the host of the index, as Pinecone's API has it, such as `docs-example-a1b234c.svc.aped-4627-b74a.pinecone.io`
   * @returns its private host, such as `docs-example-a1b234c.svc.private.aped-4627-b74a.pinecone.io`; a private host as it is. For the
   *   host of an index in another region `pulumi` fails.
   */
  privateHost(host: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi
      .all([host, this.zoneName, this.region])
      .apply(([known, zone, region]) => privateHostOf(known, zone, region));
  }
}

/** Pinecone's side of the region: what is given, else what Pinecone publishes. */
function serviceOf({ region, service }: PrivateLinkArgs): Pick<Link, "serviceName" | "dnsZone"> {
  const facts = service ?? (isPineconeRegion(region) ? REGION_TABLE[region] : undefined);
  if (facts === undefined) throw new Error(`No service is known for ${region}, and the checks have let it pass.`);
  return { serviceName: pulumi.output(facts.serviceName), dnsZone: pulumi.output(facts.dnsZone) };
}

/** Names what AWS knows of the endpoint too, so that a region that does not fit it is told in preview. */
function register({ name, parent }: Link, args: PrivateLinkArgs, endpoint: LinkEndpoint): PrivateEndpoint {
  const registrationArgs = {
    projectId: args.projectId,
    region: args.region,
    vpcEndpointId: endpoint.id,
    name: args.endpointName,
    serviceName: endpoint.serviceName,
    vpcEndpointArn: endpoint.arn,
  };
  const waiting = args.timeouts === undefined ? {} : { customTimeouts: args.timeouts };
  return new PrivateEndpoint(`${name}-registration`, registrationArgs, { parent, ...waiting });
}
