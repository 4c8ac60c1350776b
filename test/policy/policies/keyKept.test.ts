import { describe, expect, test } from "vitest";
import { judge } from "../../../policy/judge";
import { KEY, REPLICA_KEY } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { World } from "../../../policy/model/world";
import { keyKept } from "../../../policy/policies/keyKept";
import { settingsOf } from "../../../policy/settings";
import { changed, compliant, KEY_ARN, keyPolicy, planOf, resource, verdicts, withMore, without } from "../fixture";

const policy = "pinecone-key-kept";
const released = changed(compliant, "search-key", {}, { retainOnDelete: false });
const before = { stack: "prod", resources: released.resources };
const deleted = "search-binding: Its key search-key is deleted with this deployment, while the binding stays.";

describe(policy, () => {
  test("is violated by a key that is disabled", () => {
    expect(verdicts(changed(compliant, "search-key", { isEnabled: false }))).toEqual({
      [policy]: ["search-key: isEnabled is false."],
    });
  });

  test("is violated by a bound replica that is disabled, not by a spare one", () => {
    const properties = {
      arn: KEY_ARN.replace("us-east-1", "us-west-2"),
      primaryKeyArn: KEY_ARN,
      policy: keyPolicy,
      enabled: false,
    };
    const replica = resource(REPLICA_KEY, "replica", properties, { retainOnDelete: true });
    const spare = withMore(compliant, replica);
    expect(verdicts(spare)).toEqual({});
    expect(verdicts(changed(spare, "search-binding", { keyArn: replica.properties["arn"] }, { from: {} }))).toEqual({
      [policy]: ["replica: enabled is false."],
    });
  });

  const replacements: Readonly<Record<string, [object, string]>> = {
    "multi-Region or not": [{ multiRegion: true }, "multiRegion changes from false to true"],
    "its region": [{ region: "us-west-2" }, "region changes from us-east-1 to us-west-2"],
  };
  for (const [what, [change, message]] of Object.entries(replacements))
    test(`is violated by a change that makes a new key: ${what}`, () => {
      const regional = {
        stack: "prod",
        resources: changed(compliant, "search-key", { region: "us-east-1" }).resources,
      };
      expect(verdicts(changed(regional, "search-key", { ...change }))).toEqual({
        [policy]: [`search-key: ${message}, which makes a new key in place of this one.`],
      });
    });

  test("is violated by a change of what the key is, or where its material is, which is none of Pinecone's either", () => {
    for (const [property, value, former] of [
      ["customerMasterKeySpec", "RSA_2048", "SYMMETRIC_DEFAULT"],
      ["keyUsage", "SIGN_VERIFY", "ENCRYPT_DECRYPT"],
      ["customKeyStoreId", "cks-1234567890abcdef0", "none"],
    ] as const) {
      const found = verdicts(changed(compliant, "search-key", { [property]: value }));
      expect(Object.keys(found).sort()).toEqual([policy, "pinecone-key-symmetric"]);
      expect(found[policy]).toEqual([
        `search-key: ${property} changes from ${former} to ${value}, which makes a new key in place of this one.`,
      ]);
    }
  });

  test("is kept where only the default is written out, or left to AWS", () => {
    const silent = { customerMasterKeySpec: undefined, keyUsage: undefined, multiRegion: UNKNOWN };
    expect(verdicts(changed(compliant, "search-key", silent))).toEqual({});
  });

  test("is violated by a replacement that the plan tells, whatever the cause", () => {
    const plan = planOf(compliant);
    const resources = plan.resources.map((each) =>
      each.name === "search-key" ? { ...each, change: "replace" as const } : each,
    );
    const found = judge(keyKept, new World({ ...plan, resources }), settingsOf(keyKept));
    expect(found.map(({ message }) => message)).toEqual(["The deployment replaces it by a new key."]);
  });

  test("is violated by a key that leaves the stack and is deleted, while its binding stays", () => {
    const { [policy]: found, ...others } = verdicts(without(before, "search-key"));
    expect(found).toEqual([deleted]);
    expect(others).toEqual({});
  });

  test("is kept by a key that stays in AWS, and leaves it to others when the binding goes too", () => {
    expect(verdicts(without(compliant, "search-key"))).toEqual({});
    expect(verdicts(without(before, "search-key", "search-binding"))[policy]).toBeUndefined();
  });

  test("is violated by a key that is made anew under another name, unless it is the same key", () => {
    const key = compliant.resources.find(({ name }) => name === "search-key")!;
    const renamed = (arn: unknown) =>
      withMore(
        without(changed(before, "search-binding", { keyArn: arn }, { from: { keyArn: ["renamed"] } }), "search-key"),
        resource(KEY, "renamed", { ...key.properties, arn }),
      );
    expect(verdicts(renamed(UNKNOWN))[policy]).toEqual([deleted]);
    expect(verdicts(renamed(KEY_ARN))[policy]).toBeUndefined();
  });

  test("is undecided where the state of before is not known", () => {
    const blind = { ...compliant, former: { why: "`pulumi stack export` failed" } };
    expect(verdicts(blind)[policy]).toEqual([
      "search-key: Undecided: whether search-key is replaced is not known here, since `pulumi stack export` failed.",
    ]);
    expect(verdicts({ ...without(compliant, "search-key"), former: blind.former })[policy]).toEqual([
      "search-binding: Undecided: whether the key of search-binding is deleted is not known here, since `pulumi stack export` failed.",
    ]);
  });

  test("is undecided while a given value is not known", () => {
    const from = { policy: ["search-role"], multiRegion: ["search"] };
    expect(verdicts(changed(compliant, "search-key", { multiRegion: UNKNOWN }, { from }))).toEqual({
      [policy]: [
        "search-key: Undecided: multiRegion of search-key is not known: it comes from search and the preview does not tell it.",
      ],
    });
  });
});
