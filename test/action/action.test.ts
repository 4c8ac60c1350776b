import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { bundle } from "../../scripts/build/bundles";
import { changed, compliant } from "../policy/fixture";
import { digestOf } from "../policy/review/fixture";
import { action, root, runAction, startGitHub, type GitHub } from "./github";

const marker = "<!-- pulumi-pinecone-security review: claims/prod -->";
const open = digestOf(changed(compliant, "search", { forceEncryptionWithCmek: false }));
const review = join(tmpdir(), `pinecone-security-action-${process.pid}`, "pulumi-pinecone-security");

beforeAll(async () => {
  await bundle("policy/review/main.ts", review);
  chmodSync(review, 0o755);
  return () => {
    rmSync(join(review, ".."), { recursive: true, force: true });
  };
});

/** A checkout with the package installed, and a `pulumi` that prints a preview. */
function checkout(preview: object | undefined, { exitCode = 0, installed = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "pinecone-security-checkout-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const bin = join(folder, "node_modules", ".bin");
  for (const each of [bin, join(folder, "bin"), join(folder, "infra")]) mkdirSync(each, { recursive: true });
  if (installed)
    writeFileSync(join(bin, "pulumi-pinecone-security"), `#!/bin/sh\nexec "${review}" "$@"\n`, { mode: 0o755 });
  writeFileSync(join(folder, "preview.json"), preview === undefined ? "" : JSON.stringify(preview));
  writeFileSync(join(folder, "state.json"), JSON.stringify({ deployment: { resources: [] } }));
  writeFileSync(
    join(folder, "bin", "pulumi"),
    `#!/bin/sh\nprintf '%s\\n' "$*" >>"${folder}/ran"\ncase $1 in\n  preview) cat "${folder}/preview.json"; exit ${exitCode};;\n  stack) cat "${folder}/state.json";;\nesac\n`,
    { mode: 0o755 },
  );
  writeFileSync(join(folder, "event.json"), JSON.stringify({ pull_request: { number: 7 } }));
  writeFileSync(join(folder, "mandatory.json"), JSON.stringify({ all: "mandatory" }));
  return folder;
}

/** What a runner has in the environment. */
const environment = (folder: string, github?: GitHub) => ({
  PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
  HOME: folder,
  GITHUB_REPOSITORY: "acme/infra",
  GITHUB_EVENT_PATH: join(folder, "event.json"),
  GITHUB_API_URL: github?.url ?? "http://127.0.0.1:9",
});

const inputs = { stack: "acme/prod", "work-dir": "infra" };

describe("a run on a pull request", () => {
  test("previews the stack, comments, hands SARIF on, and ends well when nothing mandatory is violated", async () => {
    const folder = checkout(open);
    const github = await startGitHub();
    const run = await runAction(folder, inputs, environment(folder, github));
    expect(run.code, run.log).toBe(0);
    expect(readFileSync(join(folder, "ran"), "utf8").trim().split("\n")).toEqual([
      "preview --json --show-sames --non-interactive --cwd infra --stack acme/prod",
      "stack export --non-interactive --cwd infra --stack acme/prod",
    ]);
    expect(run.outputs).toMatchObject({ "exit-code": "0", violations: "1" });
    expect(github.comments).toMatchObject([{ body: readFileSync(run.outputs["markdown"]!, "utf8") }]);
    expect(github.comments[0]?.body.split("\n")[0]).toBe(marker);
    expect(run.summary).toBe(github.comments[0]?.body);
    expect(run.used).toMatchObject([{ with: { sarif_file: run.outputs["sarif"] } }]);
    expect(run.used[0]?.uses).toMatch(/^github\/codeql-action\/upload-sarif@/);
    const sarif = JSON.parse(readFileSync(run.outputs["sarif"]!, "utf8")) as object;
    expect(JSON.stringify(sarif)).toContain('"uri":"infra/index.ts"');
  });

  test("fails when something mandatory is violated, after everybody has been told", async () => {
    const folder = checkout(open);
    const github = await startGitHub();
    const run = await runAction(folder, { ...inputs, "policy-config": "mandatory.json" }, environment(folder, github));
    expect(run).toMatchObject({ code: 1, outputs: { "exit-code": "1" } });
    expect(run.log).toContain("::error::A mandatory policy is violated");
    expect(github.comments).toHaveLength(1);
    expect(run.used).toHaveLength(1);
    const quiet = await runAction(
      folder,
      { ...inputs, "policy-config": "mandatory.json", fail: "false" },
      environment(folder, github),
    );
    expect(quiet).toMatchObject({ code: 0, outputs: { "exit-code": "1" } });
  });

  test("comments on a preview that failed, and fails", async () => {
    const diagnostics = [{ severity: "error", message: "error: no such moon" }];
    const folder = checkout({ ...open, diagnostics }, { exitCode: 255 });
    const github = await startGitHub();
    expect(await runAction(folder, inputs, environment(folder, github))).toMatchObject({
      code: 3,
      outputs: { "exit-code": "3" },
    });
    expect(github.comments[0]?.body).toContain("error: no such moon");
  });

  test("says so where Pulumi printed no preview at all", async () => {
    const folder = checkout(undefined, { exitCode: 6 });
    writeFileSync(join(folder, "infra", "Pulumi.yaml"), "name: claims\nruntime: nodejs\n");
    const github = await startGitHub();
    expect((await runAction(folder, inputs, environment(folder, github))).code).toBe(3);
    expect(github.comments[0]?.body).toMatch(
      /^<!-- pulumi-pinecone-security review: claims\/prod -->\n[^]*pulumi preview ended with exit code 6/,
    );
  });

  test("neither comments nor uploads where it is not asked to", async () => {
    const folder = checkout(open);
    const github = await startGitHub();
    const run = await runAction(folder, { ...inputs, comment: "false", sarif: "false" }, environment(folder, github));
    expect({ code: run.code, requests: github.requests, used: run.used }).toEqual({ code: 0, requests: [], used: [] });
  });

  test("with a wrong configuration ends with what is wrong, and touches no comment", async () => {
    const folder = checkout(open);
    writeFileSync(join(folder, "wrong.json"), JSON.stringify({ "pinecone-nothing": "mandatory" }));
    const github = await startGitHub();
    const run = await runAction(folder, { ...inputs, "policy-config": "wrong.json" }, environment(folder, github));
    expect({ code: run.code, requests: github.requests }).toEqual({ code: 2, requests: [] });
    expect(run.log).toContain('"pinecone-nothing" is no policy of this pack.');
  });

  test("names what is missing", async () => {
    const folder = checkout(open, { installed: false });
    expect((await runAction(folder, inputs, environment(folder))).log).toContain(
      "::error::pulumi-pinecone-security is not installed in infra",
    );
    const without = await runAction(folder, { ...inputs, "pulumi-command": "/no/pulumi" }, environment(folder));
    expect(without.log).toContain("::error::/no/pulumi is not there");
    expect((await runAction(folder, {}, environment(folder))).log).toContain("The input stack is empty");
  });

  test("takes what comes from outside as text", async () => {
    const folder = checkout(open);
    const stack = `acme/prod"; touch ${folder}/pwned; echo "$(touch ${folder}/pwned)`;
    const title = "`touch pwned` $(touch pwned) @octocat";
    await runAction(folder, { ...inputs, stack, title, comment: "false" }, environment(folder));
    expect(readFileSync(join(folder, "ran"), "utf8")).toContain(`--stack ${stack}\n`);
    expect([join(folder, "pwned"), join(folder, "infra", "pwned")].filter((path) => existsSync(path))).toEqual([]);
  });
});

describe("the comment", () => {
  const other = (id: number, login: string, body: string) => ({ id, user: { login }, body });

  test("of an earlier run is updated, wherever it is among many", async () => {
    const folder = checkout(open);
    const github = await startGitHub();
    for (let id = 1; id <= 230; id++) github.comments.push(other(id, "octocat", "Looks good."));
    github.comments.push(other(231, "github-actions[bot]", `${marker}\r\nold`));
    await runAction(folder, inputs, environment(folder, github));
    expect(github.requests.map((request) => request.replace(/per_page=100&/, ""))).toEqual([
      "GET /repos/acme/infra/issues/7/comments?page=1",
      "GET /repos/acme/infra/issues/7/comments?page=2",
      "GET /repos/acme/infra/issues/7/comments?page=3",
      "PATCH /repos/acme/infra/issues/comments/231",
    ]);
    expect(github.comments).toHaveLength(231);
    expect(github.comments[230]?.body).toContain("**1 violation**");
  });

  test("of somebody else, of another stack, and one that only quotes the marker stay as they are", async () => {
    const folder = checkout(open);
    const github = await startGitHub();
    const others = [
      other(1, "octocat", `${marker}\nmine`),
      other(2, "github-actions[bot]", `${marker.replace("prod", "staging")}\nother stack`),
      other(3, "github-actions[bot]", `> ${marker}\nquoted`),
    ];
    github.comments.push(...others.map((each) => ({ ...each })));
    await runAction(folder, inputs, environment(folder, github));
    expect(github.comments.slice(0, 3)).toEqual(others);
    expect(github.comments).toHaveLength(4);
  });

  test("that GitHub refuses is a warning with what is missing, and the verdict stands", async () => {
    const folder = checkout(open);
    const github = await startGitHub();
    github.refuseWith(403);
    const run = await runAction(folder, { ...inputs, "policy-config": "mandatory.json" }, environment(folder, github));
    expect(run.code).toBe(1);
    expect(run.log).toContain(
      "::warning::The comment was not written. GitHub refused to list comments with 403: Resource not accessible by integration " +
        "The job needs `permissions: pull-requests: write`",
    );
    expect(run.log).not.toContain("Bearer");
  });

  test("is none on a run without a pull request", async () => {
    const folder = checkout(open);
    writeFileSync(join(folder, "event.json"), "{}");
    const github = await startGitHub();
    const run = await runAction(folder, inputs, environment(folder, github));
    expect({ code: run.code, requests: github.requests }).toEqual({ code: 0, requests: [] });
  });
});

test("no expression is put into the text of a script", () => {
  for (const { run = "", shell } of action.runs.steps) {
    expect(run).not.toContain("${{");
    if (run !== "") expect(shell).toBe("bash");
  }
});

test("every script that a step names is there, and is taken by its shell", () => {
  const scripts = action.runs.steps.flatMap(({ run = "" }) => /action\/\S+\.(?:sh|mjs)/.exec(run) ?? []);
  expect(scripts).toHaveLength(4);
  for (const script of scripts) {
    const check = script.endsWith(".sh") ? ["bash", "-n"] : [process.execPath, "--check"];
    execFileSync(check[0]!, [...check.slice(1), join(root, script)]);
  }
});
