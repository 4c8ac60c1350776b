/** What Pinecone publishes about one AWS region. */
export interface RegionFacts {
  /** Name of Pinecone's VPC endpoint service in the region, to create an interface endpoint for. */
  readonly serviceName: string;
  /** DNS zone of the private host names of indexes in the region, without a trailing dot. */
  readonly dnsZone: string;
}

/** An AWS region that Pinecone offers customer-managed keys and PrivateLink in. */
export type PineconeRegion = "us-east-1" | "us-west-2" | "eu-west-1" | "eu-central-1" | "ap-southeast-1";

/**
 * Pinecone's AWS regions: the one table that trust policies, endpoints and DNS zones are made from.
 * @see https://docs.pinecone.io/guides/production/connect-to-aws-privatelink for service names and zones
 */
export const REGION_TABLE: Readonly<Record<PineconeRegion, RegionFacts>> = {
  "us-east-1": {
    serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-05ef6f1f0b9130b54",
    dnsZone: "private.aped-4627-b74a.pinecone.io",
  },
  "us-west-2": {
    serviceName: "com.amazonaws.vpce.us-west-2.vpce-svc-04ecb9a0e0d5aab01",
    dnsZone: "private.apw5-4e34-81fa.pinecone.io",
  },
  "eu-west-1": {
    serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-03c6b7e17ff02a70f",
    dnsZone: "private.apu-57e2-42f6.pinecone.io",
  },
  "eu-central-1": {
    serviceName: "com.amazonaws.vpce.eu-central-1.vpce-svc-037997ff6b3d25e34",
    dnsZone: "private.apec-a2ee-38c6.pinecone.io",
  },
  "ap-southeast-1": {
    serviceName: "com.amazonaws.vpce.ap-southeast-1.vpce-svc-0c12f00812e786068",
    dnsZone: "private.aps-d9bb-582b.pinecone.io",
  },
};

/** Pinecone's AWS regions, in the order of the table. */
export const PINECONE_REGIONS = Object.keys(REGION_TABLE) as readonly PineconeRegion[];

/** Whether Pinecone offers customer-managed keys and PrivateLink in this AWS region. */
export function isPineconeRegion(value: string): value is PineconeRegion {
  return Object.hasOwn(REGION_TABLE, value);
}
