import { createServer as createTlsServer } from "node:https";
import { describe, expect, test } from "vitest";
import {
  ConnectionFailedError,
  ForbiddenError,
  NotFoundError,
  RequestTimeoutError,
  ServerError,
  UnauthorizedError,
  UnexpectedAnswerError,
} from "../../pinecone";
import type { ClientOptions } from "../../pinecone";
import { clientOf, errorOf } from "./clients";
import type { TestClient } from "./clients";
import { FakePinecone, listen, secrets, startPinecone } from "./pinecone";
import type { Fault } from "./pinecone";
import { selfSigned, startProxy } from "./proxies";

const host = "docs-a1b2c3d.svc.zone.pinecone.io";
const privateHost = "docs-a1b2c3d.svc.private.zone.pinecone.io";
const text = { "content-type": "text/plain" };

async function startWithIndex(options: Partial<ClientOptions> = {}): Promise<TestClient & { pinecone: FakePinecone }> {
  const pinecone = await startPinecone();
  pinecone.indexes = [{ name: "docs", host, private_host: privateHost }];
  return { pinecone, ...clientOf(pinecone.url, { dataPlaneUrl: `${pinecone.url}/`, maxRetries: 1, ...options }) };
}

describe("the door of an index", () => {
  test("is open where it answers, and closed where it says Unauthorized", async () => {
    const { client, pinecone } = await startWithIndex();
    expect(await client.dataPlane.door(host, secrets.apiKeyValue)).toBe("open");
    expect(await client.dataPlane.door(privateHost, secrets.apiKeyValue)).toBe("closed");
    expect(pinecone.requests.map(({ headers }) => headers.host)).toEqual([host, privateHost]);
  });

  test("is asked with the API key and the version, without a token, by one request", async () => {
    const { client, pinecone, events } = await startWithIndex();
    await client.dataPlane.door(host, secrets.apiKeyValue);
    expect(pinecone.requests).toMatchObject([
      {
        method: "POST",
        path: "/describe_index_stats",
        headers: { host, "api-key": secrets.apiKeyValue, "x-pinecone-api-version": "2026-07" },
      },
    ]);
    expect(pinecone.requests[0]?.headers.authorization).toBeUndefined();
    expect(events).toMatchObject([{ method: "POST", path: "/describe_index_stats", status: 200 }]);
  });

  test.each([
    ["as plain text", { headers: text, body: "Unauthorized\n" }],
    ["as the data plane's JSON", { body: '{"code":16,"message":"Unauthorized","details":[]}' }],
    ["as the API's JSON", { body: '{"status":401,"error":{"code":"UNAUTHENTICATED","message":"unauthorized."}}' }],
  ])("is closed whichever way Unauthorized is said: %s", async (_how, answer) => {
    const { client, pinecone } = await startWithIndex();
    pinecone.fail("POST", { kind: "answer", status: 401, ...answer });
    expect(await client.dataPlane.door(host, secrets.apiKeyValue)).toBe("closed");
  });

  const neither: [what: string, fault: Omit<Fault, "kind">, kind: new (...all: never[]) => Error, message: RegExp][] = [
    [
      "a refused API key",
      { status: 401, headers: text, body: "Invalid API Key" },
      UnauthorizedError,
      /refused POST docs-a1b2c3d\.svc\.zone\.pinecone\.io\/describe_index_stats \(401\): Invalid API Key .*the API key still exists/,
    ],
    ["a 401 without words", { status: 401, body: "" }, UnauthorizedError, /401\): an empty body/],
    [
      "a 401 page",
      { status: 401, headers: { "content-type": "text/html" }, body: "<p>Unauthorized" },
      UnauthorizedError,
      /401\): text\/html "<p>Unauthorized"/,
    ],
    [
      "an API key without the role",
      { status: 403, headers: text, body: "Forbidden" },
      ForbiddenError,
      /403\): Forbidden If this is a matter of rights, check the roles of the API key/,
    ],
    ["no such index", { status: 404, body: '{"code":5,"message":"no index"}' }, NotFoundError, /404\): no index/],
    [
      "a 404 page",
      { status: 404, headers: text, body: "Not Found" },
      UnexpectedAnswerError,
      /404 and text\/plain "Not Found"/,
    ],
    ["a failure", { status: 503, body: '{"code":14,"message":"not ready"}' }, ServerError, /503\): not ready/],
    [
      "somebody else's page",
      { status: 200, headers: { "content-type": "text/html" }, body: "<p>Sign in" },
      UnexpectedAnswerError,
      /200 and text\/html/,
    ],
    [
      "a redirect",
      { status: 302, headers: { location: "https://login.example.com/" }, body: "" },
      UnexpectedAnswerError,
      /a redirect to https:\/\/login\.example\.com\//,
    ],
  ];

  test.each(neither)("is neither open nor closed by %s", async (_what, fault, kind, message) => {
    const { client, pinecone } = await startWithIndex({ maxRetries: 0 });
    pinecone.fail("POST", { kind: "answer", ...fault });
    const error = await errorOf(client.dataPlane.door(host, secrets.apiKeyValue));
    expect(error.constructor).toBe(kind);
    expect(error.message).toMatch(message);
  });

  test("is neither when nobody answers in time, and is asked again before that is said", async () => {
    const { client, pinecone } = await startWithIndex({ requestTimeoutMs: 150 });
    pinecone.fail("POST", { kind: "hang" }, { kind: "hang" });
    await expect(client.dataPlane.door(host, secrets.apiKeyValue)).rejects.toThrow(RequestTimeoutError);
    expect(pinecone.count()).toBe(2);
  });

  test("is looked for at the index's own host, by TLS, unless another URL is given", async () => {
    const { client } = clientOf("http://127.0.0.1:9", { maxRetries: 0 });
    const error = await errorOf(client.dataPlane.door("docs.svc.zone.pinecone.invalid", secrets.apiKeyValue));
    expect(error).toBeInstanceOf(ConnectionFailedError);
    expect(error.message).toMatch(/did not get through to docs\.svc\.zone\.pinecone\.invalid: /);
  });

  test.each(["", "a/b", "user@docs.svc.zone.pinecone.io", "a.example?x=", "http://a.example"])(
    'gets no API key at "%s", which is no host',
    async (wrong) => {
      const { client, pinecone } = await startWithIndex();
      await expect(client.dataPlane.door(wrong, secrets.apiKeyValue)).rejects.toThrow(RangeError);
      expect(pinecone.requests).toEqual([]);
    },
  );

  test("is reached through the proxy, and the certificate that counts is the index's", async () => {
    const certificate = selfSigned(host);
    const pinecone = new FakePinecone("");
    pinecone.indexes = [{ name: "docs", host }];
    const port = await listen(createTlsServer({ key: certificate.key, cert: certificate.cert }, pinecone.listener));
    const proxy = await startProxy(port);
    const { client } = clientOf("https://api.pinecone.test", { proxy: proxy.url, caCertificates: certificate.cert });
    expect(await client.dataPlane.door(host, secrets.apiKeyValue)).toBe("open");
    expect(proxy.seen.map(({ line }) => line)).toEqual([`CONNECT ${host}:443`]);
    const tunnel = clientOf("https://api.pinecone.test", {
      dataPlaneUrl: `https://127.0.0.1:${port}`,
      caCertificates: certificate.cert,
    });
    expect(await tunnel.client.dataPlane.door(host, secrets.apiKeyValue)).toBe("open");
  });
});
