import * as z from "zod";
import { isPineconeRegion, PINECONE_REGIONS, REGION_TABLE } from "../../iam";
import type { FunctionShape } from "./definition";
import { defineFunction } from "./lifecycle";
import { nearestRegion } from "./regionNames";

const shape = {
  name: "getPrivateLinkService",
  description:
    "What Pinecone publishes about AWS PrivateLink in a region: the VPC endpoint service, and the DNS zone of the private hosts. These are constants of this version; for a region that it does not know, give both. Nothing is sent anywhere.",
  inputs: {
    region: { type: z.string().min(1), description: "The AWS region, for example `us-east-1`." },
    serviceName: {
      type: z
        .string()
        .regex(
          /^com\.amazonaws\.vpce\.[a-z0-9-]+\.vpce-svc-[0-9a-f]+$/,
          "must be the name of a VPC endpoint service: com.amazonaws.vpce.<region>.vpce-svc-<hexadecimal digits>",
        )
        .optional(),
      description: "The name of Pinecone's VPC endpoint service in the region.",
      default: "what Pinecone publishes for the region",
    },
    dnsZone: {
      type: z
        .string()
        .regex(
          /^[a-z0-9-]+(\.[a-z0-9-]+)+$/,
          'must be the name of a DNS zone without "*." before it and without a dot after it, such as private.aped-4627-b74a.pinecone.io',
        )
        .optional(),
      description:
        'The DNS zone of the private hosts in the region, for example `private.aped-4627-b74a.pinecone.io`: without "*." before it and without a dot after it.',
      default: "what Pinecone publishes for the region",
    },
  },
  outputs: {
    region: { type: z.string(), description: "The AWS region." },
    serviceName: { type: z.string(), description: "The name of Pinecone's VPC endpoint service in the region." },
    dnsZone: { type: z.string(), description: "The DNS zone of the private hosts of indexes in the region." },
  },
} as const satisfies FunctionShape;

/** Tells the VPC endpoint service and the DNS zone of a region. */
export const getPrivateLinkService = defineFunction(shape, async ({ inputs, fail }) => {
  const { region } = inputs;
  const facts = isPineconeRegion(region) ? REGION_TABLE[region] : undefined;
  const { serviceName = facts?.serviceName, dnsZone = facts?.dnsZone } = inputs;
  const named = serviceName?.split(".")[3];
  if (named !== undefined && named !== region) {
    fail(
      "serviceName",
      `is a VPC endpoint service of ${named}, but region is "${region}". AWS's rule: an endpoint leads to a service of its own region.`,
    );
  }
  if (serviceName !== undefined && dnsZone !== undefined) return { region, serviceName, dnsZone };
  const near = nearestRegion(region);
  fail(
    "region",
    `is "${region}", in which this version knows no VPC endpoint service of Pinecone's. ${near === undefined ? "" : `Did you mean "${near}"? `}It knows: ${PINECONE_REGIONS.join(", ")}. ` +
      `If Pinecone has come to ${region}, give serviceName and dnsZone as Pinecone's documentation has them.`,
  );
  return undefined;
});
