import { describe, expect, test } from "vitest";
import { useCloud } from "../cloud";
import { ACCOUNT, Driven, policy } from "../support";

const TRUST = policy(`arn:aws:iam::${ACCOUNT}:root`, "sts:AssumeRole");
const OTHER_TRUST = policy("arn:aws:iam::210987654321:root", "sts:AssumeRole");

const cloud = useCloud();
const role = (name: string): Driven => new Driven(cloud.plugin, "aws:iam/role:Role", name);

describe("creating a role", () => {
  test("makes it in IAM with all that was asked for", async () => {
    const boundary = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
    const state = await role("full").create({
      assumeRolePolicy: TRUST,
      name: "full",
      path: "/pinecone/",
      description: "for Pinecone",
      maxSessionDuration: 7200,
      permissionsBoundary: boundary,
      tags: { team: "search" },
    });
    const { Role: made } = await cloud.iam.getRole({ RoleName: "full" });
    expect(made).toMatchObject({
      Path: "/pinecone/",
      Description: "for Pinecone",
      MaxSessionDuration: 7200,
      PermissionsBoundary: { PermissionsBoundaryArn: boundary },
      Tags: [{ Key: "team", Value: "search" }],
    });
    expect(state.id).toBe("full");
    expect(state.outputs).toEqual({
      arn: made?.Arn,
      uniqueId: made?.RoleId,
      createDate: made?.CreateDate?.toISOString().replace(/\.\d+Z$/, "Z"),
      assumeRolePolicy: TRUST,
      name: "full",
      namePrefix: "",
      path: "/pinecone/",
      description: "for Pinecone",
      maxSessionDuration: 7200,
      permissionsBoundary: boundary,
      forceDetachPolicies: false,
      inlinePolicies: [],
      managedPolicyArns: [],
      tags: { team: "search" },
      tagsAll: { team: "search" },
    });
  });

  test("without a name keeps the name it has had", async () => {
    const state = await role("kept").create({ assumeRolePolicy: TRUST });
    const later = await role("kept").check({ assumeRolePolicy: TRUST }, state.inputs, new Uint8Array([7]));
    expect(later.inputs["name"]).toBe(state.inputs["name"]);
  });

  test("with a prefix makes a unique name behind it, once", async () => {
    const driven = role("prefixed");
    const state = await driven.create({ assumeRolePolicy: TRUST, namePrefix: "cmek-" });
    expect(state.id).toMatch(/^cmek-\d{18}[0-9a-f]{8}$/);
    expect(state.outputs).toMatchObject({ name: state.id, namePrefix: "cmek-" });
    expect(await driven.changes(state, { assumeRolePolicy: TRUST, namePrefix: "cmek-" })).toEqual([]);
  });

  test("that exists already is refused with IAM's own words", async () => {
    await role("twice").create({ assumeRolePolicy: TRUST, name: "twice" });
    await expect(role("twice").create({ assumeRolePolicy: TRUST, name: "twice" })).rejects.toThrow(
      /^Could not create the IAM role "twice": Role with name twice already exists\. \(EntityAlreadyExists/,
    );
  });
});

describe("updating a role", () => {
  test("changes trust, description, duration, boundary and tags in IAM", async () => {
    const driven = role("updated");
    const state = await driven.create({
      assumeRolePolicy: TRUST,
      name: "updated",
      description: "old",
      permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/b`,
      tags: { gone: "1", kept: "1" },
    });
    const news = { assumeRolePolicy: OTHER_TRUST, name: "updated", maxSessionDuration: 7200, tags: { kept: "2" } };
    const after = await driven.update(state, news);
    const { Role: now } = await cloud.iam.getRole({ RoleName: "updated" });
    expect(decodeURIComponent(now?.AssumeRolePolicyDocument ?? "")).toBe(OTHER_TRUST);
    expect(now).toMatchObject({ MaxSessionDuration: 7200, Tags: [{ Key: "kept", Value: "2" }] });
    expect(now?.Description ?? "").toBe("");
    expect(now?.PermissionsBoundary).toBeUndefined();
    expect(after.outputs).toMatchObject({ arn: state.outputs["arn"], tags: { kept: "2" }, description: "" });
    expect(await driven.changes(after, news)).toEqual([]);
  });

  test("that is gone says what to do", async () => {
    const driven = role("vanished");
    const state = await driven.create({ assumeRolePolicy: TRUST, name: "vanished" });
    await cloud.iam.deleteRole({ RoleName: "vanished" });
    await expect(driven.update(state, { assumeRolePolicy: OTHER_TRUST, name: "vanished" })).rejects.toThrow(
      'The IAM role "vanished" does not exist any more: run "pulumi refresh"',
    );
  });
});

describe("reading a role", () => {
  test("finds what was changed behind our back, and the next diff puts it right", async () => {
    const driven = role("drifted");
    const program = { assumeRolePolicy: TRUST, name: "drifted" };
    const state = await driven.create(program);
    await cloud.iam.updateAssumeRolePolicy({ RoleName: "drifted", PolicyDocument: OTHER_TRUST });
    await cloud.iam.tagRole({ RoleName: "drifted", Tags: [{ Key: "by", Value: "hand" }] });
    const read = await driven.refresh(state);
    expect(read?.outputs).toMatchObject({ assumeRolePolicy: OTHER_TRUST, tagsAll: { by: "hand" } });
    expect(await driven.changes(read ?? state, program)).toEqual(["assumeRolePolicy", "tags", "tagsAll"]);
    const repaired = await driven.update(read ?? state, program);
    expect(repaired.outputs).toMatchObject({ assumeRolePolicy: TRUST, tagsAll: {} });
  });

  test("keeps the program's spelling of a policy that means the same", async () => {
    const driven = role("spelled");
    const state = await driven.create({ assumeRolePolicy: TRUST, name: "spelled" });
    const spaced = JSON.stringify(JSON.parse(TRUST), null, 2);
    await cloud.iam.updateAssumeRolePolicy({ RoleName: "spelled", PolicyDocument: spaced });
    expect((await driven.refresh(state))?.outputs["assumeRolePolicy"]).toBe(TRUST);
  });

  test("shows the policies in it and attached to it", async () => {
    const driven = role("policies");
    const state = await driven.create({ assumeRolePolicy: TRUST, name: "policies" });
    const document = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "kms:Encrypt", Resource: "*" }],
    });
    await cloud.iam.putRolePolicy({ RoleName: "policies", PolicyName: "inline", PolicyDocument: document });
    const made = await cloud.iam.createPolicy({ PolicyName: "managed", PolicyDocument: document });
    await cloud.iam.attachRolePolicy({ RoleName: "policies", PolicyArn: made.Policy?.Arn });
    expect((await driven.refresh(state))?.outputs).toMatchObject({
      inlinePolicies: [{ name: "inline", policy: document }],
      managedPolicyArns: [made.Policy?.Arn],
    });
  });

  test("says that a deleted role is gone", async () => {
    const driven = role("deleted");
    const state = await driven.create({ assumeRolePolicy: TRUST, name: "deleted" });
    await cloud.iam.deleteRole({ RoleName: "deleted" });
    expect(await driven.refresh(state)).toBeUndefined();
  });

  test("for an import gives inputs that the program has no diff against", async () => {
    await cloud.iam.createRole({ RoleName: "imported", AssumeRolePolicyDocument: TRUST, Description: "by hand" });
    const driven = role("imported");
    const read = await driven.import("imported");
    expect(read?.inputs).toEqual({
      assumeRolePolicy: TRUST,
      name: "imported",
      path: "/",
      description: "by hand",
      maxSessionDuration: 3600,
      forceDetachPolicies: false,
    });
    const state = { id: "imported", inputs: read?.inputs ?? {}, outputs: read?.outputs ?? {} };
    expect(await driven.changes(state, { assumeRolePolicy: TRUST, name: "imported", description: "by hand" })).toEqual(
      [],
    );
  });
});

describe("deleting a role", () => {
  const attach = async (name: string): Promise<void> => {
    const document = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    });
    await cloud.iam.putRolePolicy({ RoleName: name, PolicyName: "inline", PolicyDocument: document });
  };

  test("removes it from IAM, and again is no error", async () => {
    const driven = role("removed");
    const state = await driven.create({ assumeRolePolicy: TRUST, name: "removed" });
    await driven.delete(state);
    await expect(cloud.iam.getRole({ RoleName: "removed" })).rejects.toThrow(/not found/);
    await driven.delete(state);
  });

  test("with a policy in it is refused with IAM's reason", async () => {
    const driven = role("in-use");
    const state = await driven.create({ assumeRolePolicy: TRUST, name: "in-use" });
    await attach("in-use");
    await expect(driven.delete(state)).rejects.toThrow(/must delete policies first\. \(DeleteConflict/);
  });

  test("with forceDetachPolicies takes its policies along", async () => {
    const driven = role("forced");
    const state = await driven.create({ assumeRolePolicy: TRUST, name: "forced", forceDetachPolicies: true });
    await attach("forced");
    await driven.delete(state);
    await expect(cloud.iam.getRole({ RoleName: "forced" })).rejects.toThrow(/not found/);
  });
});
