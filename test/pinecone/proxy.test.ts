import { createServer as createTlsServer } from "node:https";
import { rootCertificates } from "node:tls";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ConnectionFailedError, InvalidOptionError, PineconeClient } from "../../pinecone";
import type { ClientOptions } from "../../pinecone";
import { trustedWith } from "../../pinecone/certificates";
import { routeOf } from "../../pinecone/proxy";
import { clientOf, errorOf } from "./clients";
import { FakePinecone, listen, secrets, startPinecone } from "./pinecone";
import { selfSigned, startProxy } from "./proxies";
import type { Certificate } from "./proxies";

const portOf = (url: string): number => Number(new URL(url).port);

/** Pinecone behind TLS, with its own certificate. */
async function startTlsPinecone(certificate: Certificate): Promise<FakePinecone> {
  const pinecone = new FakePinecone("");
  const port = await listen(createTlsServer({ key: certificate.key, cert: certificate.cert }, pinecone.listener));
  return Object.assign(pinecone, { url: `https://127.0.0.1:${port}` });
}

/** A client whose proxy is left to the environment. */
function clientOfEnvironment(url: string, options: Partial<ClientOptions> = {}): PineconeClient {
  const client = new PineconeClient({
    apiUrl: url,
    tokenUrl: `${url}/oauth/token`,
    clientId: "client-id",
    clientSecret: secrets.clientSecret,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

function environment(values: Readonly<Record<string, string>>): void {
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"]) {
    for (const spelling of [name, name.toLowerCase()]) vi.stubEnv(spelling, values[spelling]);
  }
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

describe("a proxy", () => {
  test("that is given forwards http:// as plain requests, to this machine too", async () => {
    const pinecone = await startPinecone();
    const proxy = await startProxy(portOf(pinecone.url));
    const { client } = clientOf(pinecone.url, { proxy: proxy.url });
    await client.projects.create({ name: "chat" });
    expect(proxy.seen.map(({ line }) => line)).toEqual([
      `POST ${pinecone.url}/oauth/token`,
      `POST ${pinecone.url}/admin/projects`,
    ]);
    expect(pinecone.projects).toHaveLength(1);
    expect(pinecone.requests[1]?.headers.host).toBe(new URL(pinecone.url).host);
  });

  test("that is given tunnels https://, and the server's certificate is checked behind it", async () => {
    const certificate = selfSigned("api.pinecone.test");
    const pinecone = await startTlsPinecone(certificate);
    const proxy = await startProxy(portOf(pinecone.url));
    const { client } = clientOf("https://api.pinecone.test", { proxy: proxy.url, caCertificates: certificate.cert });
    expect(await client.projects.list()).toEqual([]);
    expect(proxy.seen.every(({ line }) => line === "CONNECT api.pinecone.test:443")).toBe(true);
    const other = clientOf("https://api.pinecone.test", { proxy: proxy.url });
    await expect(other.client.projects.list()).rejects.toThrow(
      /no trusted TLS connection.*A proxy is configured: http:\/\/127/,
    );
  });

  test.each(["HTTP_PROXY", "http_proxy"])("is taken from %s", async (name) => {
    const pinecone = await startPinecone();
    const proxy = await startProxy(portOf(pinecone.url));
    environment({ [name]: proxy.url });
    await clientOfEnvironment(pinecone.url).projects.list();
    expect(proxy.seen).toHaveLength(2);
  });

  test.each(["HTTPS_PROXY", "https_proxy"])("is taken from %s", async (name) => {
    const certificate = selfSigned();
    const pinecone = await startTlsPinecone(certificate);
    const proxy = await startProxy(portOf(pinecone.url));
    environment({ [name]: proxy.url });
    await clientOfEnvironment(pinecone.url, { caCertificates: certificate.cert }).projects.list();
    expect(proxy.seen.length).toBeGreaterThan(0);
  });

  test.each([
    ["NO_PROXY", { NO_PROXY: "example.com,127.0.0.1" }, {}],
    ["no_proxy", { no_proxy: "*" }, {}],
    ["noProxy", {}, { noProxy: "127.0.0.1" }],
    ["an empty proxy", {}, { proxy: "" }],
  ])("of the environment is left out by %s", async (_what, more, options) => {
    const pinecone = await startPinecone();
    const proxy = await startProxy(portOf(pinecone.url));
    environment({ HTTP_PROXY: proxy.url, ...more });
    await clientOfEnvironment(pinecone.url, options).projects.list();
    expect(proxy.seen).toEqual([]);
    expect(pinecone.count()).toBe(2);
  });

  test("that is given wins over the environment, NO_PROXY included", async () => {
    const pinecone = await startPinecone();
    const proxy = await startProxy(portOf(pinecone.url));
    environment({ HTTP_PROXY: "http://127.0.0.1:9", NO_PROXY: "*" });
    await clientOfEnvironment(pinecone.url, { proxy: proxy.url }).projects.list();
    expect(proxy.seen).toHaveLength(2);
  });

  test("gets the user name and password of its URL, and no message shows them", async () => {
    const pinecone = await startPinecone();
    const proxy = await startProxy(portOf(pinecone.url), 407);
    const password = ["pr0xy", "passw0rd"].join("-");
    const url = proxy.url.replace("//", `//user:${password}@`);
    for (const apiUrl of [pinecone.url, "https://api.pinecone.test"]) {
      const error = await errorOf(clientOf(apiUrl, { proxy: url }).client.projects.list());
      expect(error).toBeInstanceOf(ConnectionFailedError);
      expect(error.message).toMatch(
        /the proxy refused.*Check the proxy's URL.*A proxy is configured: http:\/\/127\.0\.0\.1:\d+\./,
      );
      expect(error.message).not.toContain(password);
    }
    const basic = `Basic ${Buffer.from(`user:${password}`).toString("base64")}`;
    expect(proxy.seen.map(({ authorization }) => authorization)).toEqual([basic, basic]);
  });

  test.each(["ftp://proxy.example.com", "http://", "socks5://user:pa55word@proxy"])(
    "that is no HTTP proxy's URL is refused: %s",
    (proxy) => {
      const make = (): unknown => routeOf({ proxy, requestTimeoutMs: 1 }, {});
      expect(make).toThrow(InvalidOptionError);
      expect(make).toThrow(/^proxy is no URL of an HTTP proxy\. Give one such as/);
      expect(make).not.toThrow(/pa55word/);
    },
  );

  test("whose password has a stray % is refused with how to write it, the password unseen", () => {
    const make = (): unknown => routeOf({ requestTimeoutMs: 1 }, { HTTPS_PROXY: "http://user:pa55%word@proxy" });
    expect(make).toThrow(
      new InvalidOptionError(
        "proxy",
        "HTTPS_PROXY has a % in its user name or password that begins no percent-encoding. Write a % as %25.",
      ),
    );
  });

  test("may be written without http://, and serves https:// where it is the only one", () => {
    const route = routeOf({ requestTimeoutMs: 1 }, { http_proxy: "user:secret@proxy.example.com:3128" });
    expect(route.proxyFor("http:")).toBe("http://proxy.example.com:3128");
    expect(route.proxyFor("https:")).toBe("http://proxy.example.com:3128");
    expect(route.secrets).toContain("secret");
  });
});

describe("own certificates", () => {
  test.each(["text", "path"])("are trusted, given as %s", async (form) => {
    const certificate = selfSigned();
    const pinecone = await startTlsPinecone(certificate);
    const caCertificates = form === "text" ? certificate.cert : certificate.path;
    expect(await clientOf(pinecone.url, { caCertificates }).client.projects.list()).toEqual([]);
  });

  test("that are missing are named as the reason, with the remedy", async () => {
    const pinecone = await startTlsPinecone(selfSigned());
    const error = await errorOf(clientOf(pinecone.url).client.projects.list());
    expect(error).toBeInstanceOf(ConnectionFailedError);
    expect(error).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT", passing: false, maybeExecuted: false });
    expect(error.message).toMatch(/no trusted TLS connection .*caCertificates or NODE_EXTRA_CA_CERTS/);
  });

  test("do not take the place of those that Node trusts", () => {
    const { path, cert } = selfSigned();
    for (const environment of [{}, { NODE_EXTRA_CA_CERTS: "/no/such/file.pem" }]) {
      const trusted = trustedWith(path, environment);
      expect(rootCertificates.length).toBeGreaterThan(100);
      expect(trusted).toEqual([...rootCertificates, cert]);
    }
  });

  test("do not take the place of NODE_EXTRA_CA_CERTS", async () => {
    const [own, extra] = [selfSigned(), selfSigned()];
    const pinecone = await startTlsPinecone(extra);
    environment({});
    vi.stubEnv("NODE_EXTRA_CA_CERTS", extra.path);
    expect(await clientOfEnvironment(pinecone.url, { caCertificates: own.cert }).projects.list()).toEqual([]);
  });

  test.each([
    ["/no/such/file.pem", /ENOENT.*Give certificates in PEM, or the path/],
    ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", /can't be used \(/],
    ["-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", /has no certificate in it/],
  ])("that can't be used are refused before anything is sent: %s", (caCertificates, message) => {
    const make = (): unknown => routeOf({ caCertificates, requestTimeoutMs: 1 }, {});
    expect(make).toThrow(InvalidOptionError);
    expect(make).toThrow(message);
  });
});
