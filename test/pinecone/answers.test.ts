import { describe, expect, test } from "vitest";
import * as errors from "../../pinecone/errors";
import { clientOf, errorOf } from "./clients";
import { startPinecone } from "./pinecone";
import type { Fault } from "./pinecone";
import { errorBody } from "./replies";

const html = { "content-type": "text/html; charset=utf-8" };

async function listWith(fault: Omit<Fault, "kind">): Promise<Error> {
  const pinecone = await startPinecone();
  pinecone.fail("GET", { kind: "answer", ...fault });
  return errorOf(clientOf(pinecone.url, { maxRetries: 0 }).client.projects.list());
}

describe("Pinecone's refusal becomes a named error with status, code and request ID", () => {
  test.each([
    [400, errors.InvalidRequestError],
    [403, errors.ForbiddenError],
    [404, errors.NotFoundError],
    [409, errors.ConflictError],
    [412, errors.PreconditionFailedError],
    [418, errors.InvalidRequestError],
    [422, errors.InvalidRequestError],
    [429, errors.RateLimitedError],
    [500, errors.ServerError],
    [503, errors.ServerError],
  ])("%d", async (status, kind) => {
    const body = errorBody(status, "SOME_CODE", "the reason");
    const error = await listWith({ status, body, headers: { "x-request-id": "r-1" } });
    expect(error.constructor).toBe(kind);
    expect(error.name).toBe(kind.name);
    expect(error).toMatchObject({
      status,
      code: "SOME_CODE",
      requestId: "r-1",
      method: "GET",
      path: "/admin/projects",
    });
    expect(error.message).toContain(`GET /admin/projects (${status} SOME_CODE): the reason`);
    expect(error.message).toContain("[request ID r-1]");
  });

  test.each([
    ["as they came", { step: "encrypt", reasons: ["a", "b"] }, { step: "encrypt", reasons: ["a", "b"] }],
    ["left out when they are no object", "none", undefined],
    ["left out when a secret's field is in them", { client_secret: "a" }, undefined],
  ])("and the refusal's details, %s", async (_how, details, expected) => {
    const body = JSON.stringify({ status: 412, error: { code: "C", message: "m", details } });
    expect(await listWith({ status: 412, body })).toMatchObject({
      message: expect.stringContaining("C): m") as unknown,
      details: expected,
    });
  });

  test("and says where to look for the right to do it", async () => {
    expect((await listWith({ status: 403 })).message).toMatch(/Check the roles of the service account/);
  });
});

describe("an answer that is not Pinecone's", () => {
  test.each([
    [
      "HTML with 200",
      { status: 200, headers: html, body: "<h1>Hello\n  there</h1>" },
      /answered GET with 200 and text\/html "<h1>Hello there<\/h1>"/,
    ],
    [
      "HTML with 404, which must not pass for gone",
      { status: 404, headers: html, body: "<h1>Not found" },
      /404 and text\/html/,
    ],
    [
      "JSON with 404 that is not Pinecone's",
      { status: 404, body: '{"message":"Not Found"}' },
      /404 and application\/json/,
    ],
    ["an empty 404", { status: 404, body: "" }, /404 and an empty body/],
    ["a proxy's 403 page", { status: 403, headers: html, body: "blocked" }, /403 and text\/html "blocked"/],
    [
      "a redirect",
      { status: 302, headers: { location: "https://login.example.com/x?secret=1" }, body: "" },
      /a redirect to https:\/\/login\.example\.com\/x,/,
    ],
    ["garbage", { status: 200, body: "}{" }, /200 and application\/json "}{"/],
    ["nothing", { status: 200, body: "" }, /200 and an empty body/],
  ])("is an UnexpectedAnswerError that says who answered what: %s", async (_what, fault, message) => {
    const error = await listWith(fault);
    expect(error.constructor).toBe(errors.UnexpectedAnswerError);
    expect(error.message).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/admin\/projects answered/);
    expect(error.message).toMatch(message);
  });

  test("is still a server's error when its status says so", async () => {
    const error = await listWith({ status: 502, headers: html, body: "<h1>Bad gateway" });
    expect(error).toBeInstanceOf(errors.ServerError);
    expect(error.message).toMatch(/502\): text\/html "<h1>Bad gateway"/);
  });

  test("is shown by its beginning only", async () => {
    const error = await listWith({ status: 200, headers: html, body: "x".repeat(100_000) });
    expect(error.message).toContain(`${"x".repeat(200)}…`);
    expect(error.message.length).toBeLessThan(500);
  });

  test("is not read without end", async () => {
    const error = await listWith({ status: 200, headers: html, body: "x".repeat(10 * 1024 * 1024 + 1) });
    expect(error).toBeInstanceOf(errors.UnexpectedAnswerError);
    expect(error.message).toMatch(/more than 10485760 bytes/);
  });
});

test("JSON of another shape has an error class of its own, which names the field", async () => {
  const error = await listWith({ status: 200, body: JSON.stringify({ data: [{ id: "a", name: 1 }] }) });
  expect(error).toBeInstanceOf(errors.UnexpectedShapeError);
  expect(error).toBeInstanceOf(errors.UnexpectedAnswerError);
  expect(error.message).toMatch(/data\.0\.name: .*string/);
});

test("a missing list of indexes is not taken for an empty one", async () => {
  const pinecone = await startPinecone();
  pinecone.fail("GET /indexes", { kind: "answer", status: 200, body: "{}" });
  await expect(clientOf(pinecone.url).client.indexes.list("key-of-a-project")).rejects.toThrow(
    errors.UnexpectedShapeError,
  );
});

test("HTML from the token server is told by its own URL", async () => {
  const pinecone = await startPinecone();
  pinecone.fail("POST /oauth/token", { kind: "answer", status: 200, headers: html, body: "<p>Sign in" });
  const error = await errorOf(clientOf(pinecone.url).client.projects.list());
  expect(error).toBeInstanceOf(errors.UnexpectedAnswerError);
  expect(error.message).toMatch(/\/oauth\/token answered POST with 200 and text\/html "<p>Sign in"/);
});
