import { describe, expect, test } from "vitest";
import { useCloud } from "../cloud";
import { ACCOUNT, Driven, policy } from "../support";

const ROLE = "aws:iam/role:Role";
const TRUST = policy(`arn:aws:iam::${ACCOUNT}:root`, "sts:AssumeRole");

const cloud = useCloud();

describe("a policy in a role", () => {
  const document = (Action: string): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

  test("is made, changed, found by import and deleted in IAM", async () => {
    const { plugin, iam } = cloud;
    await new Driven(plugin, ROLE).create({ assumeRolePolicy: TRUST, name: "holder" });
    const driven = new Driven(plugin, "aws:iam/rolePolicy:RolePolicy", "use");
    const made = await driven.create({ role: "holder", name: "use", policy: document("kms:Encrypt") });
    expect(made).toMatchObject({ id: "holder:use", outputs: { role: "holder", name: "use", namePrefix: "" } });
    const news = { role: "holder", name: "use", policy: document("kms:Decrypt") };
    const after = await driven.update(made, news);
    const held = await iam.getRolePolicy({ RoleName: "holder", PolicyName: "use" });
    expect(decodeURIComponent(held.PolicyDocument ?? "")).toBe(document("kms:Decrypt"));
    expect(await driven.changes((await driven.import("holder:use")) ?? after, news)).toEqual([]);
    expect(await driven.changes(after, { ...news, role: "other" })).toEqual(["role!"]);
    await driven.delete(after);
    expect(await driven.refresh(after)).toBeUndefined();
    await driven.delete(after);
  });

  test("is not found by an ID that is none", async () => {
    const driven = new Driven(cloud.plugin, "aws:iam/rolePolicy:RolePolicy");
    await expect(driven.import("holder")).rejects.toThrow(/give the role's name, a colon and the policy's name/);
  });
});

describe("a managed policy attached to a role", () => {
  test("is attached, found and detached in IAM", async () => {
    const { plugin, iam } = cloud;
    await new Driven(plugin, ROLE).create({ assumeRolePolicy: TRUST, name: "attached" });
    const made = await iam.createPolicy({
      PolicyName: "managed",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      }),
    });
    const policyArn = made.Policy?.Arn ?? "";
    const driven = new Driven(plugin, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    const state = await driven.create({ role: "attached", policyArn });
    expect(state).toMatchObject({ id: `attached/${policyArn}`, outputs: { role: "attached", policyArn } });
    const attached = async () => (await iam.listAttachedRolePolicies({ RoleName: "attached" })).AttachedPolicies;
    expect(await attached()).toHaveLength(1);
    expect(await driven.import(state.id)).toMatchObject({ inputs: { role: "attached", policyArn } });
    await driven.delete(state);
    expect(await attached()).toEqual([]);
    expect(await driven.refresh(state)).toBeUndefined();
    await driven.delete(state);
  });
});
