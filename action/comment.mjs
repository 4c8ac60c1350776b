/**
 * Writes the report on the pull request: into the comment that an earlier run has written for the same stack, else into a new one.
 * Only a comment that begins with the marker and is by the configured author is ever changed.
 */
import { readFileSync } from "node:fs";

const PER_PAGE = 100;
/** A pull request with more comments than that gets a new one. */
const MOST_PAGES = 30;
const TIMEOUT_MS = 30_000;

const { env } = process;

async function main() {
  const event = JSON.parse(readFileSync(required("GITHUB_EVENT_PATH"), "utf8"));
  const number = event.pull_request?.number;
  if (!Number.isInteger(number)) {
    console.log("This is no run on a pull request: no comment is written. The report is in the job's summary.");
    return;
  }
  const body = readFileSync(required("MARKDOWN_FILE"), "utf8");
  const [marker] = body.split("\n", 1);
  if (!marker.startsWith("<!-- pulumi-pinecone-security review: ")) throw new Error("The report has no marker.");
  const comments = `/repos/${required("GITHUB_REPOSITORY")}/issues`;
  const mine = await findComment(`${comments}/${number}/comments`, marker);
  const written =
    mine === undefined
      ? await request("POST", `${comments}/${number}/comments`, { body })
      : await request("PATCH", `${comments}/comments/${mine.id}`, { body });
  console.log(`${mine === undefined ? "Wrote" : "Updated"} ${written.html_url ?? "the comment"}.`);
}

/** The oldest comment of ours for this stack. */
async function findComment(path, marker) {
  const author = required("INPUT_COMMENT_AUTHOR");
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await request("GET", `${path}?per_page=${PER_PAGE}&page=${page}`);
    const mine = comments.find(
      (comment) => comment.user?.login === author && (comment.body ?? "").split(/\r?\n/, 1)[0] === marker,
    );
    if (mine !== undefined || comments.length < PER_PAGE) return mine;
  }
  return undefined;
}

async function request(method, path, content) {
  const response = await fetch(`${env.GITHUB_API_URL ?? "https://api.github.com"}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${required("INPUT_GITHUB_TOKEN")}`,
      "user-agent": "pulumi-pinecone-security",
      "x-github-api-version": "2022-11-28",
      ...(content && { "content-type": "application/json" }),
    },
    ...(content && { body: JSON.stringify(content) }),
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.ok) return response.json();
  const said = await response.json().catch(() => ({}));
  throw new RefusedError(method, response.status, said.message ?? response.statusText);
}

class RefusedError extends Error {
  constructor(method, status, said) {
    super(`GitHub refused to ${method === "GET" ? "list" : "write"} comments with ${status}: ${said}`);
    this.status = status;
  }
}

function required(name) {
  const value = env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set.`);
  return value;
}

try {
  await main();
} catch (error) {
  // The token of a pull request from a fork may not write: the verdict must not hang on that.
  const hint = [401, 403, 404].includes(error.status)
    ? " The job needs `permissions: pull-requests: write`; a pull request from a fork never has it. The report is in the job's summary."
    : " The report is in the job's summary.";
  console.log(`::warning::The comment was not written. ${escapeCommand(error.message)}${hint}`);
}

/** A workflow command is one line. */
function escapeCommand(text) {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
