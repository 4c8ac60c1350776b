/** Every wrong value ends in one clear message: property, value, rule, remedy. */
import { describe, expect, test } from "vitest";
import type { PropertyMap } from "../../../provider/rpc/values";
import { Secret, UNKNOWN } from "../../../provider/rpc/values";
import { check, EXTERNAL_ID, KEY, PROJECT_ID, ROLE, testbed, matching } from "./testbed";

const binding = { projectId: UNKNOWN, name: "main", roleArn: ROLE, keyArn: KEY };

const wrong: readonly [claim: string, type: string, inputs: PropertyMap, property: string, reason: RegExp][] = [
  ["an empty name", "Project", { name: "" }, "name", /must have at least 1 character; it is empty/],
  ["513 characters", "Project", { name: "x".repeat(513) }, "name", /must have at most 512 characters; it has 513/],
  ["a missing name", "Project", {}, "name", /is required\. The project's name/],
  ["a name that is no text", "Project", { name: true }, "name", /must be a string; got true/],
  ["half a pod", "Project", { name: "a", maxPods: 0.5 }, "maxPods", /must be a whole number; got 0.5/],
  ["fewer than no pods", "Project", { name: "a", maxPods: -1 }, "maxPods", /must be at least 0; got -1/],
  [
    "a misspelt name",
    "Project",
    { name: "a", forceEncryptionWithCMEK: true },
    "forceEncryptionWithCMEK",
    /is no property of a Project\. Did you mean "forceEncryptionWithCmek"\?/,
  ],
  [
    "a strange name",
    "Project",
    { name: "a", colour: "red" },
    "colour",
    /is no property of a Project\. It has: name, maxPods, forceEncryptionWithCmek/,
  ],
  ...["production", ".", "8B2F6B1C-4C0E-4F5A-9D3B-2F6C1D7E9A10", ""].map((projectId): (typeof wrong)[number] => [
    `the project ID "${projectId}"`,
    "ApiKey",
    { projectId, name: "k" },
    "projectId",
    /^".*" is no project ID, which is a UUID in lower case such as 8b2f6b1c-.*Settings > Projects\.$/,
  ]),
  [
    "81 characters",
    "ApiKey",
    { projectId: PROJECT_ID, name: "x".repeat(81) },
    "name",
    /must have at most 80 characters; it has 81/,
  ],
  [
    "a role nobody knows",
    "ApiKey",
    { projectId: PROJECT_ID, name: "k", roles: ["ProjectEditor", "Admin"] },
    "roles[1]",
    /must be one of "ProjectEditor".*; got "Admin"/,
  ],
  [
    "no roles",
    "ApiKey",
    { projectId: PROJECT_ID, name: "k", roles: [] },
    "roles",
    /must have at least 1 element; it is empty/,
  ],
  ["an external ID that is no UUID", "ExternalId", { value: "abc" }, "value", /UUID/],
  [
    "a UUID of version 1",
    "ExternalId",
    { value: "0f8fad5b-d9cb-169f-a165-70867728950e" },
    "value",
    /version 1|UUID v4/,
  ],
  [
    "an alias ARN",
    "CmekBinding",
    { ...binding, keyArn: "arn:aws:kms:us-east-1:111122223333:alias/a" },
    "keyArn",
    /ARN of an alias.*aws kms describe-key/,
  ],
  [
    "a user's ARN",
    "CmekBinding",
    { ...binding, roleArn: "arn:aws:iam::111122223333:user/a" },
    "roleArn",
    /names an IAM user; expected the ARN of an IAM role/,
  ],
  [
    "a key of another partition",
    "CmekBinding",
    { ...binding, keyArn: KEY.replace("arn:aws:", "arn:aws-us-gov:") },
    "keyArn",
    /partition aws-us-gov, but the role is in aws/,
  ],
  [
    "an account number of eleven digits",
    "CmekBinding",
    { ...binding, pineconeAccountId: "44445555666" },
    "pineconeAccountId",
    /has 11 digits.*exactly 12.*Manage > CMEK > Add CMEK/,
  ],
  [
    "an external ID of the wrong version",
    "CmekBinding",
    { ...binding, externalId: EXTERNAL_ID.replace("-469f", "-169f") },
    "externalId",
    /version 1; Pinecone expects a UUID of version 4/,
  ],
];

describe("bad input", () => {
  test.each(wrong)("%s is told (%s)", async (_claim, type, inputs, property, reason) => {
    const { failures } = await check(await testbed(), type, inputs);
    expect(failures).toEqual([{ property, reason: matching(reason) }]);
  });

  test("everything that is wrong is told at once", async () => {
    const { failures } = await check(await testbed(), "CmekBinding", {
      projectId: "",
      name: "",
      roleArn: "r",
      keyArn: "k",
      x: 1,
    });
    expect(failures.map(({ property }) => property)).toEqual(["x", "projectId", "name", "roleArn", "keyArn"]);
  });

  test("what is not known yet is not judged, and what is beside it is", async () => {
    const bed = await testbed();
    const inputs = { projectId: UNKNOWN, name: UNKNOWN, roles: [UNKNOWN, "Admin", "ProjectEditor"] };
    const { failures } = await check(bed, "ApiKey", inputs);
    expect(failures.map(({ property }) => property)).toEqual(["roles[1]"]);
  });

  test("a secret that is wrong is not shown, in a message of the schema or of a rule", async () => {
    const bed = await testbed();
    const inputs = { ...binding, name: new Secret("s".repeat(513)), roleArn: new Secret("the-hidden-role") };
    const { failures } = await check(bed, "CmekBinding", inputs);
    expect(failures.map(({ property }) => property)).toEqual(["name", "roleArn"]);
    expect(JSON.stringify(failures)).not.toMatch(/sss|the-hidden-role/);
  });

  test("inputs come back as they were given, secrets and unknowns with them", async () => {
    const inputs = { projectId: UNKNOWN, name: new Secret("k") };
    expect((await check(await testbed(), "ApiKey", inputs)).inputs).toEqual(inputs);
  });
});
