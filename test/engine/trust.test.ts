import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { beforeEach, describe, expect, test } from "vitest";
import { cmekKeyPolicy, type CmekTrust, cmekTrustPolicy, type Statement } from "../../iam";
import { CmekProject, type CmekProjectArgs, CmekRole, type CmekRoleArgs } from "../../index";
import { CmekBinding, Project } from "../../sdk";
import { failure, useCloud } from "./harness";
import { apiBinding, roleAndKey, type RoleAndKey, writes } from "./programs";

const cloud = useCloud();
const config = apiBinding;
const otherId = "9f0c8a55-0c0c-4c7d-9b1f-2f4d2d3b8e11";

describe("a role that the component makes", () => {
  const variants: readonly NonNullable<CmekProjectArgs["trust"]>[] = [
    { variant: "explicitRegionsWithExternalId", regions: ["us-east-1", "eu-west-1"] },
    { variant: "explicitRegions", regions: ["us-east-1"] },
    { variant: "allRegionsWithExternalId" },
  ];

  for (const trust of variants)
    test(`lets Pinecone bind the key and encrypt with it: ${trust.variant}`, async () => {
      const stack = await cloud.stack(
        async () => {
          new CmekProject("search", { pineconeAccountId: cloud.pinecone.pineconeAccountId, trust });
        },
        { config },
      );
      await stack.up();

      const { cmekKeys } = await cloud.pinecone.snapshot();
      expect(cmekKeys).toHaveLength(1);
      expect(cmekKeys[0]?.external_id === undefined).toBe(trust.variant === "explicitRegions");
      expect(await cloud.pinecone.encrypt(cmekKeys[0]?.project_id ?? "", "a vector")).toMatchObject({
        keyArn: cmekKeys[0]?.key_arn,
        decrypted: "a vector",
      });
    });

  test("is judged in preview already: another external ID at the binding is refused before there is a role", async () => {
    const stack = await cloud.stack(
      async () => {
        const { pineconeAccountId } = cloud.pinecone;
        const { externalId, keyArn } = await parts();
        const trust: CmekRoleArgs["trust"] = { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] };
        const role = new CmekRole("role", { pineconeAccountId, trust, externalId });
        const project = new Project("search", { name: "search" });
        const { trustPolicy, arn: roleArn } = role;
        const args = { name: "search", roleArn, keyArn, externalId: otherId, trustPolicy, pineconeAccountId };
        new CmekBinding("search-binding", { projectId: project.id, ...args });
      },
      { config },
    );
    const refused = await failure(stack.preview());
    expect(refused).toContain("the role's trust policy keeps Pinecone out");
    expect(refused).toContain(otherId);
    expect(await writes(cloud)).toEqual([]);
  });
});

let made: Promise<RoleAndKey> | undefined;
beforeEach(() => {
  made = undefined;
});

/** A role and a key that fit, once in each test. */
function parts(): Promise<RoleAndKey> {
  return (made ??= roleAndKey(cloud));
}

/** The same with another trust policy. */
async function trusting(change: Partial<CmekTrust>): Promise<RoleAndKey> {
  const fitting = await parts();
  const { pineconeAccountId, externalId } = fitting;
  const trust = { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"], pineconeAccountId, externalId };
  const trustPolicy = JSON.stringify(cmekTrustPolicy({ ...trust, ...change } as CmekTrust));
  const { Role } = await cloud.iam.send(
    new CreateRoleCommand({ RoleName: "other", AssumeRolePolicyDocument: trustPolicy }),
  );
  const roleArn = Role?.Arn ?? "";
  return { ...fitting, ...(await keyFor(roleArn)), roleArn, trustPolicy };
}

async function keyFor(
  roleArn: string,
  extraStatements: readonly Statement[] = [],
): Promise<Pick<RoleAndKey, "keyArn" | "keyPolicy">> {
  const accountId = roleArn.split(":")[4] ?? "";
  const keyPolicy = JSON.stringify(cmekKeyPolicy({ accountId, roleArn, extraStatements }));
  const { KeyMetadata } = await cloud.kms.send(new CreateKeyCommand({ Policy: keyPolicy }));
  return { keyArn: KeyMetadata?.Arn ?? "", keyPolicy };
}

interface Misfit {
  readonly what: string;
  readonly make: () => Promise<RoleAndKey>;
  /** What Pinecone answers, and what the preview says where it is told the policies. */
  readonly says: { readonly pinecone: RegExp; readonly preview: RegExp };
}

const misfits: readonly Misfit[] = [
  {
    what: "another external ID",
    make: async () => ({ ...(await parts()), externalId: otherId }),
    says: {
      pinecone: /not authorized to perform: sts:AssumeRole on resource: \S+ \(.*sts:ExternalId/,
      preview: /externalId\b.*trust policy keeps Pinecone out: .*sts:ExternalId/,
    },
  },
  {
    what: "a trust policy for another region",
    make: async () => trusting({ regions: ["eu-west-1"] }),
    says: {
      pinecone: /not authorized to perform: sts:AssumeRole on resource: \S+ \(.*pinecone_cmek_access_us-east-1/,
      preview: /trustPolicy\b.*keeps out Pinecone's service of the key's own region, us-east-1/,
    },
  },
  {
    what: "a trust policy for another account",
    make: async () => trusting({ pineconeAccountId: "999988887777" }),
    says: {
      pinecone: /not authorized to perform: sts:AssumeRole on resource: \S+ \(.*999988887777/,
      preview: /trustPolicy\b.*trust policy keeps Pinecone out: .*999988887777/,
    },
  },
  {
    what: "a key policy that denies the role to decrypt",
    make: async () => {
      const { roleArn } = await parts();
      const deny = { Sid: "NoPinecone", Effect: "Deny", Principal: { AWS: roleArn }, Action: "kms:Decrypt" } as const;
      return { ...(await parts()), ...(await keyFor(roleArn, [{ ...deny, Resource: "*" }])) };
    },
    says: {
      pinecone: /not authorized to perform: kms:Decrypt on resource: \S+ \(.*NoPinecone/,
      preview: /keyPolicy\b.*keeps the role \S+ from kms:Decrypt: .*NoPinecone/,
    },
  },
];

function bound({ trustPolicy, keyPolicy, ...values }: RoleAndKey, tellPolicies: boolean): PulumiFn {
  return async () => {
    const project = new Project("search", { name: "search", forceEncryptionWithCmek: true });
    const args = { projectId: project.id, name: "search", ...values };
    new CmekBinding("search-binding", { ...args, ...(tellPolicies && { trustPolicy, keyPolicy }) });
  };
}

for (const { what, make, says } of misfits)
  describe(what, () => {
    test("is refused by Pinecone, and its reason is passed on", async () => {
      const stack = await cloud.stack(bound(await make(), false), { config });
      expect(await failure(stack.up())).toMatch(says.pinecone);
      expect((await cloud.pinecone.snapshot()).cmekKeys).toEqual([]);
    });

    test("is told in preview, where the policies are known", async () => {
      const stack = await cloud.stack(bound(await make(), true), { config });
      expect(await failure(stack.preview())).toMatch(says.preview);
      expect(await writes(cloud)).toEqual([]);
    });
  });

test("a key policy that leaves the role to IAM is not judged in preview, which says so; Pinecone refuses it", async () => {
  const misfit = { ...(await parts()), ...(await keyFor("arn:aws:iam::123456789012:role/another")) };
  const stack = await cloud.stack(bound(misfit, true), { config });
  const { diagnostics } = await stack.preview();
  expect(diagnostics).toContainEqual(
    expect.objectContaining({
      severity: "warning",
      message: expect.stringContaining("Pinecone decides when the key is added") as unknown,
      resource: "search-binding",
    }),
  );
  expect(await failure(stack.up())).toMatch(/not authorized to perform: kms:Encrypt on resource: \S+ \(.+\)/);
});
