import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../provider/rpc";
import { ACCOUNT, configuredPlugin, Driven, policy, REGION } from "./support";

const ELSEWHERE = "eu-west-1";
const TRUST = policy(`arn:aws:iam::${ACCOUNT}:root`, "sts:AssumeRole");
const OTHER_TRUST = policy("arn:aws:iam::210987654321:root", "sts:AssumeRole");
const ROOT_POLICY = policy(`arn:aws:iam::${ACCOUNT}:root`, "kms:*");
const OTHER_POLICY = policy(`arn:aws:iam::${ACCOUNT}:root`, "kms:Describe*", "Other");

/** Nobody listens there: what is claimed here is claimed without a request. */
const offline = configuredPlugin("http://127.0.0.1:1");
const role = async (name = "role"): Promise<Driven> => new Driven(await offline, "aws:iam/role:Role", name);
const key = async (name = "key"): Promise<Driven> => new Driven(await offline, "aws:kms/key:Key", name);
const alias = async (name = "alias"): Promise<Driven> => new Driven(await offline, "aws:kms/alias:Alias", name);
const keyPolicy = async (name = "policy"): Promise<Driven> =>
  new Driven(await offline, "aws:kms/keyPolicy:KeyPolicy", name);
const replica = async (name = "replica"): Promise<Driven> =>
  new Driven(await offline, "aws:kms/replicaKey:ReplicaKey", name);

describe("the diff of a role", () => {
  const program = { assumeRolePolicy: TRUST, name: "diffed", tags: { a: "b" } };

  test.each([
    ["assumeRolePolicy", { ...program, assumeRolePolicy: OTHER_TRUST }, ["assumeRolePolicy"]],
    ["name", { ...program, name: "renamed" }, ["name!"]],
    ["path", { ...program, path: "/other/" }, ["path!"]],
    ["description", { ...program, description: "new" }, ["description"]],
    ["maxSessionDuration", { ...program, maxSessionDuration: 4000 }, ["maxSessionDuration"]],
    ["permissionsBoundary", { ...program, permissionsBoundary: "arn:aws:iam::1:policy/b" }, ["permissionsBoundary"]],
    ["forceDetachPolicies", { ...program, forceDetachPolicies: true }, ["forceDetachPolicies"]],
    ["tags", { ...program, tags: {} }, ["tags", "tagsAll"]],
    ["nothing", program, []],
    ["an unknown trust policy", { ...program, assumeRolePolicy: UNKNOWN }, ["assumeRolePolicy"]],
  ])("of %s", async (_what, news, expected) => {
    const driven = await role("diffed");
    const inputs = await driven.inputs(program);
    const state = { id: "diffed", inputs, outputs: { ...inputs, tagsAll: { a: "b" } } };
    expect(await driven.changes(state, news)).toEqual(expected);
  });

  test("does not see a trust policy written differently", async () => {
    const driven = await role("rewritten");
    const inputs = await driven.inputs({ assumeRolePolicy: TRUST });
    const [statement] = (JSON.parse(TRUST) as { Statement: object[] }).Statement;
    const same = {
      Statement: { ...statement, Principal: { AWS: [ACCOUNT] }, Action: ["STS:AssumeRole"] },
      Version: "2012-10-17",
    };
    expect(
      await driven.changes({ id: "x", inputs, outputs: inputs }, { assumeRolePolicy: JSON.stringify(same) }),
    ).toEqual([]);
  });

  test("deletes a role of a fixed name before it makes its replacement, and one of a random name after", async () => {
    for (const [name, first] of [
      ["fixed-name", true],
      [undefined, false],
    ] as const) {
      const driven = await role("replaced");
      const program = { assumeRolePolicy: TRUST, ...(name !== undefined && { name }) };
      const inputs = await driven.inputs(program);
      const diff = await driven.diff({ id: "x", inputs, outputs: inputs }, { ...program, path: "/new/" });
      expect(diff.deleteBeforeReplace).toBe(first);
    }
  });

  test("says that the ARN stays the same", async () => {
    const driven = await role("stable");
    const inputs = await driven.inputs(program);
    const diff = await driven.diff({ id: "x", inputs, outputs: inputs }, { ...program, description: "new" });
    expect(diff.stables).toContain("arn");
    expect(diff.stables).not.toContain("tagsAll");
  });
});

describe("the diff of a KMS key", () => {
  const program = { policy: ROOT_POLICY, description: "d", deletionWindowInDays: 30 };

  test.each([
    ["description", { ...program, description: "new" }, ["description"]],
    ["policy", { ...program, policy: OTHER_POLICY }, ["policy"]],
    ["enableKeyRotation", { ...program, enableKeyRotation: true }, ["enableKeyRotation"]],
    ["deletionWindowInDays", { ...program, deletionWindowInDays: 7 }, ["deletionWindowInDays"]],
    ["isEnabled", { ...program, isEnabled: false }, ["isEnabled"]],
    ["multiRegion", { ...program, multiRegion: true }, ["multiRegion!"]],
    ["keyUsage", { ...program, keyUsage: "SIGN_VERIFY" }, ["keyUsage!"]],
    ["customerMasterKeySpec", { ...program, customerMasterKeySpec: "RSA_2048" }, ["customerMasterKeySpec!"]],
    ["region", { ...program, region: ELSEWHERE }, ["region!"]],
    ["multiRegion given as it is", { ...program, multiRegion: false }, []],
    ["a policy left to KMS again", { description: "d", deletionWindowInDays: 30 }, []],
    ["the same policy, spaced", { ...program, policy: JSON.stringify(JSON.parse(ROOT_POLICY), null, 2) }, []],
  ])("of %s", async (_what, news, expected) => {
    const inputs = await (await key()).inputs(program);
    expect(await (await key()).changes({ id: "x", inputs, outputs: { ...inputs, multiRegion: false } }, news)).toEqual(
      expected,
    );
  });
});

describe("a KMS alias", () => {
  test("is replaced by another name, and deleted first only if it keeps its name", async () => {
    const inputs = await (await alias()).inputs({ name: "alias/one", targetKeyId: "x" });
    const old = { id: "alias/one", inputs, outputs: inputs };
    const renamed = await (await alias()).diff(old, { name: "alias/two", targetKeyId: "x" });
    expect(renamed.changes).toEqual([{ path: "name", kind: "update", replace: true }]);
    expect(renamed.deleteBeforeReplace).toBe(false);
    const moved = await (await alias()).diff(old, { name: "alias/one", targetKeyId: "x", region: ELSEWHERE });
    expect(moved.deleteBeforeReplace).toBe(true);
  });
});

describe("a KMS key policy", () => {
  test("is replaced for another key, and not for the same key's ARN", async () => {
    const inputs = await (await keyPolicy()).inputs({ keyId: "one", policy: ROOT_POLICY });
    const old = { id: "one", inputs, outputs: inputs };
    expect(await (await keyPolicy()).changes(old, { keyId: "two", policy: ROOT_POLICY })).toEqual(["keyId!"]);
    const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/one`;
    expect(await (await keyPolicy()).changes(old, { keyId: arn, policy: ROOT_POLICY })).toEqual([]);
  });
});

describe("a KMS replica key", () => {
  test("is replaced with its primary key or region", async () => {
    const arn = (region: string): string => `arn:aws:kms:${region}:${ACCOUNT}:key/mrk-0123`;
    const inputs = await (await replica()).inputs({ primaryKeyArn: arn(REGION), region: ELSEWHERE });
    const old = { id: "mrk-0123", inputs, outputs: inputs };
    const other = { primaryKeyArn: arn("us-west-2"), region: ELSEWHERE };
    expect(await (await replica()).changes(old, other)).toEqual(["primaryKeyArn!"]);
    expect(await (await replica()).changes(old, { primaryKeyArn: arn(REGION), region: "us-east-2" })).toEqual([
      "region!",
    ]);
  });
});
