import { ASSUME_ROLE_ACTION } from "./actions";
import type { Partition } from "./arn";
import { formatArn } from "./arn";
import type { PolicyDocument, Statement } from "./document";
import { policyDocument, PolicyInputError, refuseProblems } from "./document";
import { accountIdProblem, partitionProblem, regionProblem, uuidV4Problem } from "./problems";
import type { PineconeRegion } from "./regions";
import { PINECONE_REGIONS } from "./regions";

interface TrustBase {
  /** Pinecone's AWS account: 12 digits, shown in Pinecone's console under Manage > CMEK > Add CMEK. */
  readonly pineconeAccountId: string;
  /**
   * Partition of Pinecone's account.
   * @default "aws"
   */
  readonly partition?: Partition;
}

/** Pinecone's roles of the named regions, and only with the external ID: the narrowest variant. */
export interface ExplicitRegionsWithExternalId extends TrustBase {
  readonly variant: "explicitRegionsWithExternalId";
  /** At least one region; order and repetition don't matter. */
  readonly regions: readonly PineconeRegion[];
  /** UUID v4, given to Pinecone again when the key is added. */
  readonly externalId: string;
}

/** Pinecone's roles of the named regions, without an external ID. */
export interface ExplicitRegions extends TrustBase {
  readonly variant: "explicitRegions";
  /** At least one region; order and repetition don't matter. */
  readonly regions: readonly PineconeRegion[];
  readonly externalId?: never;
}

/** Pinecone's roles of all regions, also future ones, and only with the external ID. */
export interface AllRegionsWithExternalId extends TrustBase {
  readonly variant: "allRegionsWithExternalId";
  readonly regions?: never;
  /** UUID v4, given to Pinecone again when the key is added. */
  readonly externalId: string;
}

/**
 * Whom the role lets in: Pinecone's three variants. The fourth combination, all regions without an external ID, is not
 * offered by Pinecone, and can't be written.
 * @see https://docs.pinecone.io/guides/production/configure-cmek
 */
export type CmekTrust = ExplicitRegionsWithExternalId | ExplicitRegions | AllRegionsWithExternalId;

/** The Sid of each variant's one statement, as Pinecone's documentation has it. */
export const CMEK_TRUST_SIDS: Readonly<Record<CmekTrust["variant"], string>> = {
  explicitRegionsWithExternalId: "AllowPineconeToAssumeIntoRoleFromExplicitRegionswithID",
  explicitRegions: "AllowPineconeToAssumeIntoRoleFromExplicitRegions",
  allRegionsWithExternalId: "AllowPineconeToAssumeIntoRoleFromAllRegions",
};

/** Name of the role in Pinecone's account that takes on yours, before the region. */
export const ROLE_PREFIX = "pinecone_cmek_access_";

/** A region's principal, or `*` for the pattern that covers all regions. */
export interface PineconePrincipalOptions {
  readonly pineconeAccountId: string;
  readonly region: PineconeRegion | "*";
  /** @default "aws" */
  readonly partition?: Partition;
}

/** ARN of the role in Pinecone's account that Pinecone's service of a region takes on yours with. */
export function pineconeCmekPrincipal({ pineconeAccountId, region, partition }: PineconePrincipalOptions): string {
  return formatArn({
    partition: partition ?? "aws",
    service: "iam",
    region: "",
    accountId: pineconeAccountId,
    resource: `role/${ROLE_PREFIX}${region}`,
  });
}

/** What a variant is chosen by: see {@link cmekTrustFrom}. */
export interface CmekTrustOptions extends TrustBase {
  /** @default - all regions, which needs an external ID */
  readonly regions?: readonly PineconeRegion[] | undefined;
  /** @default - none, which needs explicit regions */
  readonly externalId?: string | undefined;
}

/**
 * The variant that regions and external ID amount to.
 * @throws PolicyInputError when both are left out
 */
export function cmekTrustFrom({ regions, externalId, ...base }: CmekTrustOptions): CmekTrust {
  if (regions !== undefined && externalId !== undefined) {
    return { variant: "explicitRegionsWithExternalId", ...base, regions, externalId };
  }
  if (regions !== undefined) return { variant: "explicitRegions", ...base, regions };
  if (externalId !== undefined) return { variant: "allRegionsWithExternalId", ...base, externalId };
  throw new PolicyInputError([
    {
      property: "externalId",
      reason:
        "neither regions nor externalId is given; Pinecone offers no role that trusts all its regions without an external ID. " +
        "Give externalId, or name the regions, or both.",
    },
  ]);
}

/**
 * The trust policy of the role that Pinecone takes on.
 * @throws PolicyInputError for an account ID, region, external ID or partition of the wrong form
 */
export function cmekTrustPolicy(trust: CmekTrust): PolicyDocument {
  refuseProblems(trustProblems(trust));
  switch (trust.variant) {
    case "explicitRegionsWithExternalId":
      return policyDocument([explicitRegionsWithExternalId(trust)]);
    case "explicitRegions":
      return policyDocument([explicitRegions(trust)]);
    case "allRegionsWithExternalId":
      return policyDocument([allRegionsWithExternalId(trust)]);
  }
}

function explicitRegionsWithExternalId(trust: ExplicitRegionsWithExternalId): Statement {
  return {
    Sid: CMEK_TRUST_SIDS[trust.variant],
    Effect: "Allow",
    Principal: { AWS: regionPrincipals(trust) },
    Action: ASSUME_ROLE_ACTION,
    Condition: { StringEquals: { "sts:ExternalId": trust.externalId } },
  };
}

function explicitRegions(trust: ExplicitRegions): Statement {
  return {
    Sid: CMEK_TRUST_SIDS[trust.variant],
    Effect: "Allow",
    Principal: { AWS: regionPrincipals(trust) },
    Action: ASSUME_ROLE_ACTION,
  };
}

function allRegionsWithExternalId(trust: AllRegionsWithExternalId): Statement {
  return {
    Sid: CMEK_TRUST_SIDS[trust.variant],
    Effect: "Allow",
    // A principal takes no pattern, so everybody is named here and the conditions say who is meant.
    Principal: { AWS: "*" },
    Action: ASSUME_ROLE_ACTION,
    Condition: {
      StringEquals: { "sts:ExternalId": trust.externalId },
      StringLike: { "aws:PrincipalArn": pineconeCmekPrincipal({ ...trust, region: "*" }) },
    },
  };
}

/** In the table's order, so that reordering the input changes nothing. */
function regionPrincipals(trust: ExplicitRegions | ExplicitRegionsWithExternalId): string[] {
  return PINECONE_REGIONS.filter((region) => trust.regions.includes(region)).map((region) =>
    pineconeCmekPrincipal({ ...trust, region }),
  );
}

function trustProblems(trust: CmekTrust): Record<string, string | undefined> {
  // TypeScript sees to it; JavaScript does not.
  if (!Object.hasOwn(CMEK_TRUST_SIDS, trust.variant)) {
    const offered = Object.keys(CMEK_TRUST_SIDS).join(", ");
    return { variant: `${JSON.stringify(trust.variant)} is no variant of Pinecone's; expected one of ${offered}.` };
  }
  const found: Record<string, string | undefined> = {
    pineconeAccountId: accountIdProblem(trust.pineconeAccountId),
    partition: trust.partition === undefined ? undefined : partitionProblem(trust.partition),
  };
  if (trust.variant !== "explicitRegions") found.externalId = uuidV4Problem(trust.externalId);
  if (trust.variant === "allRegionsWithExternalId") return found;
  if (trust.regions.length === 0) {
    found.regions = `no region is named; expected at least one of ${PINECONE_REGIONS.join(", ")}.`;
  }
  trust.regions.forEach((region, index) => (found[`regions[${index}]`] = regionProblem(region)));
  return found;
}
