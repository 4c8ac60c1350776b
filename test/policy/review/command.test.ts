import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { main } from "../../../policy/review/command";
import type { Printed } from "../../../policy/review/input";
import { changed, compliant } from "../fixture";
import { digestOf } from "./fixture";

const folder = mkdtempSync(join(tmpdir(), "pinecone-security-review-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** Runs the command; `pulumi` prints as told. */
async function run(args: readonly string[], pulumi: Record<string, Printed> = {}, environment = {}) {
  let [out, err] = ["", ""];
  const ran: string[] = [];
  const code = await main(args, {
    environment,
    out: (text) => (out += text),
    err: (text) => (err += text),
    run: async (command, given, cwd) => {
      ran.push([command, ...given, ...(cwd === undefined ? [] : [`in ${cwd}`])].join(" "));
      return pulumi[given[0] ?? ""] ?? { text: "", code: 255 };
    },
  });
  return { code, out, err, ran };
}

const preview = file("fine.json", digestOf(compliant));
const open = digestOf(changed(compliant, "search", { forceEncryptionWithCmek: false }));
const wrong = file("wrong.json", open);
const mandatory = file("mandatory.json", { all: "mandatory" });
const failed = { ...open, diagnostics: [{ severity: "error", message: "error: no" }] };

describe("the exit code", () => {
  test.each([
    ["0 without a violation", ["--preview", preview], 0],
    ["0 with a violation that is advisory", ["--preview", wrong], 0],
    ["1 with a violation that is mandatory", ["--preview", wrong, "--config", mandatory], 1],
    [
      "3 with a preview that failed, also when a policy is violated",
      ["--preview", file("failed.json", failed), "--config", mandatory],
      3,
    ],
  ])("is %s", async (_when, args, code) => {
    expect((await run(["review", ...args])).code).toBe(code);
  });

  test.each([
    ["no command", [], "No command is given; there is one: review."],
    ["another command", ["audit"], '"audit" is no command; there is one: review.'],
    ["no preview", ["review"], "Give either --preview FILE, or --run."],
    ["two previews", ["review", "--run", "--preview", preview], "Give either --preview FILE, or --run."],
    ["an unknown option", ["review", "--wat"], "Unknown option '--wat'"],
    ["a file that is not there", ["review", "--preview", join(folder, "none")], "The preview can't be read: ENOENT"],
    [
      "two outputs to one place",
      ["review", "--preview", preview, "--json", "-", "--sarif", "-"],
      "Only one of --markdown",
    ],
    [
      "a place that can't be written",
      ["review", "--preview", preview, "--json", join(preview, "x")],
      "can't be written",
    ],
    ["a configuration that is no JSON", ["review", "--preview", preview, "--config", file("bad", "x")], "is not JSON."],
    [
      "a configuration of a policy that is not there",
      ["review", "--preview", preview, "--config", file("name.json", { "pinecone-nothing": "mandatory" })],
      '"pinecone-nothing" is no policy of this pack.',
    ],
    [
      "a state that is none",
      ["review", "--preview", preview, "--state", preview],
      "Give what `pulumi stack export` prints.",
    ],
  ])("is 2 for %s", async (_what, args, message) => {
    const { code, err, out } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });
});

describe("outputs", () => {
  test("are Markdown on the standard output by default", async () => {
    expect((await run(["review", "--preview", preview, "--title", "Nightly"])).out).toMatch(
      /^<!-- .* -->\n## Nightly: /,
    );
  });

  test("go to the files that are named, and nowhere else", async () => {
    const [markdown, sarif, json] = ["new/review.md", "review.sarif", "review.json"].map((name) => join(folder, name));
    const files = ["--markdown", markdown!, "--sarif", sarif!, "--json", json!];
    const { out } = await run(["review", "--preview", wrong, ...files, "--config", mandatory]);
    expect(out).toBe("");
    expect(readFileSync(markdown!, "utf8")).toContain("**1 violation**");
    expect(JSON.parse(readFileSync(sarif!, "utf8"))).toMatchObject({ version: "2.1.0" });
    expect(JSON.parse(readFileSync(json!, "utf8"))).toMatchObject({
      version: 1,
      project: "claims",
      stack: "prod",
      exitCode: 1,
      preview: { failed: false, errors: [] },
      summary: {
        resources: { update: 1, same: 14, create: 0, delete: 0, replace: 0, import: 0, read: 0 },
        violations: { mandatory: 1, advisory: 0 },
        undecided: { mandatory: 0, advisory: 0 },
      },
      changes: [
        { name: "search", operation: "update", meanings: [{ tone: "opens" }], source: { file: "index.ts", line: 12 } },
      ],
      findings: [
        {
          policy: "pinecone-project-cmek-forced",
          kind: "violation",
          level: "mandatory",
          severity: "high",
          resource: "search",
        },
      ],
    });
  });

  test("help names every option and exit code, and so does the page on it", async () => {
    const { out, code } = await run(["--help"]);
    const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "review.md"), "utf8");
    expect(code).toBe(0);
    for (const option of [
      "--preview",
      "--run",
      "--stack",
      "--cwd",
      "--state",
      "--config",
      "--title",
      "--markdown",
      "--sarif",
      "--json",
    ]) {
      expect(out).toContain(`  ${option}`);
      expect(page).toContain(`\`${option}`);
    }
    for (const exit of [0, 1, 2, 3]) expect(page).toMatch(new RegExp(`^\\| ${exit} `, "m"));
    expect((await run(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("with --run", () => {
  const printed = { text: JSON.stringify(open), code: 0 };
  const exported = { text: JSON.stringify({ deployment: { resources: [] } }), code: 0 };

  test("it previews and exports the stack that is named, in the folder that is named", async () => {
    const { ran, code } = await run(["review", "--run", "--stack", "acme/prod", "--cwd", "infra"], {
      preview: printed,
      stack: exported,
    });
    expect(code).toBe(0);
    expect(ran).toEqual([
      "pulumi preview --json --show-sames --non-interactive --stack acme/prod in infra",
      "pulumi stack export --non-interactive --stack acme/prod in infra",
    ]);
  });

  test("a preview that prints nothing failed", async () => {
    const { code, err, out } = await run(["review", "--run"]);
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toContain("`pulumi preview` ended with exit code 255 and printed no preview.");
  });

  test("a preview that ended as failed without a message failed", async () => {
    const { code, out } = await run(["review", "--run"], { preview: { ...printed, code: 255 } });
    expect(code).toBe(3);
    expect(out).toContain("pulumi preview ended with exit code 255.");
  });

  test("a wrong configuration is told before anything is run", async () => {
    const { code, ran } = await run(["review", "--run", "--config", file("all.json", { all: "strict" })]);
    expect({ code, ran }).toEqual({ code: 2, ran: [] });
  });
});
