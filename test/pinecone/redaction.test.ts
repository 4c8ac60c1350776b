import { createServer as createTlsServer } from "node:https";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PineconeError } from "../../pinecone";
import type { ClientOptions, PineconeClient, RequestEvent } from "../../pinecone";
import { REDACTED, redact } from "../../pinecone/redaction";
import { clientOf, errorOf } from "./clients";
import { listen, secrets, startPinecone, tokenNumber } from "./pinecone";
import type { Fault } from "./pinecone";
import { selfSigned } from "./proxies";
import { errorBody } from "./replies";

const webToken = ["eyJhbGciOiJub25lIn0", "eyJuIjoiMSJ9", "signature"].join(".");
/** An API key that only its use as one tells. */
const plainKey = ["0123", "an-old-key"].join("-");

describe("redact", () => {
  test.each([
    ["an API key's value", `key ${secrets.apiKeyValue}.`, `key ${REDACTED}.`],
    ["an older API key's value", ["use", ["pcsk", "abc_DEF-1"].join("_")].join(" "), `use ${REDACTED}`],
    [
      "an authorization header",
      "authorization: Bearer abc.def-1 and more",
      `authorization: Bearer ${REDACTED} and more`,
    ],
    ["a basic one", "Proxy-Authorization: basic dXNlcjpwYXNz", `Proxy-Authorization: basic ${REDACTED}`],
    ["a JSON Web Token", `token ${webToken} was refused`, `token ${REDACTED} was refused`],
    ["a field of JSON", '{"client_secret":"a \\"b","x":1}', `{"client_secret":${REDACTED},"x":1}`],
    ["a field of JSON that is cut off", '{"access_token": "abc', `{"access_token": ${REDACTED}`],
    ["a form's field", "client_id=a&client_secret=b&x=1", `client_id=a&client_secret=${REDACTED}&x=1`],
    ["an API key's header", "Api-Key: abc", `Api-Key: ${REDACTED}`],
    ["a URL's credentials", "via http://me:pw@proxy:1", `via http://${REDACTED}@proxy:1`],
  ])("takes out %s", (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test("leaves other text as it is", () => {
    const text =
      "POST /admin/projects/3fa85f64-5717-4562-b3fc-2c963f66afa6 failed: a token is missing (pinecone-security:clientSecret)";
    expect(redact(text, ["abc"])).toBe(text);
  });

  test("takes out a known secret however it is quoted, wherever it stands", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, unit: "grapheme" }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!REDACTED.includes(secret) && !(before + after).includes(secret));
        const written = [secret, JSON.stringify(secret), encodeURIComponent(secret)];
        for (const form of written) {
          const shown = redact(`${before}${form}${after}`, [secret]);
          expect(shown.includes(REDACTED)).toBe(true);
          expect(shown.includes(secret)).toBe(false);
        }
      }),
    );
  });

  test("leaves no rest of a secret that has another one in it", () => {
    expect(redact("abcdef-ghijkl", ["abcdef", "abcdef-ghijkl"])).toBe(REDACTED);
  });
});

/** All that the server may say of what it was told: the client must not repeat it. */
const echo = (status: number): Fault => ({
  kind: "answer",
  status,
  headers: {
    "x-request-id": `r-${tokenNumber(1)}`,
    location: `https://x.example/${secrets.clientSecret}`,
    "retry-after": "0",
  },
  body: JSON.stringify({
    status,
    error: {
      code: secrets.apiKeyValue,
      message: `Bearer ${tokenNumber(1)} ${secrets.clientSecret} ${secrets.apiKeyValue}`,
      details: { reasons: [`no ${tokenNumber(1)}`, secrets.clientSecret], [secrets.apiKeyValue]: secrets.apiKeyValue },
    },
    error_description: secrets.clientSecret,
  }),
});
const oauthEcho: Fault = {
  ...echo(401),
  body: JSON.stringify({
    error: "invalid_client",
    error_description: `no ${secrets.clientSecret} ${secrets.apiKeyValue}`,
  }),
};
const echoText = (status: number): Fault => ({
  ...echo(status),
  body: `<p>${secrets.clientSecret} ${tokenNumber(1)} ${secrets.apiKeyValue} ${encodeURIComponent(secrets.clientSecret)}`,
});
const newIndex = { name: "docs", cloud: "aws", region: "us-east-1", schema: {} } as const;
const indexCalls: [what: string, operation: string, call: (client: PineconeClient) => Promise<unknown>][] = [
  ["get an index", "GET /indexes/docs", ({ indexes }) => indexes.get(plainKey, "docs")],
  ["make an index", "POST /indexes", ({ indexes }) => indexes.create(plainKey, newIndex)],
  ["change an index", "PATCH /indexes/docs", ({ indexes }) => indexes.update(plainKey, "docs", {})],
  ["delete an index", "DELETE /indexes/docs", ({ indexes }) => indexes.delete(plainKey, "docs")],
];
const listing = (client: PineconeClient): Promise<unknown> => client.projects.list();

describe("no secret is in the message, the causes or the events of", () => {
  const failures: [
    what: string,
    operation: string,
    faults: Fault[],
    call: (client: PineconeClient) => Promise<unknown>,
  ][] = [
    ...[400, 401, 403, 404, 409, 412, 429, 500].map((status): (typeof failures)[number] => [
      `a ${status}`,
      "GET",
      Array.from({ length: 5 }, () => echo(status)),
      listing,
    ]),
    ...[200, 302, 404, 502].map((status): (typeof failures)[number] => [
      `a page with ${status}`,
      "GET",
      Array.from({ length: 5 }, () => echoText(status)),
      listing,
    ]),
    ["JSON of another shape", "GET", [{ ...echo(200) }], listing],
    ["refused credentials", "POST /oauth/token", [oauthEcho], listing],
    ["a page in the token's place", "POST /oauth/token", [echoText(200)], listing],
    ["a time-out", "GET", Array.from({ length: 5 }, (): Fault => ({ kind: "hang" })), listing],
    ["a cut connection", "GET", Array.from({ length: 5 }, (): Fault => ({ kind: "cut" })), listing],
    ["a lost answer", "POST /admin", [echo(500), echo(500)], (client) => client.apiKeys.create("p", { name: "ci" })],
    [
      "an API key that is lost",
      "POST /admin",
      [{ kind: "cut", after: true }],
      (client) => client.apiKeys.create("p", { name: "ci" }),
    ],
    [
      "an API key's own request",
      "GET /indexes",
      [{ ...echo(400), body: errorBody(400, "C", `no ${plainKey}`) }],
      (client) => client.indexes.list(plainKey),
    ],
    ...indexCalls.map(([what, operation, call]): (typeof failures)[number] => [
      `an API key's own request to ${what}`,
      operation,
      Array.from({ length: 3 }, () => ({ ...echo(400), body: errorBody(400, "C", `no ${plainKey}`) })),
      call,
    ]),
    [
      "a door that says something else",
      "POST /describe_index_stats",
      [{ ...echo(401), headers: { "content-type": "text/plain" }, body: `no ${plainKey}` }],
      (client) => client.dataPlane.door("docs.svc.x", plainKey),
    ],
    [
      "a door without an answer",
      "POST /describe_index_stats",
      Array.from({ length: 3 }, (): Fault => ({ kind: "cut" })),
      (client) => client.dataPlane.door("docs.svc.x", plainKey),
    ],
    ["an API key that no header can hold", "GET /none", [], (client) => client.indexes.list(`${plainKey}\n`)],
    ["a cancelled request", "GET", [], (client) => client.projects.list({ signal: AbortSignal.abort() })],
  ];

  test.each(failures)("%s", async (_what, operation, faults, call) => {
    const pinecone = await startPinecone();
    pinecone.fail(operation, ...faults);
    const options = { dataPlaneUrl: pinecone.url, requestTimeoutMs: 1000, maxRetries: 2 };
    const { client, events } = clientOf(pinecone.url, options);
    const error = await errorOf(call(client));
    const tokens = Array.from({ length: pinecone.issued }, (_none, index) => tokenNumber(index + 1));
    expectClean(error, events, tokens);
  });

  test.each([
    ["a name that is not known", { apiUrl: "https://a.pinecone.invalid" }],
    ["a port that refuses", { apiUrl: "http://127.0.0.1:9" }],
    ["a proxy that refuses", { proxy: `http://user:${secrets.clientSecret}@127.0.0.1:9` }],
  ])("%s", async (_what, options: Partial<ClientOptions>) => {
    const pinecone = await startPinecone();
    const { client, events } = clientOf(pinecone.url, { maxRetries: 0, ...options });
    expectClean(await errorOf(client.projects.list()), events);
  });

  test("a certificate that is not trusted", async () => {
    const { key, cert } = selfSigned();
    const port = await listen(createTlsServer({ key, cert }));
    const { client, events } = clientOf(`https://127.0.0.1:${port}`);
    expectClean(await errorOf(client.projects.list()), events);
  });

  test("options that can't be used", () => {
    for (const options of [
      { apiUrl: `https://user:${secrets.clientSecret}@x` },
      { apiUrl: `ftp://user:${secrets.clientSecret}@x` },
      { tokenUrl: `https://x?client_secret=${secrets.clientSecret}` },
      { proxy: `ftp://user:${secrets.clientSecret}@x` },
    ]) {
      expect(() => clientOf("https://x.example", options)).toThrow(PineconeError);
      expect(() => clientOf("https://x.example", options)).not.toThrow(secrets.clientSecret);
    }
  });
});

/** @param tokens that were issued: no client can know others */
function expectClean(error: Error, events: readonly RequestEvent[], tokens: readonly string[] = []): void {
  expect(error).toBeInstanceOf(PineconeError);
  const shown = [
    inspect(error, { depth: 9, showHidden: true }),
    JSON.stringify(error),
    String(error),
    JSON.stringify(events),
  ].join("\n");
  for (const secret of [secrets.clientSecret, secrets.apiKeyValue, plainKey, ...tokens]) {
    expect(shown).not.toContain(secret);
  }
  for (const event of events) {
    const names = Object.keys(event).filter((name) => !["status", "failure"].includes(name));
    expect(names.sort()).toEqual(["attempt", "method", "milliseconds", "path"]);
  }
}
