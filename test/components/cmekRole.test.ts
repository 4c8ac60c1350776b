import { beforeEach, describe, expect, test } from "vitest";
import { CmekRole, type CmekRoleArgs } from "../../components/cmekRole";
import { ACCOUNT, EXTERNAL_ID, record, type Recorder, refusals, settled, value } from "./mocks";

const pineconeAccountId = "444455556666";
const explicit: CmekRoleArgs = {
  pineconeAccountId,
  trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1", "eu-west-1"] },
};
const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const EXTERNAL = "pinecone-security:index:ExternalId";

let recorder: Recorder;

beforeEach(async () => {
  recorder = await record();
});

function principal(region: string, partition = "aws"): string {
  return `arn:${partition}:iam::${pineconeAccountId}:role/pinecone_cmek_access_${region}`;
}

describe("the children of a CmekRole", () => {
  test("are a role and an external ID, and nothing else", async () => {
    const role = new CmekRole("search", explicit);
    await settled(role);
    expect(recorder.custom).toEqual([`${ROLE} search`, `${EXTERNAL} search-external-id`]);
    expect(recorder.ofType(EXTERNAL)).toEqual({ "search-external-id": {} });
    const { assumeRolePolicy, ...inputs } = recorder.ofType(ROLE).search ?? {};
    expect(inputs).toEqual({ description: "Pinecone assumes it to encrypt and decrypt with a customer-managed key." });
    expect(JSON.parse(assumeRolePolicy as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowPineconeToAssumeIntoRoleFromExplicitRegionswithID",
          Effect: "Allow",
          Principal: { AWS: [principal("us-east-1"), principal("eu-west-1")] },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": EXTERNAL_ID } },
        },
      ],
    });
    expect(await value(role.arn)).toBe(`arn:aws:iam::${ACCOUNT}:role/search`);
    expect(await value(role.externalId)).toBe(EXTERNAL_ID);
    expect(await value(role.trustPolicy)).toBe(assumeRolePolicy);
  });

  test("are the role alone when the variant has no external ID", async () => {
    const role = new CmekRole("search", {
      pineconeAccountId,
      trust: { variant: "explicitRegions", regions: ["us-west-2"] },
    });
    await settled(role);
    expect(recorder.custom).toEqual([`${ROLE} search`]);
    expect(JSON.parse(recorder.ofType(ROLE).search?.assumeRolePolicy as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowPineconeToAssumeIntoRoleFromExplicitRegions",
          Effect: "Allow",
          Principal: { AWS: [principal("us-west-2")] },
          Action: "sts:AssumeRole",
        },
      ],
    });
    expect(await value(role.externalId)).toBeUndefined();
  });

  test("are the role alone when the external ID is brought", async () => {
    const externalId = "0f8fad5b-d9cb-469f-a165-70867728950e";
    const role = new CmekRole("search", {
      pineconeAccountId,
      trust: { variant: "allRegionsWithExternalId" },
      externalId,
    });
    await settled(role);
    expect(recorder.custom).toEqual([`${ROLE} search`]);
    expect(JSON.parse(recorder.ofType(ROLE).search?.assumeRolePolicy as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowPineconeToAssumeIntoRoleFromAllRegions",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "sts:ExternalId": externalId },
            StringLike: { "aws:PrincipalArn": principal("*") },
          },
        },
      ],
    });
    expect(await value(role.externalId)).toBe(externalId);
  });

  test("get every option where it belongs", async () => {
    const role = new CmekRole("search", {
      ...explicit,
      partition: "aws-us-gov",
      roleName: "pinecone-cmek",
      path: "/pinecone/",
      description: "ours",
      permissionsBoundary: `arn:aws-us-gov:iam::${ACCOUNT}:policy/boundary`,
      maxSessionDuration: 7200,
      tags: { team: "search" },
      customerAccountIds: ["777788889999"],
    });
    await settled(role);
    expect(recorder.custom).toEqual([
      `${ROLE} search`,
      `${ROLE_POLICY} search-customer-keys`,
      `${EXTERNAL} search-external-id`,
    ]);
    const { assumeRolePolicy, ...inputs } = recorder.ofType(ROLE).search ?? {};
    expect(inputs).toEqual({
      name: "pinecone-cmek",
      path: "/pinecone/",
      description: "ours",
      permissionsBoundary: `arn:aws-us-gov:iam::${ACCOUNT}:policy/boundary`,
      maxSessionDuration: 7200,
      tags: { team: "search" },
    });
    expect(assumeRolePolicy).toContain(principal("eu-west-1", "aws-us-gov"));
    const { policy, ...policyInputs } = recorder.ofType(ROLE_POLICY)["search-customer-keys"] ?? {};
    expect(policyInputs).toEqual({ role: "pinecone-cmek" });
    expect(JSON.parse(policy as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "KeysOfCustomer777788889999",
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt"],
          Resource: "arn:aws-us-gov:kms:*:777788889999:key/*",
        },
      ],
    });
    const statement = JSON.parse(await value(role.customerKeyStatement)) as { Condition: unknown };
    expect(statement.Condition).toEqual({
      ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/pinecone-cmek` },
    });
  });

  test("have a name prefix instead of a name", async () => {
    await settled(new CmekRole("search", { ...explicit, roleNamePrefix: "pinecone-" }));
    expect(recorder.ofType(ROLE).search).toMatchObject({ namePrefix: "pinecone-" });
    expect(recorder.ofType(ROLE).search).not.toHaveProperty("name");
  });
});

describe("bad arguments of a CmekRole", () => {
  const bad = (args: object) => refusals(() => new CmekRole("search", { ...explicit, ...args }));

  test("are told all at once, and nothing is made", () => {
    const found = bad({
      pineconeAccountId: "12345678901",
      trust: { variant: "explicitRegions", regions: ["us-east-1", "mars-1"] },
      externalId: "not-a-uuid",
      partition: "aws-moon",
      roleName: "x".repeat(65),
      roleNamePrefix: "pinecone-",
      path: "pinecone",
      maxSessionDuration: 60,
      customerAccountIds: ["777788889999", "12"],
    });
    expect(Object.keys(found).sort()).toEqual([
      "customerAccountIds[1]",
      "externalId",
      "maxSessionDuration",
      "partition",
      "path",
      "pineconeAccountId",
      "roleName",
      "trust.regions[1]",
    ]);
    expect(recorder.resources).toEqual([]);
  });

  test("are told with the value, the rule and the remedy", () => {
    expect(bad({ pineconeAccountId: "12345678901" }).pineconeAccountId).toContain('"12345678901" has 11 digits');
    expect(bad({ trust: { variant: "explicitRegions", regions: ["mars-1"] } })["trust.regions[0]"]).toContain(
      '"mars-1"',
    );
    expect(bad({ maxSessionDuration: 60 })).toEqual({
      maxSessionDuration: "60 is out of range: IAM takes 3600 to 43200 seconds.",
    });
    expect(bad({ trust: { variant: "explicitRegions", regions: ["us-east-1"] }, externalId: EXTERNAL_ID })).toEqual({
      externalId:
        'is given, but the trust variant "explicitRegions" has none. Choose "explicitRegionsWithExternalId", or leave externalId out.',
    });
    expect(bad({ trust: { variant: "explicitRegions", regions: [] } }).trust).toContain(
      "needs at least one of us-east-1",
    );
    expect(bad({ customerAccountIds: [] }).customerAccountIds).toContain("is empty: expected at least one account ID");
    expect(bad({ roleName: "a", roleNamePrefix: "b" })).toEqual({
      roleName: "is given together with roleNamePrefix: each says what the role is called. Leave one of them out.",
    });
    expect(bad({ path: "pinecone" }).path).toContain('such as "/pinecone/"');
  });

  test("include the variant that Pinecone does not offer, and what JavaScript leaves out", () => {
    expect(bad({ trust: { variant: "allRegions" } })).toEqual({
      trust:
        'has the variant "allRegions"; Pinecone offers explicitRegionsWithExternalId, explicitRegions, allRegionsWithExternalId. Choose one of them.',
    });
    expect(bad({ trust: undefined, pineconeAccountId: undefined })).toEqual({
      trust: "is required and was not given. It says whom the role lets in.",
      pineconeAccountId: "is required and was not given. Read it in Pinecone's console under Manage > CMEK > Add CMEK.",
    });
  });

  test("are one error without a stack, whose message has every reason", () => {
    let error: Error | undefined;
    try {
      new CmekRole("search", { ...explicit, pineconeAccountId: "1", externalId: "x" });
    } catch (thrown) {
      error = thrown as Error;
    }
    expect(error?.message.split("\n").map((line) => line.slice(0, 22))).toEqual([
      "pinecone-security:comp",
      '  pineconeAccountId: "1'.slice(0, 22),
      '  externalId: "x" is n',
    ]);
    expect(error?.stack).toBeUndefined();
  });
});
