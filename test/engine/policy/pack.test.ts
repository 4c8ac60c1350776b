import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ApiKey, Project } from "../../../sdk";
import { judgedBy, policyPack, useCloud } from "../harness";

const cloud = useCloud();
const POLICY = "pinecone-project-cmek-forced";

const open = async () => {
  new Project("open", { name: "open" });
};

test("a violation of a mandatory policy fails the preview, with what is wrong, why, and the remedy", async () => {
  const pack = await policyPack({ [POLICY]: "mandatory" });
  const stack = await cloud.stack(open, { env: pack.env });
  const { failed, violations } = await judgedBy(pack, stack);
  expect(failed).toBe(true);
  expect(violations).toMatchObject([{ policy: POLICY, level: "mandatory", resource: "open" }]);
  const [claim, found, why, remedy] = violations[0]!.message.split("\n");
  expect(claim).toBe("A Pinecone project forces encryption with a customer-managed key.");
  expect(found).toBe("forceEncryptionWithCmek is left out.");
  expect(why).toMatch(/^Why: .*key of its own/);
  expect(remedy).toMatch(/^What to do: Set forceEncryptionWithCmek: true/);
});

test("a violation is advisory where nothing is configured, and stops nobody", async () => {
  const pack = await policyPack();
  const stack = await cloud.stack(open, { env: pack.env });
  expect(await judgedBy(pack, stack)).toMatchObject({
    failed: false,
    violations: [{ policy: POLICY, level: "advisory", resource: "open" }],
  });
});

test("a policy of one resource stops it before it is made, also where `pulumi up` skips the preview", async () => {
  const pack = await policyPack({ [POLICY]: "mandatory" });
  const stack = await cloud.stack(open, { env: pack.env });
  const { policyPacks, policyPackConfigs } = pack;
  // The automation API always skips it.
  await expect(stack.up({ policyPacks, policyPackConfigs })).rejects.toThrow();
  expect((await cloud.pinecone.snapshot()).projects).toEqual([]);
});

test("an exception is not judged", async () => {
  const pack = await policyPack({ [POLICY]: { enforcementLevel: "mandatory", exceptions: ["op*"] } });
  const stack = await cloud.stack(open, { env: pack.env });
  expect(await judgedBy(pack, stack)).toMatchObject({ failed: false, violations: [] });
});

test("a parameter of the wrong type is refused by name before the preview", async () => {
  const pack = await policyPack({ [POLICY]: { exceptions: "open" } });
  const stack = await cloud.stack(open, { env: pack.env });
  const { failed, errors } = await judgedBy(pack, stack);
  expect(failed).toBe(true);
  expect(errors).toContain("exceptions");
});

const undecided = async () => {
  const first = new Project("first", { name: "first", forceEncryptionWithCmek: true });
  // What is said of the second is known once the first is there.
  const forced = first.createdAt.apply((when) => when !== undefined);
  new Project("second", { name: "second", forceEncryptionWithCmek: forced });
};

test("a value that a preview does not know gives «undecided» with its name, and is decided when it is known", async () => {
  const pack = await policyPack({ [POLICY]: "mandatory" });
  const stack = await cloud.stack(undecided, { env: pack.env });
  const first = await judgedBy(pack, stack);
  expect(first).toMatchObject({
    failed: false,
    violations: [],
    undecided: [{ policy: POLICY, level: "advisory", resource: "second" }],
  });
  expect(first.undecided[0]!.message).toContain("Undecided: forceEncryptionWithCmek of second is not known");
  await stack.up();
  expect(await judgedBy(pack, stack)).toMatchObject({ failed: false, violations: [], undecided: [] });
});

test("that a policy can't decide fails the preview where it is set to", async () => {
  const pack = await policyPack({ [POLICY]: { enforcementLevel: "mandatory", undecided: "mandatory" } });
  const stack = await cloud.stack(undecided, { env: pack.env });
  expect(await judgedBy(pack, stack)).toMatchObject({ failed: true, undecided: [{ level: "mandatory" }] });
});

test("nothing that a policy says has the value of an API key", async () => {
  const pack = await policyPack();
  const stack = await cloud.stack(
    async () => {
      const { id: projectId } = new Project("open", { name: "open" });
      const key = new ApiKey("key", { projectId, name: "key" });
      return { value: key.value };
    },
    { name: "prod", env: pack.env },
  );
  const { outputs } = await stack.up();
  const value = String(outputs["value"]?.value);
  expect((await cloud.pinecone.snapshot()).apiKeys).toHaveLength(1);
  expect(value).toMatch(/^pckey_/);
  const { policyPacks, policyPackConfigs } = pack;
  const { events, stdout } = await stack.preview({ policyPacks, policyPackConfigs });
  expect(stdout).toContain(POLICY);
  expect(JSON.stringify(events.map(({ policyEvent }) => policyEvent))).not.toContain(value);
  expect(stdout).not.toContain(value);
});

test("a pack of one's own has our policies beside its own, defined the same way", async () => {
  const pack = await policyPack({ all: "mandatory" });
  const [folder = ""] = pack.policyPacks;
  mkdirSync(join(folder, "own"));
  const ours = JSON.stringify(join(__dirname, "..", "..", "..", "dist", "policy"));
  const sdk = JSON.stringify(require.resolve("@pulumi/policy"));
  writeFileSync(
    join(folder, "own", "index.js"),
    `const { PolicyPack } = require(${sdk});
     const { definePolicy, packPolicies, policies, readText } = require(${ours});
     const named = definePolicy({
       name: "pinecone-project-named-by-team", claim: "A project's name begins with its team.", severity: "low",
       why: "Bills go by it.", remedy: "Rename it.", reference: "https://example.com", parameters: {
         teams: { type: "texts", description: "The teams.", default: ["search"] } },
       judges: "planned", types: ["pinecone-security:index:Project"], scope: "resource",
       *judge(project, { parameters }) {
         const name = readText(project, "name") ?? "";
         if (!parameters.teams.some((team) => name.startsWith(team + "-"))) yield "name is " + name + ".";
       },
     });
     new PolicyPack("ours", { policies: packPolicies([...policies, named]) });`,
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ version: "1.0.0", main: "own/index.js" }));
  const stack = await cloud.stack(open, { env: pack.env });
  const { violations } = await judgedBy(pack, stack);
  expect(violations.map(({ policy, message }) => [policy, message.split("\n")[1]])).toEqual([
    [POLICY, "forceEncryptionWithCmek is left out."],
    ["pinecone-project-named-by-team", "name is open."],
  ]);
});
