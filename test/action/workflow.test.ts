import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { action, root, type Step } from "./github";

const text = readFileSync(join(root, "docs", "examples", "review.yml"), "utf8");
const workflow = parse(text) as {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: {
    readonly review: { readonly if: string; readonly permissions: object; readonly steps: readonly Step[] };
  };
};
const { review } = workflow.jobs;

test("the workflow runs on pull requests, and never with what pull_request_target gives", () => {
  expect(Object.keys(workflow.on)).toEqual(["pull_request"]);
  expect(review.if).toBe("github.event.pull_request.head.repo.full_name == github.repository");
});

test("the workflow has the least permissions", () => {
  expect(workflow.permissions).toEqual({});
  expect(review.permissions).toEqual({
    contents: "read",
    "pull-requests": "write",
    "security-events": "write",
    "id-token": "write",
  });
});

test("a newer push ends the run of an older one", () => {
  expect(workflow.concurrency).toEqual({
    group: "security-review-${{ github.event.pull_request.number }}",
    "cancel-in-progress": true,
  });
});

test("every action of others is pinned by commit, with its version beside it, and no script has an expression in it", () => {
  const lines = `${text}\n${readFileSync(join(root, "action.yml"), "utf8")}`.match(/uses: .*/g) ?? [];
  expect(lines).toHaveLength(6);
  const ours = /^uses: your-organization\/pulumi-pinecone-security@v\d+\.\d+\.\d+$/;
  const pinned = /^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+(?:;|$)/;
  expect(lines.filter((line) => !ours.test(line) && !pinned.test(line))).toEqual([]);
  expect(review.steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
});

test("the checkout leaves no token behind for the program of the pull request", () => {
  expect(review.steps.find(({ uses }) => uses?.startsWith("actions/checkout@"))?.with).toEqual({
    "persist-credentials": false,
  });
});

test("the action is given inputs that it has, those that it asks for, and what Pulumi needs", () => {
  const step = review.steps.find(({ uses = "" }) => uses.includes("/pulumi-pinecone-security@"));
  const given = Object.keys(step?.with ?? {});
  expect(given.filter((name) => !(name in action.inputs))).toEqual([]);
  const asked = Object.entries(action.inputs).filter(([, { required }]) => required === true);
  expect(asked.map(([name]) => name).filter((name) => !given.includes(name))).toEqual([]);
});

test("the page on the review has every input and output of the action", () => {
  const page = readFileSync(join(root, "docs", "review.md"), "utf8");
  for (const name of Object.keys(action.inputs)) expect(page).toContain(`| \`${name}\``);
  for (const name of Object.keys(action.outputs)) expect(page).toContain(`\`${name}\``);
});
