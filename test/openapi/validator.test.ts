import { describe, expect, test } from "vitest";
import { loadValidator } from "./validator";
import type { WireRequest } from "./validator";

const validator = loadValidator();
const id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const headers = {
  "X-Pinecone-Api-Version": "2026-07",
  Authorization: "Bearer abc",
  "Content-Type": "application/json",
};
const project = { id, name: "chat", max_pods: 0, force_encryption_with_cmek: true, organization_id: "org" };
const cmekKey = {
  id,
  project_id: id,
  name: "key",
  role_arn: "arn:aws:iam::111122223333:role/r",
  key_arn: "arn:aws:kms:us-east-1:111122223333:key/k",
  state: "available",
  created_at: "2026-11-21T00:00:00Z",
};

function request(method: string, path: string, body?: unknown): WireRequest {
  return { method, path, headers, ...(body === undefined ? {} : { body }) };
}

describe("a request", () => {
  const good: WireRequest[] = [
    request("GET", "/admin/projects"),
    request("POST", "/admin/projects", { name: "chat", max_pods: 0, force_encryption_with_cmek: true }),
    request("PATCH", `/admin/projects/${id}`, { name: "chat" }),
    request("POST", `/admin/projects/${id}/api-keys`, { name: "ci", roles: ["DataPlaneViewer"] }),
    request("DELETE", `/admin/cmek-keys/${id}`),
    { method: "GET", path: "/indexes", headers: { "x-pinecone-api-version": "2026-07", "api-key": "k" } },
  ];
  test.each(good)("is accepted when it follows the files: $method $path", (it) => {
    expect(validator.validateRequest(it)).toEqual([]);
  });

  const bad: [why: string, request: WireRequest, problem: RegExp][] = [
    ["unknown path", request("GET", "/admin/secrets"), /GET \/admin\/secrets is in none/],
    ["unknown method", request("PUT", "/admin/projects"), /PUT \/admin\/projects is in none/],
    ["unknown field", request("POST", "/admin/projects", { name: "a", cmek: true }), /additional properties.*"cmek"/],
    ["missing field", request("POST", "/admin/projects", { max_pods: 0 }), /required property 'name'/],
    ["field of the wrong type", request("POST", "/admin/projects", { name: 1 }), /body\/name must be string/],
    ["unlisted value", request("POST", `/admin/projects/${id}/api-keys`, { name: "a", roles: ["Owner"] }), /allowed/],
    ["missing body", request("POST", "/admin/projects"), /the body is missing/],
    ["body where none belongs", request("DELETE", `/admin/projects/${id}`, {}), /none is declared/],
    ["id of the wrong form", request("GET", "/admin/projects/42"), /path "project_id" must match format "uuid"/],
    ["unknown query", request("GET", "/admin/projects?limit=1"), /query "limit" is not declared/],
    [
      "missing version",
      { ...request("GET", "/admin/projects"), headers: { authorization: "Bearer a" } },
      /Api-Version" is missing/,
    ],
    [
      "missing credential",
      { ...request("GET", "/admin/projects"), headers: { "x-pinecone-api-version": "1" } },
      /Bearer/,
    ],
    ["missing API key", request("GET", "/indexes"), /"Api-Key" is missing/],
    [
      "body of the wrong content type",
      { ...request("POST", "/admin/projects", { name: "a" }), headers: { ...headers, "Content-Type": "text/plain" } },
      /content type "text\/plain" is not declared/,
    ],
  ];
  test.each(bad)("has a problem: %s", (_why, it, problem) => {
    const problems = validator.validateRequest(it);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });
});

describe("an answer", () => {
  const error = { status: 404, error: { code: "NOT_FOUND", message: "no such project" } };

  test.each([
    ["a project", request("GET", `/admin/projects/${id}`), { status: 200, body: project }],
    ["an error", request("GET", `/admin/projects/${id}`), { status: 404, body: error }],
    [
      "an error of a status range",
      request("GET", `/admin/projects/${id}`),
      { status: 418, body: { ...error, status: 418 } },
    ],
    ["an error through a reference", request("GET", `/admin/cmek-keys/${id}`), { status: 404, body: error }],
    ["an empty answer", request("DELETE", `/admin/projects/${id}`), { status: 202 }],
    ["a list", request("GET", `/admin/projects/${id}/cmek-keys`), { status: 200, body: { data: [cmekKey] } }],
    [
      "details of any kind in an error",
      request("GET", "/admin/projects"),
      { status: 500, body: { status: 500, error: { code: "UNKNOWN", message: "m", details: { any: 1 } } } },
    ],
  ])("is accepted: %s", (_what, asked, answer) => {
    expect(validator.validateResponse(asked, answer)).toEqual([]);
  });

  test.each([
    ["an undeclared status", { status: 201, body: project }, /status 201 is not declared/],
    ["an unknown field", { status: 200, body: { ...project, secret: "x" } }, /"secret"/],
    ["a missing body", { status: 200 }, /without its body/],
    ["a wrong date", { status: 200, body: { ...project, created_at: "yesterday" } }, /date-time/],
    ["HTML", { status: 200, headers: { "Content-Type": "text/html" }, body: "<p>" }, /"text\/html" is not declared/],
    [
      "an error code that is not listed",
      { status: 404, body: { status: 404, error: { code: "GONE", message: "" } } },
      /allowed/,
    ],
  ])("has a problem: %s", (_what, answer, problem) => {
    const problems = validator.validateResponse(request("GET", `/admin/projects/${id}`), answer);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  test("has a problem when it carries a body where none is declared", () => {
    const problems = validator.validateResponse(request("DELETE", `/admin/projects/${id}`), { status: 202, body: {} });
    expect(problems).toEqual(["a body was sent where none is declared"]);
  });
});

test("an operation is named by its template", () => {
  expect(validator.operation({ method: "get", path: `/admin/projects/${id}?x=1` })).toBe(
    "GET /admin/projects/{project_id}",
  );
  expect(validator.operation({ method: "GET", path: "/nowhere" })).toBeUndefined();
});

test("only the specifications asked for are known", () => {
  expect(loadValidator(["oauth"]).validateRequest(request("GET", "/admin/projects"))).toEqual([
    "GET /admin/projects is in none of the specifications (oauth)",
  ]);
});
