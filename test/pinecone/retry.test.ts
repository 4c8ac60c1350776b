import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NotFoundError, RateLimitedError, ServerError } from "../../pinecone";
import { defaultPolicy, retryAfterOf, waitBefore } from "../../pinecone/retry";
import { clientOf, errorOf } from "./clients";
import { startPinecone } from "./pinecone";
import type { Fault } from "./pinecone";
import { errorBody } from "./replies";

const list = "GET /admin/projects";

describe("a request that may be repeated", () => {
  const passing: [what: string, fault: Fault][] = [
    ["a cut connection", { kind: "cut" }],
    ["a connection cut within the body", { kind: "cutBody" }],
    ...[408, 429, 500, 502, 503, 504].map((status): [string, Fault] => [String(status), { kind: "answer", status }]),
  ];
  test.each(passing)("is sent again after %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    pinecone.fail(list, fault, fault);
    const { client, events } = clientOf(pinecone.url);
    expect(await client.projects.list()).toEqual([]);
    expect(events.filter(({ method }) => method === "GET").map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  test.each([400, 403, 404, 409, 412, 422, 501])("is not sent again after %d", async (status) => {
    const pinecone = await startPinecone();
    pinecone.fail(list, { kind: "answer", status });
    await expect(clientOf(pinecone.url).client.projects.list()).rejects.toThrow();
    expect(pinecone.count(list)).toBe(1);
  });

  test("is sent maxRetries times more, and then its last error is told", async () => {
    const pinecone = await startPinecone();
    pinecone.fail(list, ...Array.from({ length: 9 }, (): Fault => ({ kind: "answer", status: 503 })));
    const { client, clock } = clientOf(pinecone.url, { maxRetries: 3 });
    await expect(client.projects.list()).rejects.toThrow(ServerError);
    expect(pinecone.count(list)).toBe(4);
    expect(clock.sleeps).toEqual([250, 500, 1000]);
  });

  test("is an update too: it says what shall be", async () => {
    const pinecone = await startPinecone();
    const { id } = pinecone.project();
    pinecone.fail("PATCH", { kind: "cut", after: true });
    expect(await clientOf(pinecone.url).client.projects.update(id, { name: "talk" })).toMatchObject({ name: "talk" });
  });

  test("is not sent again when a quota is used up: that does not pass", async () => {
    const pinecone = await startPinecone();
    pinecone.fail(list, { kind: "answer", status: 429, body: errorBody(429, "QUOTA_EXCEEDED", "too many projects") });
    await expect(clientOf(pinecone.url).client.projects.list()).rejects.toThrow(/too many projects/);
    expect(pinecone.count(list)).toBe(1);
  });
});

describe("a deletion", () => {
  test.each([
    ["a cut connection", { kind: "cut", after: true }],
    ["500", { kind: "answer", status: 500, after: true }],
  ] as const)("that was carried out before %s has succeeded", async (_what, fault) => {
    const pinecone = await startPinecone();
    const { id } = pinecone.project();
    pinecone.fail("DELETE", fault);
    await clientOf(pinecone.url).client.projects.delete(id);
    expect(pinecone.count("DELETE")).toBe(2);
  });

  test("of what was gone before is told, also after a 429, which carries nothing out", async () => {
    const pinecone = await startPinecone();
    pinecone.fail("DELETE", { kind: "answer", status: 429 });
    await expect(clientOf(pinecone.url).client.projects.delete("gone")).rejects.toThrow(NotFoundError);
    expect(pinecone.count("DELETE")).toBe(2);
  });
});

describe("a POST", () => {
  test("is sent again after 429, which Pinecone answers before it carries anything out", async () => {
    const pinecone = await startPinecone();
    pinecone.fail("POST /admin/projects", { kind: "answer", status: 429, headers: { "retry-after": "1" } });
    const { client, clock } = clientOf(pinecone.url);
    await client.projects.create({ name: "chat" });
    expect(clock.sleeps).toEqual([1000]);
    expect(pinecone.count("POST /admin/projects")).toBe(2);
    expect(pinecone.projects).toHaveLength(1);
  });
});

describe("Retry-After", () => {
  const wait = async (headers: Record<string, string>, status = 429): Promise<number[]> => {
    const pinecone = await startPinecone();
    pinecone.fail(list, { kind: "answer", status, headers });
    const { client, clock } = clientOf(pinecone.url);
    await client.projects.list();
    return clock.sleeps;
  };

  test("is obeyed in seconds, with 503 as with 429", async () => {
    expect(await wait({ "retry-after": "7" })).toEqual([7000]);
    expect(await wait({ "retry-after": "7" }, 503)).toEqual([7000]);
  });

  test("is obeyed as a date, by the server's clock", async () => {
    expect(
      await wait({ date: "Sat, 21 Nov 2026 07:00:00 GMT", "retry-after": "Sat, 21 Nov 2026 07:00:09 GMT" }),
    ).toEqual([9000]);
  });

  test("gives way to our own wait when it can't be read", async () => {
    expect(await wait({ "retry-after": "soon" })).toEqual([250]);
  });

  test("that is too long ends the call at once and says how long", async () => {
    const pinecone = await startPinecone();
    pinecone.fail(list, { kind: "answer", status: 429, headers: { "retry-after": "3600" } });
    const { client, clock } = clientOf(pinecone.url);
    const error = await errorOf(client.projects.list());
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(error.message).toMatch(/It asks to wait 3600 s/);
    expect(clock.sleeps).toEqual([]);
  });

  test("is never negative and never NaN, whatever the header", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.integer().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (value) => {
          const ms = retryAfterOf({ "retry-after": value }, Date.now());
          expect(ms === undefined || ms >= 0).toBe(true);
        },
      ),
    );
  });
});

describe("our own wait", () => {
  const error = new ServerError("", { status: 503 });

  test("is full jitter: from nothing to a limit that doubles up to its cap", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (attempt, random) => {
          const limit = Math.min(8_000, 500 * 2 ** (attempt - 1));
          expect(waitBefore({ error, attempt, repeatable: "always" }, 30, () => random)).toBeCloseTo(random * limit, 6);
        },
      ),
    );
  });

  test("is never made for a request that may have been carried out and must not be twice", () => {
    const unsure = new ServerError("", { status: 503, maybeExecuted: true });
    const never = waitBefore({ error: unsure, attempt: 1, repeatable: "unlessExecuted" }, 4, () => 0);
    expect(never).toBeUndefined();
    expect(waitBefore({ error: unsure, attempt: 1, repeatable: "always" }, 4, () => 0)).toBe(0);
  });

  test("is bounded by the policy", () => {
    const asked = new ServerError("", { status: 503, retryAfterMs: defaultPolicy.retryAfterCapMs + 1 });
    expect(waitBefore({ error: asked, attempt: 1, repeatable: "always" }, 4, () => 0)).toBeUndefined();
  });
});
