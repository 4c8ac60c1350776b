import { describe, expect, test } from "vitest";
import type { CmekTrust } from "../../iam";
import { cmekTrustFrom, cmekTrustPolicy, pineconeCmekPrincipal, PolicyInputError } from "../../iam";

const pineconeAccountId = "111122223333";
const externalId = "3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34";

describe("each variant is the document of Pinecone's guide", () => {
  test("explicit regions with an external ID", () => {
    expect(
      cmekTrustPolicy({
        variant: "explicitRegionsWithExternalId",
        pineconeAccountId,
        regions: ["us-east-1", "us-west-2", "eu-west-1"],
        externalId,
      }),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowPineconeToAssumeIntoRoleFromExplicitRegionswithID",
          Effect: "Allow",
          Principal: {
            AWS: [
              "arn:aws:iam::111122223333:role/pinecone_cmek_access_us-east-1",
              "arn:aws:iam::111122223333:role/pinecone_cmek_access_us-west-2",
              "arn:aws:iam::111122223333:role/pinecone_cmek_access_eu-west-1",
            ],
          },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": externalId } },
        },
      ],
    });
  });

  test("explicit regions without an external ID", () => {
    expect(cmekTrustPolicy({ variant: "explicitRegions", pineconeAccountId, regions: ["eu-central-1"] })).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowPineconeToAssumeIntoRoleFromExplicitRegions",
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::111122223333:role/pinecone_cmek_access_eu-central-1"] },
          Action: "sts:AssumeRole",
        },
      ],
    });
  });

  test("all regions with an external ID", () => {
    expect(cmekTrustPolicy({ variant: "allRegionsWithExternalId", pineconeAccountId, externalId })).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowPineconeToAssumeIntoRoleFromAllRegions",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "sts:ExternalId": externalId },
            StringLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/pinecone_cmek_access_*" },
          },
        },
      ],
    });
  });
});

test("the order and repetition of regions change nothing", () => {
  const base = { variant: "explicitRegions", pineconeAccountId } as const;
  expect(cmekTrustPolicy({ ...base, regions: ["eu-west-1", "us-east-1", "eu-west-1"] })).toEqual(
    cmekTrustPolicy({ ...base, regions: ["us-east-1", "eu-west-1"] }),
  );
});

test("the principal is in the partition asked for", () => {
  expect(pineconeCmekPrincipal({ pineconeAccountId, region: "us-east-1", partition: "aws-us-gov" })).toBe(
    "arn:aws-us-gov:iam::111122223333:role/pinecone_cmek_access_us-east-1",
  );
});

describe("the fourth combination", () => {
  test("can't be written: the compiler refuses it", () => {
    // @ts-expect-error all regions, no external ID
    const withoutExternalId: CmekTrust = { variant: "allRegionsWithExternalId", pineconeAccountId };
    // @ts-expect-error there is no such variant
    const noSuchVariant: CmekTrust = { variant: "allRegions", pineconeAccountId };
    // @ts-expect-error an external ID that is undefined is none
    const undefinedExternalId: CmekTrust = {
      variant: "allRegionsWithExternalId",
      pineconeAccountId,
      externalId: undefined,
    };
    // @ts-expect-error explicit regions have to be named
    const withoutRegions: CmekTrust = { variant: "explicitRegions", pineconeAccountId };
    const spare = { variant: "explicitRegions", pineconeAccountId, regions: ["us-east-1"], externalId } as const;
    // @ts-expect-error an external ID that the variant would leave out
    const droppedExternalId: CmekTrust = spare;
    const written = [withoutExternalId, noSuchVariant, undefinedExternalId, withoutRegions, droppedExternalId];
    expect(written).toHaveLength(5);
  });

  test("is refused in JavaScript, as every variant that Pinecone does not offer", () => {
    const allRegions = { variant: "allRegions", pineconeAccountId } as unknown as CmekTrust;
    expect(() => cmekTrustPolicy(allRegions)).toThrow(
      /^variant: "allRegions" is no variant of Pinecone's; expected one of/,
    );
    const withoutExternalId = { variant: "allRegionsWithExternalId", pineconeAccountId } as CmekTrust;
    expect(() => cmekTrustPolicy(withoutExternalId)).toThrow(/^externalId: /);
  });

  test("is refused with words where it is asked for by leaving both out", () => {
    expect(() => cmekTrustFrom({ pineconeAccountId })).toThrow(
      "externalId: neither regions nor externalId is given; Pinecone offers no role that trusts all its regions without an external ID. " +
        "Give externalId, or name the regions, or both.",
    );
  });
});

test("regions and external ID choose the variant", () => {
  const regions = ["us-east-1"] as const;
  expect(cmekTrustFrom({ pineconeAccountId, regions, externalId }).variant).toBe("explicitRegionsWithExternalId");
  expect(cmekTrustFrom({ pineconeAccountId, regions }).variant).toBe("explicitRegions");
  expect(cmekTrustFrom({ pineconeAccountId, externalId }).variant).toBe("allRegionsWithExternalId");
});

test("all wrong inputs are told at once, each by its name", () => {
  const wrong = {
    variant: "explicitRegionsWithExternalId",
    pineconeAccountId: "11112222333",
    partition: "aws-mars",
    regions: ["us-east-1", "us-east-9"],
    externalId: "secret",
  };
  let problems: unknown;
  try {
    cmekTrustPolicy(wrong as CmekTrust);
  } catch (error) {
    if (error instanceof PolicyInputError) problems = error.problems;
  }
  expect(problems).toEqual([
    { property: "pineconeAccountId", reason: expect.stringContaining('"11112222333" has 11 digits') as string },
    { property: "partition", reason: expect.stringContaining("aws, aws-us-gov, aws-cn") as string },
    { property: "externalId", reason: expect.stringContaining('"secret" is not a UUID') as string },
    {
      property: "regions[1]",
      reason: expect.stringContaining('"us-east-9" is not an AWS region of Pinecone') as string,
    },
  ]);
});

test("no regions at all is refused, not taken for all regions", () => {
  expect(() => cmekTrustPolicy({ variant: "explicitRegions", pineconeAccountId, regions: [] })).toThrow(
    "regions: no region is named",
  );
});
