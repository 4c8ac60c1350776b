import type * as pulumi from "@pulumi/pulumi";

/** The VPC endpoint is made. */
export interface MadeEndpoint {
  /**
   * The VPC that the endpoint is in, of the component's region. A change makes a new endpoint; the old one goes when all of the new way
   * works.
   */
  readonly vpcId: pulumi.Input<string>;
  /**
   * The subnets that the endpoint gets addresses in: at least one, and at most one per Availability Zone. One in each zone that has
   * clients keeps the traffic in its zone.
   */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The policy of the VPC endpoint, as JSON.
   *
   * @default - AWS's: everything is allowed, and Pinecone's API keys decide
   */
  readonly endpointPolicy?: pulumi.Input<string | undefined>;
  readonly vpcEndpointId?: never;
}

/** The security group of the VPC endpoint is made. */
export interface MadeSecurityGroup {
  /**
   * The CIDR blocks, IPv4 or IPv6, that clients are let in from, on TCP port 443. This or `allowedSecurityGroupIds` is required.
   * `0.0.0.0/0` and `::/0` are refused unless `allowFromEverywhere` is true. The rule of a plain text is named after it, that of an output
   * after its place: add and remove outputs at the end, for AWS refuses a rule that another place still has.
   *
   * @default - none
   */
  readonly allowedCidrs?: pulumi.Input<string>[] | undefined;
  /**
   * The security groups whose members are let in, on TCP port 443. This or `allowedCidrs` is required.
   *
   * @default - none
   */
  readonly allowedSecurityGroupIds?: pulumi.Input<string>[] | undefined;
  /**
   * Whether `allowedCidrs` may have `0.0.0.0/0` and `::/0`: all that is routed to the VPC gets in.
   *
   * @default false
   */
  readonly allowFromEverywhere?: boolean | undefined;
  readonly securityGroupIds?: never;
}

/** The security groups of the VPC endpoint are brought. */
export interface BroughtSecurityGroups {
  /** The security groups of the endpoint, at least one. They must let clients in on TCP port 443. They are not changed. */
  readonly securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly allowedCidrs?: never;
  readonly allowedSecurityGroupIds?: never;
  readonly allowFromEverywhere?: never;
}

/** The VPC endpoint is brought. It is registered with Pinecone, and not changed. */
export interface BroughtEndpoint {
  /**
   * The ID of an interface endpoint that exists already, for Pinecone's service of the region. A change registers the new endpoint; the
   * old one's registration goes when all of the new way works.
   */
  readonly vpcEndpointId: pulumi.Input<string>;
  readonly vpcId?: never;
  readonly subnetIds?: never;
  readonly endpointPolicy?: never;
  readonly securityGroupIds?: never;
  readonly allowedCidrs?: never;
  readonly allowedSecurityGroupIds?: never;
  readonly allowFromEverywhere?: never;
}

/** Pinecone's side of a region: what the VPC endpoint is for, and whose names lead to it. */
export interface PrivateLinkService {
  /** The name of Pinecone's VPC endpoint service, for example `com.amazonaws.vpce.us-east-1.vpce-svc-05ef6f1f0b9130b54`. */
  readonly serviceName: pulumi.Input<string>;
  /** The DNS zone of the private hosts of indexes, for example `private.aped-4627-b74a.pinecone.io`. */
  readonly dnsZone: pulumi.Input<string>;
}

/** What can be chosen whether the parts are made or brought. */
export interface PrivateLinkOptions {
  /** The Pinecone project whose indexes are reached. */
  readonly projectId: pulumi.Input<string>;
  /** The AWS region of the indexes, and so of the VPC endpoint, for example `us-east-1`. The AWS provider may work in another one. */
  readonly region: string;
  /**
   * The cloud of the indexes. Only `aws`: Azure Private Link is not supported by this version.
   *
   * @default aws
   */
  readonly cloud?: string | undefined;
  /**
   * Pinecone's side of the region: `serviceName`, its VPC endpoint service, and `dnsZone`, the DNS zone of the private hosts. Required for a
   * region that this version does not know.
   *
   * @default - as Pinecone publishes them, see `REGION_TABLE`
   */
  readonly service?: PrivateLinkService | undefined;
  /**
   * What the Private Endpoint is called in Pinecone, 1 to 512 characters.
   *
   * @default - the ID of the VPC endpoint
   */
  readonly endpointName?: pulumi.Input<string | undefined>;
  /**
   * How clients find the VPC endpoint by the private host of an index. `hostedZone`: by a private hosted zone with a wildcard record.
   * `endpoint`: by the private DNS of the VPC endpoint itself, in its VPC alone. `none`: by a record of your own, see the output
   * `record`.
   *
   * AWS lets a name lead to one place in a VPC. So a change from `hostedZone` to `endpoint` takes a `pulumi up` with `none` before it, and
   * either way there is a moment without DNS. An endpoint with private DNS is replaced in its VPC only after it is gone. And for a second
   * project's indexes in the same region and VPC choose `none`, and make a record for each of their hosts in the first one's zone.
   *
   * @default hostedZone
   */
  readonly dns?: "hostedZone" | "endpoint" | "none" | undefined;
  /**
   * The ID of a private hosted zone that exists already, named after the DNS zone of the region. It gets the wildcard record, and is
   * associated with `additionalVpcIds`; with the VPC of the endpoint it has to be associated already.
   *
   * @default - a zone is made, for the VPC of the endpoint, which must have none of that name yet: AWS's rule
   */
  readonly zoneId?: pulumi.Input<string> | undefined;
  /**
   * Further VPCs of the region whose clients find the endpoint by the hosted zone. They need a route to it, for example by peering. For a
   * zone that is made this list is complete: an association that is made elsewhere shows up as drift.
   *
   * @default - none
   */
  readonly additionalVpcIds?: pulumi.Input<string>[] | undefined;
  /**
   * How long clients remember the wildcard record, in seconds. It is also how long a VPC endpoint that is replaced is kept for them.
   *
   * @default 60
   */
  readonly recordTtl?: pulumi.Input<number | undefined>;
  /**
   * Tags for everything made in AWS that can have tags.
   *
   * @default - none
   */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * How long to wait for the VPC endpoint, and for Pinecone to make the Private Endpoint available.
   *
   * @default - those of the two resources
   */
  readonly timeouts?: pulumi.CustomTimeouts | undefined;
}

/** The arguments of `PrivateLink`: VPC endpoint, security group and hosted zone are each made or brought. */
export type PrivateLinkArgs = ((MadeEndpoint & (MadeSecurityGroup | BroughtSecurityGroups)) | BroughtEndpoint) &
  PrivateLinkOptions;
