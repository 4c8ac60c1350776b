import { describe, expect, test } from "vitest";
import { CmekKey, type CmekKeyArgs } from "../../components/cmekKey";
import { CmekRole, type CmekRoleArgs } from "../../components/cmekRole";
import { KEY, ROLE } from "../../policy/model/types";
import * as mocks from "../components/mocks";
import { type Fixture, resource, verdicts } from "./fixture";

const pineconeAccountId = "444455556666";
const regions = ["us-east-1", "ap-southeast-1"] as const;
const withId: CmekRoleArgs = {
  pineconeAccountId,
  trust: { variant: "explicitRegionsWithExternalId", regions: [...regions] },
};
const settings = { "pinecone-role-principals": { pineconeAccountId } };

/** What a role and its key register, with what AWS makes of it, as a stack that is new. */
async function stackOf(
  roleArgs: CmekRoleArgs,
  keyArgs: Partial<CmekKeyArgs> = {},
  partition = "aws",
): Promise<Fixture> {
  const recorder = await mocks.record();
  const role = new CmekRole("role", roleArgs);
  await mocks.settled(role);
  const roleArn = `arn:${partition}:iam::${mocks.ACCOUNT}:role/role`;
  const key = new CmekKey("key", { roleArn, ...keyArgs }, { transformations: [recorder.transformation] });
  await mocks.settled(key);
  const madeKey = { arn: mocks.keyArn("us-east-1").replace("arn:aws:", `arn:${partition}:`), keyId: mocks.KEY_ID };
  const resources = recorder.resources.map(({ type, name, inputs }) => {
    const made = { ...(type === ROLE && { arn: roleArn, name: "role" }), ...(type === KEY && madeKey) };
    const isRetained = recorder.options.get(`${type} ${name}`)?.retainOnDelete === true;
    return resource(type, name, { ...inputs, ...made }, isRetained ? { retainOnDelete: true } : {});
  });
  return { stack: "prod", resources, former: [] };
}

describe("what the components make passes the policies", () => {
  const cases: Readonly<Record<string, [CmekRoleArgs, Partial<CmekKeyArgs>?, string?]>> = {
    "with named regions and an external ID": [withId],
    "with all regions": [{ pineconeAccountId, trust: { variant: "allRegionsWithExternalId" } }],
    "for customers' keys": [{ ...withId, customerAccountIds: ["777788889999", "888899990000"] }],
    "in GovCloud": [{ ...withId, partition: "aws-us-gov", customerAccountIds: ["777788889999"] }, {}, "aws-us-gov"],
    "in China": [{ ...withId, partition: "aws-cn" }, {}, "aws-cn"],
    "with administrators and replicas": [
      withId,
      {
        administrators: [`arn:aws:iam::${mocks.ACCOUNT}:role/admin`, `arn:aws:iam::${mocks.ACCOUNT}:user/ann`],
        replicaRegions: ["us-west-2"],
        rotationPeriodInDays: 90,
      },
    ],
    "with further statements": [
      withId,
      {
        extraStatements: [
          {
            Sid: "Backup",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${mocks.ACCOUNT}:role/backup` },
            Action: ["kms:Decrypt", "kms:CreateGrant"],
            Resource: "*",
          },
        ],
      },
    ],
  };
  for (const [what, [roleArgs, keyArgs, partition]] of Object.entries(cases))
    test(what, async () => {
      const stack = await stackOf(roleArgs, keyArgs, partition);
      expect(stack.resources.length).toBeGreaterThan(2);
      expect(verdicts(stack, settings)).toEqual({});
    });

  test("with named regions and no external ID, where that is wanted", async () => {
    const stack = await stackOf({ pineconeAccountId, trust: { variant: "explicitRegions", regions: [...regions] } });
    expect(verdicts(stack, settings)).toEqual({
      "pinecone-role-external-id": [
        'role: Statement "AllowPineconeToAssumeIntoRoleFromExplicitRegions" demands no external ID.',
      ],
    });
    const optional = { "pinecone-role-external-id": { explicitRegions: "optional" } };
    expect(verdicts(stack, { ...settings, ...optional })).toEqual({});
  });
});
