import type * as pulumi from "@pulumi/pulumi";
import {
  accountIdProblem,
  type CmekTrust,
  type Partition,
  partitionProblem,
  type PineconeRegion,
  PINECONE_REGIONS,
  regionProblem,
  uuidV4Problem,
} from "../iam";
import type { Checks } from "./checks";

/**
 * Whom the role lets in: one of Pinecone's three variants. "All regions without an external ID" is not offered by Pinecone, and
 * can't be written.
 */
export type CmekTrustArgs =
  | {
      /** Pinecone's roles of these regions, with an external ID (the narrowest) or without one. */
      readonly variant: "explicitRegionsWithExternalId" | "explicitRegions";
      /** The AWS regions of the project's indexes, at least one. */
      readonly regions: pulumi.Input<pulumi.Input<PineconeRegion>[]>;
    }
  | {
      /** Pinecone's roles of all regions, also of future ones, with an external ID. */
      readonly variant: "allRegionsWithExternalId";
      readonly regions?: never;
    };

/** @internal Whether Pinecone has to show an external ID. */
export function hasExternalId(trust: CmekTrustArgs): boolean {
  return trust.variant !== "explicitRegions";
}

/** What a variant is made of, once it is known. */
interface KnownTrust {
  readonly pineconeAccountId: string;
  readonly partition: Partition;
  readonly regions?: readonly PineconeRegion[] | undefined;
  readonly externalId?: string | undefined;
}

/**
 * @internal The trust of exactly this variant: an external ID or regions that turn out to be missing make no wider one, but are
 * refused by the trust policy's builder.
 */
export function trustOf(variant: CmekTrustArgs["variant"], known: KnownTrust): CmekTrust {
  const { pineconeAccountId, partition, regions = [], externalId = "" } = known;
  switch (variant) {
    case "explicitRegionsWithExternalId":
      return { variant, pineconeAccountId, partition, regions, externalId };
    case "explicitRegions":
      return { variant, pineconeAccountId, partition, regions };
    case "allRegionsWithExternalId":
      return { variant, pineconeAccountId, partition, externalId };
  }
}

/** What the trust policy is made from, as far as it is given. */
interface TrustParts {
  readonly pineconeAccountId?: unknown;
  readonly trust?: CmekTrustArgs | undefined;
  readonly externalId?: unknown;
  readonly partition?: unknown;
}

/** @internal Where Pinecone's account number is found. */
export const PINECONE_ACCOUNT = "Read it in Pinecone's console under Manage > CMEK > Add CMEK.";

/** @internal Notes what is wrong with what the trust policy is made from. */
export function checkTrust(checks: Checks, args: TrustParts): void {
  const { trust, externalId } = args;
  checks.text("pineconeAccountId", args.pineconeAccountId, accountIdProblem);
  checks.text("partition", args.partition, partitionProblem);
  checks.text("externalId", externalId, uuidV4Problem);
  if (trust === undefined) return;
  checks.note("trust", trustProblem(trust));
  checks.texts("trust.regions", trust.regions, regionProblem);
  if (!hasExternalId(trust) && externalId !== undefined) {
    const remedy = 'Choose "explicitRegionsWithExternalId", or leave externalId out.';
    checks.note("externalId", `is given, but the trust variant "explicitRegions" has none. ${remedy}`);
  }
}

/** TypeScript sees to most of it; JavaScript and configuration do not. */
function trustProblem({ variant, regions }: { variant: string; regions?: unknown }): string | undefined {
  const variants = ["explicitRegionsWithExternalId", "explicitRegions", "allRegionsWithExternalId"];
  if (!variants.includes(variant)) {
    return `has the variant ${JSON.stringify(variant)}; Pinecone offers ${variants.join(", ")}. Choose one of them.`;
  }
  if (variant === "allRegionsWithExternalId") {
    return regions === undefined
      ? undefined
      : `lists regions, but the variant "${variant}" is for all of them. Leave them out.`;
  }
  const isEmpty = regions === undefined || (Array.isArray(regions) && regions.length === 0);
  return isEmpty
    ? `lists no regions. The variant "${variant}" needs at least one of ${PINECONE_REGIONS.join(", ")}.`
    : undefined;
}
