import { describe, expect, test } from "vitest";
import { shellScript } from "../../scripts/demo/lookAround";
import { happenedInOrder } from "../../scripts/demo/order";
import { projectFile, setCommands } from "../../scripts/demo/program";
import { refusalIn } from "../../scripts/demo/refusal";

describe("the refusal in what Pulumi printed", () => {
  test("is the error of our resource with all of its lines, and none of the engine's", () => {
    const output = `Updating (demo):

 +  pinecone-security:index:NetworkAccess search-access creating (0s)
Diagnostics:
  pulumi:pulumi:Stack (pinecone-privatelink-demo):
    error: update failed

  pinecone-security:index:NetworkAccess (search-access):
    error: NetworkAccess "search-access" is not turned on:
      acknowledgeLostAccess does not name the index "forgotten"

Resources:
    9 unchanged
`;
    expect(refusalIn(output)).toBe(
      `error: NetworkAccess "search-access" is not turned on:\n  acknowledgeLostAccess does not name the index "forgotten"`,
    );
  });

  test.each([
    ["nothing went wrong", "Resources:\n    9 unchanged\n"],
    ["only somebody else's resource failed", "Diagnostics:\n  aws:kms:Key (key):\n    error: no\n"],
    ["ours has a warning only", "Diagnostics:\n  pinecone-security:index:Project (search):\n    warning: no\n"],
  ])("is none when %s", (_when, output) => {
    expect(refusalIn(output)).toBeUndefined();
  });
});

describe("requests to Pinecone are in order", () => {
  const off = { method: "PATCH", path: "/admin/projects/p/network-access" };
  const gone = { method: "DELETE", path: "/admin/private-endpoints/e" };
  const wanted = ["PATCH network-access", "DELETE private-endpoints"];

  test("when each came after the one before, whatever else was asked", () => {
    expect(happenedInOrder([{ ...gone, method: "GET" }, off, { ...off, method: "GET" }, gone], wanted)).toBe(true);
  });

  test.each([
    ["the other way round", [gone, off]],
    ["one is missing", [off]],
    ["the first is missing", [gone]],
    ["the second came before too", [gone, off, gone]],
  ])("not when %s", (_when, requests) => {
    expect(happenedInOrder(requests, wanted)).toBe(false);
  });
});

describe("a program's Pulumi.yaml", () => {
  test("is led to the folder it is in, and keeps the one it names", () => {
    expect(projectFile("name: a\n", "examples/privatelink/Pulumi.yaml").main).toBe("examples/privatelink");
    expect(projectFile("name: a\nmain: examples/cmek\n", "Pulumi.yaml").main).toBe("examples/cmek");
  });

  test("gets the plugins of this repository, and keeps what else it says", () => {
    const { plugins, ...rest } = projectFile("name: a\nruntime: nodejs\n", "examples/a/Pulumi.yaml");
    expect(rest).toEqual({ name: "a", runtime: "nodejs", main: "examples/a" });
    expect(plugins.providers.map(({ name }) => name)).toEqual(["pinecone-security", "aws"]);
  });
});

describe("configuration is set", () => {
  test("as text for single values, so that a number of an account stays one, and by item for lists", () => {
    expect(setCommands({ pineconeAccountId: "000000000001", subnetIds: ["subnet-a", "subnet-b"] })).toEqual([
      ["config", "set-all", "--plaintext", "pineconeAccountId=000000000001"],
      ["config", "set-all", "--path", "--plaintext", "subnetIds[0]=subnet-a", "--plaintext", "subnetIds[1]=subnet-b"],
    ]);
  });

  test("with no command for nothing", () => {
    expect(setCommands({})).toEqual([]);
  });
});

test("the shell of who looks around gets the demo's cloud, its engine first, and none of the user's own accounts", () => {
  process.env["AWS_PROFILE_OF_THE_USER"] = "production";
  try {
    const script = shellScript({ env: { AWS_REGION: "us-east-1", PATH: "/usr/bin" }, engineFolder: "/engine/bin" });
    expect(script).toContain("unset AWS_PROFILE_OF_THE_USER\n");
    expect(script).toContain('export AWS_REGION="us-east-1"\n');
    expect(script).toContain('export PATH="/engine/bin:$PATH"\n');
    expect(script).not.toContain("production");
  } finally {
    delete process.env["AWS_PROFILE_OF_THE_USER"];
  }
});
