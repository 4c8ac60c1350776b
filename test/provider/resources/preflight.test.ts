import { describe, expect, test } from "vitest";
import { cmekKeyPolicy, cmekTrustPolicy, type PolicyDocument } from "../../../iam";
import { type PropertyMap, Secret, UNKNOWN } from "../../../provider/rpc/values";
import { check, EXTERNAL_ID, KEY, PINECONE_ACCOUNT, PROJECT_ID, ROLE, testbed, matching, containing } from "./testbed";

const base: PropertyMap = {
  projectId: UNKNOWN,
  name: "main",
  roleArn: ROLE,
  keyArn: KEY,
  pineconeAccountId: PINECONE_ACCOUNT,
};
const narrow = {
  variant: "explicitRegionsWithExternalId",
  pineconeAccountId: PINECONE_ACCOUNT,
  regions: ["us-east-1"],
  externalId: EXTERNAL_ID,
} as const;

async function checked(
  inputs: PropertyMap,
  binding = "api",
): Promise<{ failures: readonly { property: string; reason: string }[]; log: string[]; tokens: number }> {
  const bed = await testbed({ binding });
  const { failures } = await check(bed, "CmekBinding", { ...base, ...inputs });
  return { failures, log: bed.log, tokens: bed.pinecone.tokens };
}

const json = (policy: PolicyDocument): string => JSON.stringify(policy);

describe("the check before anything is sent", () => {
  test.each([
    ["explicit regions and an external ID", narrow, EXTERNAL_ID],
    [
      "explicit regions",
      { variant: "explicitRegions", pineconeAccountId: PINECONE_ACCOUNT, regions: ["us-east-1"] },
      undefined,
    ],
    [
      "all regions and an external ID",
      { variant: "allRegionsWithExternalId", pineconeAccountId: PINECONE_ACCOUNT, externalId: EXTERNAL_ID },
      EXTERNAL_ID,
    ],
  ] as const)("lets the variant %s pass, silently and without a request", async (_name, trust, externalId) => {
    const inputs = { trustPolicy: json(cmekTrustPolicy(trust)), ...(externalId === undefined ? {} : { externalId }) };
    expect(await checked(inputs)).toEqual({ failures: [], log: [], tokens: 0 });
  });

  test("a wrong external ID is told on externalId", async () => {
    const externalId = EXTERNAL_ID.replace("0f", "1f");
    const { failures } = await checked({ trustPolicy: json(cmekTrustPolicy(narrow)), externalId });
    expect(failures).toEqual([{ property: "externalId", reason: containing(`with the external ID ${externalId}`) }]);
    expect(failures[0]!.reason).toContain(EXTERNAL_ID);
  });

  test("a forbidden change of the external ID is told once, not once more by the trust policy", async () => {
    const bed = await testbed({ binding: "api" });
    const olds = {
      ...base,
      projectId: PROJECT_ID,
      trustPolicy: json(cmekTrustPolicy(narrow)),
      externalId: EXTERNAL_ID,
    };
    const { failures } = await check(
      bed,
      "CmekBinding",
      { ...olds, externalId: EXTERNAL_ID.replace("0f", "1f") },
      olds,
    );
    expect(failures.map(({ property }) => property)).toEqual(["externalId"]);
  });

  test("a missing external ID is told on externalId", async () => {
    const { failures } = await checked({ trustPolicy: json(cmekTrustPolicy(narrow)) });
    expect(failures).toEqual([{ property: "externalId", reason: containing("without an external ID") }]);
  });

  test("another account's principal is told on trustPolicy", async () => {
    const trustPolicy = json(cmekTrustPolicy(narrow)).replace(PINECONE_ACCOUNT, "999999999999");
    const { failures } = await checked({ trustPolicy, externalId: EXTERNAL_ID });
    expect(failures).toEqual([
      {
        property: "trustPolicy",
        reason: matching(/keeps Pinecone out: .*Pinecone assumes the role as arn:aws:iam::444455556666/),
      },
    ]);
  });

  test("what is no policy at all is told on trustPolicy", async () => {
    const { failures } = await checked({ trustPolicy: "not JSON", externalId: EXTERNAL_ID });
    expect(failures.map(({ property }) => property)).toEqual(["trustPolicy"]);
  });

  test("through the API, a trust policy that keeps out the key's own region is told on trustPolicy", async () => {
    const trustPolicy = json(cmekTrustPolicy({ ...narrow, regions: ["eu-west-1"] }));
    const { failures } = await checked({ trustPolicy, externalId: EXTERNAL_ID });
    expect(failures).toEqual([
      { property: "trustPolicy", reason: matching(/key's own region, us-east-1: .*pinecone_cmek_access_us-east-1/) },
    ]);
  });

  test("through the console, a trust policy that keeps out the key's own region is a warning of what is not known", async () => {
    const trustPolicy = json(cmekTrustPolicy({ ...narrow, regions: ["eu-west-1", "us-west-2"] }));
    const { failures, log } = await checked({ trustPolicy, externalId: EXTERNAL_ID }, "console");
    expect(failures).toEqual([]);
    expect(log).toEqual([
      matching(
        /^warning: .*from us-west-2, eu-west-1, but not from the key's own region, us-east-1: .*does not document.*add arn:\S+us-east-1/,
      ),
    ]);
  });

  test.each(["api", "console"])(
    "a trust policy that lets no region of Pinecone in is refused with binding: %s",
    async (binding) => {
      const trustPolicy = json(cmekTrustPolicy(narrow)).replace("us-east-1", "us-east-2");
      const { failures } = await checked({ trustPolicy, externalId: EXTERNAL_ID }, binding);
      expect(failures).toEqual([{ property: "trustPolicy", reason: matching(/keeps Pinecone out/) }]);
    },
  );

  test("what can't be decided is a warning, never silence", async () => {
    const policy = cmekTrustPolicy(narrow);
    const trustPolicy = json({
      ...policy,
      Statement: policy.Statement.map((one) => ({
        ...one,
        Condition: { ...one.Condition, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      })),
    });
    const { failures, log } = await checked({ trustPolicy, externalId: EXTERNAL_ID });
    expect(failures).toEqual([]);
    expect(log).toEqual([matching(/^warning: Whether the role's trust policy lets Pinecone in can't be decided here/)]);
  });

  test("without Pinecone's account number it warns that nothing was checked", async () => {
    const bed = await testbed({ binding: "api" });
    const { pineconeAccountId: _left, ...rest } = base;
    await check(bed, "CmekBinding", { ...rest, trustPolicy: json(cmekTrustPolicy(narrow)) });
    expect(bed.log).toEqual([matching(/^warning: trustPolicy is not checked/)]);
  });

  test("an external ID that is not known yet is left for later", async () => {
    expect(await checked({ trustPolicy: json(cmekTrustPolicy(narrow)), externalId: UNKNOWN })).toEqual({
      failures: [],
      log: [],
      tokens: 0,
    });
  });

  test("a key policy that lets the role use the key passes silently", async () => {
    const keyPolicy = json(cmekKeyPolicy({ accountId: "111122223333", roleArn: ROLE }));
    expect(await checked({ keyPolicy })).toEqual({ failures: [], log: [], tokens: 0 });
  });

  test("a key policy that keeps the role out is told on keyPolicy", async () => {
    const keyPolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/other" }, Action: "kms:*", Resource: "*" },
      ],
    });
    const { failures } = await checked({ keyPolicy });
    expect(failures).toEqual([
      { property: "keyPolicy", reason: matching(/keeps the role .* from kms:Encrypt and kms:Decrypt/) },
    ]);
  });

  test("a secret external ID is not shown by what the evaluator says", async () => {
    const externalId = EXTERNAL_ID.replace("0f", "1f");
    const { failures } = await checked({
      trustPolicy: json(cmekTrustPolicy(narrow)),
      externalId: new Secret(externalId),
    });
    expect(failures.map(({ property }) => property)).toEqual(["externalId"]);
    expect(failures[0]!.reason).not.toContain(externalId);
  });
});

describe("a warning of the check", () => {
  const hazy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" },
    ],
  });
  const otherRole = "arn:aws:iam::111122223333:role/another";
  const warnings: readonly [what: string, inputs: PropertyMap, changes: readonly PropertyMap[]][] = [
    [
      "that a key policy can't be decided",
      { keyPolicy: hazy },
      [{ keyPolicy: hazy.replace("kms:*", "kms:**") }, { roleArn: otherRole }],
    ],
    [
      "that the key's region is kept out",
      { trustPolicy: json(cmekTrustPolicy({ ...narrow, regions: ["eu-west-1"] })), externalId: EXTERNAL_ID },
      [
        { trustPolicy: json(cmekTrustPolicy({ ...narrow, regions: ["us-west-2"] })) },
        { keyArn: KEY.replace("us-east-1", "us-west-2") },
      ],
    ],
    [
      "that no account number is given",
      { trustPolicy: json(cmekTrustPolicy(narrow)), pineconeAccountId: null },
      [{ trustPolicy: json(cmekTrustPolicy({ ...narrow, regions: ["us-west-2"] })) }],
    ],
  ];

  test.each(warnings)(
    "%s is given once, and again when an input it is about has changed",
    async (_what, inputs, changes) => {
      const bed = await testbed();
      const olds = { ...base, projectId: PROJECT_ID, ...inputs };
      await check(bed, "CmekBinding", { ...olds, projectId: UNKNOWN });
      expect(bed.log.splice(0)).toEqual([matching(/^warning: /)]);
      await check(bed, "CmekBinding", olds, olds);
      await check(bed, "CmekBinding", { ...olds, name: "other" }, olds);
      expect(bed.log.splice(0)).toEqual([]);
      // Nothing is bound yet, so that forbidden fields may change too.
      for (const change of changes) await check(bed, "CmekBinding", { ...olds, ...change }, olds);
      expect(bed.log).toEqual(changes.map(() => matching(/^warning: /)));
    },
  );

  test("that a project does not force encryption is not repeated either", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject({ force_encryption_with_cmek: false });
    await check(bed, "CmekBinding", { ...base, projectId });
    expect(bed.log.splice(0)).toEqual([matching(/does not force encryption/)]);
    await check(bed, "CmekBinding", { ...base, projectId }, { ...base, projectId });
    expect(bed.log).toEqual([]);
  });
});
