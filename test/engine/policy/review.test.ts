import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { useCloud, type TestStack } from "../harness";

const cloud = useCloud();
const command = join(__dirname, "..", "..", "..", "dist", "cli", "pulumi-pinecone-security");
const SECRET = "pcsk_planted_0123456789abcdefghij";

/** The stack of the fixture, at a version. */
async function stackAt(version: number): Promise<TestStack> {
  const config = {
    "pinecone-security:binding": "api",
    "aws:region": "us-east-1",
    pineconeAccountId: cloud.pinecone.pineconeAccountId,
    version: String(version),
  };
  return cloud.stack(
    { folder: "test/engine/fixtures/review" },
    { name: "prod", config, secretConfig: { secret: SECRET } },
  );
}

interface Report {
  readonly exitCode: number;
  readonly preview: {
    readonly failed: boolean;
    readonly errors: readonly { readonly resource: string | null; readonly message: string }[];
  };
  readonly summary: { readonly resources: Readonly<Record<string, number>> };
  readonly changes: readonly {
    readonly name: string;
    readonly operation: string;
    readonly meanings: readonly { readonly text: string }[];
  }[];
  readonly findings: readonly {
    readonly policy: string;
    readonly kind: string;
    readonly resource: string;
    readonly source: unknown;
  }[];
}

/** Runs the built command as a process, in the project's folder. */
async function review(stack: TestStack, how: string) {
  const configuration = join(stack.folders.work, "policies.json");
  writeFileSync(configuration, JSON.stringify({ all: "advisory", "pinecone-project-cmek-forced": "mandatory" }));
  const outputs = "--markdown review.md --sarif review.sarif --json review.json";
  const { code, stderr } = await stack.shell(`'${command}' review ${how} --config policies.json ${outputs}`);
  const read = (name: string): string => readFileSync(join(stack.folders.work, name), "utf8");
  const [markdown, sarif, json] = [read("review.md"), read("review.sarif"), read("review.json")];
  for (const output of [markdown, sarif, json]) expect(output).not.toContain(SECRET);
  return { code, stderr, markdown, sarif, report: JSON.parse(json) as Report };
}

const PREVIEW = "preview --json --show-sames --non-interactive";

async function reviewOfFile(stack: TestStack) {
  const { stdout } = await stack.pulumi(...PREVIEW.split(" "));
  writeFileSync(join(stack.folders.work, "preview.json"), stdout);
  return review(stack, "--preview preview.json");
}

const did = ({ changes }: Report, operation: string) =>
  changes
    .filter((each) => each.operation === operation)
    .map(({ name }) => name)
    .sort();
const said = ({ changes }: Report, name: string) =>
  changes.find((each) => each.name === name)?.meanings.map(({ text }) => text);

test("a preview of a new stack, a changed one and one that fails is reviewed, and no secret is told", async () => {
  const stack = await stackAt(1);
  const first = await reviewOfFile(stack);
  expect(first.code, first.stderr).toBe(0);
  expect(
    first.report.findings.filter(
      ({ kind, policy }) => kind === "violation" && policy === "pinecone-project-cmek-forced",
    ),
  ).toEqual([]);
  expect(did(first.report, "create")).toContain("search-binding");
  expect(first.markdown).toMatch(/^<!-- pulumi-pinecone-security review: review\/prod -->/);
  expect(first.markdown).toContain('["search-binding<br/>CMEK binding, new"]:::new');
  await stack.up();

  await stack.setConfig("version", "2");
  const second = await review(stack, "--run");
  expect(second.code, second.stderr).toBe(1);
  expect(did(second.report, "replace")).toEqual(["side-role"]);
  expect(did(second.report, "delete")).toEqual(["side-alias"]);
  expect(did(second.report, "create")).toEqual(["open", "open-key"]);
  expect(did(second.report, "update")).toEqual(
    expect.arrayContaining(["search-role", "search-api-key-query", "side-key"]),
  );
  const { pineconeAccountId } = cloud.pinecone;
  expect(said(second.report, "search-role")).toEqual([
    `Newly may assume it: Pinecone's roles of eu-west-1 (account ${pineconeAccountId}), with the external ID only.`,
  ]);
  expect(said(second.report, "search-api-key-query")).toEqual([
    "Whoever has it acts as ProjectEditor in search, not as DataPlaneViewer any more.",
  ]);
  expect(said(second.report, "side-key")).toEqual(["KMS no longer rotates it."]);
  expect(second.report.findings.filter(({ policy }) => policy === "pinecone-project-cmek-forced")).toMatchObject([
    { kind: "violation", resource: "open", source: { file: "index.cjs" } },
  ]);
  expect(second.sarif).toMatch(/"uri": "index\.cjs"/);

  await stack.setConfig("version", "3");
  const third = await reviewOfFile(stack);
  expect(third.code).toBe(3);
  expect(third.report).toMatchObject({ exitCode: 3, preview: { failed: true } });
  expect(third.report.preview.errors.map(({ message }) => message).join("\n")).toMatch(/TELEPATHY/);
  expect(third.markdown).toContain("**The preview failed.**");
});

test("a preview that leaves out what stays is refused, and one that can't be made is no report", async () => {
  const stack = await stackAt(1);
  await stack.up();
  const { stdout } = await stack.pulumi("preview", "--json", "--non-interactive");
  writeFileSync(join(stack.folders.work, "preview.json"), stdout);
  const refused = await stack.shell(`'${command}' review --preview preview.json`);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toContain("Run `pulumi preview --json --show-sames`.");

  const none = await stack.shell(`'${command}' review --run --stack nowhere`);
  expect(none).toMatchObject({ code: 3, stdout: "" });
  expect(none.stderr).toContain("no stack named 'nowhere' found");
});
