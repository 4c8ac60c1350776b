import { isPineconeRegion, REGION_TABLE } from "../../../iam";

/** Where an index can live. */
export interface Place {
  readonly cloud: string;
  readonly region: string;
  /** DNS zone of private hosts, without its leading `private.`; hosts are `<index>-<id>.svc.<zone>`. */
  readonly zone: string;
  /** Whether Pinecone offers private endpoints there. */
  readonly hasPrivateHosts: boolean;
}

/** Regions that have no entry in the table of AWS regions. The zones of the two on Google Cloud are made up. */
const ELSEWHERE: readonly Place[] = [
  { cloud: "azure", region: "eastus2", zone: "eastus2-5e25.prod-azure.pinecone.io", hasPrivateHosts: true },
  { cloud: "gcp", region: "us-central1", zone: "us-central1.emulated-gcp.pinecone.io", hasPrivateHosts: false },
  { cloud: "gcp", region: "europe-west4", zone: "europe-west4.emulated-gcp.pinecone.io", hasPrivateHosts: false },
];

/** The place of that name, if Pinecone is there. */
export function findPlace(cloud: string, region: string): Place | undefined {
  if (cloud !== "aws") return ELSEWHERE.find((place) => place.cloud === cloud && place.region === region);
  if (!isPineconeRegion(region)) return undefined;
  const zone = REGION_TABLE[region].dnsZone.replace(/^private\./, "");
  return { cloud, region, zone, hasPrivateHosts: true };
}
