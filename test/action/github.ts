/** What of GitHub the action meets: a runner that runs its steps, and the REST API of comments. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { parse } from "yaml";

export const root = join(__dirname, "..", "..");

/** A step of a workflow or an action. */
export interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

export interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly default?: string; readonly required?: boolean; readonly description: string }>
  >;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const action = parse(readFileSync(join(root, "action.yml"), "utf8")) as Action;

/** What a run of the action came to. */
export interface ActionRun {
  /** Of the first step that failed; 0 if none did. */
  readonly code: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
  /** Steps by an action of somebody else's that would have run, with what they are given. */
  readonly used: readonly { readonly uses: string; readonly with: Readonly<Record<string, string>> }[];
}

/** Runs the steps in order, as a runner does: expressions filled in, outputs collected, the rest left out after a failure. */
export async function runAction(
  folder: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<ActionRun> {
  const given = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: value = "" }]) => [
      name,
      inputs[name] ?? (value.includes("github.token") ? "token" : value),
    ]),
  );
  const context: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) context[`inputs.${name}`] = value;
  const summary = join(folder, "summary.md");
  const runnerTemp = join(folder, "temp");
  mkdirSync(runnerTemp, { recursive: true });
  writeFileSync(summary, "");
  let [code, log] = [0, ""];
  const used: { uses: string; with: Record<string, string> }[] = [];
  for (const [index, step] of action.runs.steps.entries()) {
    if (code !== 0 || !holds(step.if, context)) continue;
    if (step.uses !== undefined) {
      used.push({ uses: step.uses, with: filled(step.with ?? {}, context) });
      continue;
    }
    const output = join(folder, `output-${index}`);
    writeFileSync(output, "");
    const run = await shell(step.run ?? "", folder, {
      ...env,
      ...filled(step.env ?? {}, context),
      GITHUB_ACTION_PATH: root,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: runnerTemp,
    });
    log += run.log;
    code = run.code;
    for (const line of readFileSync(output, "utf8").split("\n")) {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(line) ?? [];
      if (name !== undefined) context[`steps.${step.id ?? ""}.outputs.${name}`] = value ?? "";
    }
  }
  const outputs = filled(
    Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, value])),
    context,
  );
  return { code, outputs, summary: readFileSync(summary, "utf8"), log, used };
}

function filled(
  values: Readonly<Record<string, string>>,
  context: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_whole, key: string) => context[key] ?? ""),
    ]),
  );
}

/** Conditions of the form `a == 'x' && b != ''`. */
function holds(condition: string | undefined, context: Readonly<Record<string, string>>): boolean {
  const inner = /^\$\{\{ (.*) \}\}$/.exec(condition ?? "")?.[1];
  if (inner === undefined) return condition === undefined;
  return inner.split(" && ").every((part) => {
    const [, key = "", operator, value] = /^([\w.-]+) (==|!=) '(.*)'$/.exec(part) ?? [];
    return ((context[key] ?? "") === value) === (operator === "==");
  });
}

async function shell(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<{ code: number; log: string }> {
  // As a runner runs `shell: bash`.
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  return new Promise((resolve) =>
    child.once("close", (code) => {
      resolve({ code: code ?? 1, log });
    }),
  );
}

/** A comment on a pull request. */
export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

/** GitHub's REST API, as far as comments go. */
export interface GitHub {
  readonly url: string;
  readonly comments: Comment[];
  /** Such as `GET /repos/o/r/issues/7/comments?per_page=100&page=1`. */
  readonly requests: string[];
  /** Answers everything with this status from now on. */
  refuseWith(status: number): void;
}

/** Starts the API on this machine, for one test. */
export async function startGitHub(): Promise<GitHub> {
  const comments: Comment[] = [];
  const requests: string[] = [];
  let refusal: number | undefined;
  const server = createServer((request, response) => {
    const { method = "", url = "" } = request;
    requests.push(`${method} ${url}`);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const [status, answer] =
        refusal === undefined
          ? answered(method, url, Buffer.concat(chunks).toString(), comments)
          : [refusal, { message: "Resource not accessible by integration" }];
      const authorized = request.headers.authorization === "Bearer token";
      response.writeHead(authorized ? status : 401, { "content-type": "application/json" });
      response.end(JSON.stringify(authorized ? answer : { message: "Bad credentials" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, comments, requests, refuseWith: (status) => (refusal = status) };
}

function answered(method: string, url: string, text: string, comments: Comment[]): [number, unknown] {
  const { pathname, searchParams } = new URL(url, "http://github.local");
  if (method === "GET" && pathname === "/repos/acme/infra/issues/7/comments") {
    const [size, page] = [Number(searchParams.get("per_page")), Number(searchParams.get("page"))];
    return [200, comments.slice((page - 1) * size, page * size)];
  }
  const { body } = JSON.parse(text === "" ? "{}" : text) as { body: string };
  if (body.length > 65_536)
    return [422, { message: "Validation Failed: body is too long (maximum is 65536 characters)" }];
  if (method === "POST" && pathname === "/repos/acme/infra/issues/7/comments") {
    const comment = { id: 1000 + comments.length, user: { login: "github-actions[bot]" }, body };
    comments.push(comment);
    return [201, comment];
  }
  const mine = comments.find(({ id }) => pathname === `/repos/acme/infra/issues/comments/${id}`);
  if (method !== "PATCH" || mine === undefined) return [404, { message: "Not Found" }];
  mine.body = body;
  return [200, mine];
}
