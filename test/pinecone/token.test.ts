import { expect, test } from "vitest";
import {
  AbortedError,
  ConnectionFailedError,
  CredentialsRejectedError,
  ServerError,
  UnauthorizedError,
} from "../../pinecone";
import { clientOf, errorOf } from "./clients";
import { startPinecone, tokenNumber } from "./pinecone";

const token = "POST /oauth/token";

test("callers at the same time share one token request", async () => {
  const pinecone = await startPinecone();
  const { client } = clientOf(pinecone.url);
  await Promise.all(Array.from({ length: 10 }, () => client.projects.list()));
  expect(pinecone.count(token)).toBe(1);
  expect(pinecone.count("GET /admin/projects")).toBe(10);
});

test.each([
  [1800, 1739, 1],
  [1800, 1741, 2],
  [86_400, 80_000, 1],
  [10, 8.9, 1],
  [10, 9.1, 2],
])(
  "a token that lives %d s is replaced before it expires, and not long before: after %d s there were %d",
  async (lives, passed, count) => {
    const pinecone = await startPinecone();
    pinecone.expiresIn = lives;
    const { client, clock } = clientOf(pinecone.url);
    await client.projects.list();
    clock.pass(passed * 1000);
    await client.projects.list();
    expect(pinecone.count(token)).toBe(count);
  },
);

test("a token that is refused mid-way is replaced once and the request sent again, a POST too", async () => {
  const pinecone = await startPinecone();
  const { client } = clientOf(pinecone.url);
  await client.projects.list();
  pinecone.refusedTokens.add(tokenNumber(1));
  await client.projects.create({ name: "chat" });
  expect(pinecone.projects).toHaveLength(1);
  expect(pinecone.count(token)).toBe(2);
  expect(pinecone.count("POST /admin/projects")).toBe(2);
});

test("callers whose token is refused at the same time share the next one", async () => {
  const pinecone = await startPinecone();
  const { client } = clientOf(pinecone.url);
  await client.projects.list();
  pinecone.refusedTokens.add(tokenNumber(1));
  await Promise.all(Array.from({ length: 5 }, () => client.projects.list()));
  expect(pinecone.count(token)).toBe(2);
});

test("a new token that is refused too ends in UnauthorizedError, after two requests", async () => {
  const pinecone = await startPinecone();
  for (const count of [1, 2, 3]) pinecone.refusedTokens.add(tokenNumber(count));
  const error = await errorOf(clientOf(pinecone.url).client.projects.list());
  expect(error).toBeInstanceOf(UnauthorizedError);
  expect(pinecone.count(token)).toBe(2);
  expect(pinecone.count("GET")).toBe(2);
});

test.each([400, 401, 403])("OAuth's refusal with %d says where to fix it, and is not tried again", async (status) => {
  const pinecone = await startPinecone();
  pinecone.fail(token, {
    kind: "answer",
    status,
    body: JSON.stringify({ error: "access_denied", error_description: "Unauthorized" }),
  });
  const error = await errorOf(clientOf(pinecone.url).client.projects.list());
  expect(error).toBeInstanceOf(CredentialsRejectedError);
  expect(error).toMatchObject({ status, code: "access_denied", method: "POST", path: "/oauth/token" });
  expect(error.message).toMatch(
    /access_denied: Unauthorized.*pinecone-security:clientId.*PINECONE_CLIENT_SECRET.*Service accounts/,
  );
  expect(pinecone.count()).toBe(1);
});

test.each([
  ["a cut connection", { kind: "cut" }],
  ["429", { kind: "answer", status: 429 }],
  ["503", { kind: "answer", status: 503 }],
] as const)("the token request is sent again after %s", async (_what, fault) => {
  const pinecone = await startPinecone();
  pinecone.fail(token, fault);
  await clientOf(pinecone.url).client.projects.create({ name: "chat" });
  expect(pinecone.count(token)).toBe(2);
  expect(pinecone.count("POST /admin/projects")).toBe(1);
});

test("a failed token request is not remembered", async () => {
  const pinecone = await startPinecone();
  const { client } = clientOf(pinecone.url, { maxRetries: 0 });
  pinecone.fail(token, { kind: "answer", status: 500 });
  await expect(client.projects.list()).rejects.toThrow(ServerError);
  await client.projects.list();
});

test("a caller that leaves takes no token from the others", async () => {
  const pinecone = await startPinecone();
  const { client } = clientOf(pinecone.url, { requestTimeoutMs: 200 });
  pinecone.fail(token, { kind: "hang" });
  const leaving = new AbortController();
  const first = errorOf(client.projects.list({ signal: leaving.signal }));
  const second = client.projects.list();
  leaving.abort();
  expect(await first).toBeInstanceOf(AbortedError);
  expect(await second).toEqual([]);
  expect(pinecone.count(token)).toBe(2);
});

test("a token request that fails for good is not retried by the call that needs it, and nothing is looked for", async () => {
  const pinecone = await startPinecone();
  const { client } = clientOf(pinecone.url, { maxRetries: 2 });
  pinecone.fail(token, ...Array.from({ length: 9 }, () => ({ kind: "cut" as const })));
  const error = await errorOf(client.projects.create({ name: "chat" }));
  expect(error).toBeInstanceOf(ConnectionFailedError);
  expect(error).toMatchObject({ path: "/oauth/token", maybeExecuted: false });
  expect(pinecone.count(token)).toBe(3);
  expect(pinecone.count()).toBe(3);
});
