import { createSecureContext } from "node:tls";
import { EnvHttpProxyAgent } from "undici";
import type { Dispatcher } from "undici";
import { trustedWith } from "./certificates";
import { InvalidOptionError } from "./errors";
import type { Settings } from "./options";

/** How requests leave this machine. */
export interface Route {
  readonly dispatcher: Dispatcher;
  /** The proxy for a URL of this protocol, without its credentials; `undefined` when there is none. */
  proxyFor(protocol: string): string | undefined;
  /** Passwords in the proxies' URLs. */
  readonly secrets: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Makes the dispatcher: proxies from the options or the environment, and the certificates that are trusted.
 *
 * @throws InvalidOptionError
 */
export function routeOf(
  settings: Pick<Settings, "proxy" | "noProxy" | "caCertificates" | "requestTimeoutMs">,
  environment: Environment = process.env,
): Route {
  const proxies = proxiesOf(settings, environment);
  const { caCertificates = "" } = settings;
  // One context for all connections: it reads some hundred and fifty certificates.
  const own =
    caCertificates === ""
      ? {}
      : { secureContext: createSecureContext({ ca: trustedWith(caCertificates, environment) }) };
  const trust = { timeout: Math.min(10_000, settings.requestTimeoutMs), ...own };
  const dispatcher = new EnvHttpProxyAgent({
    // An empty text, not undefined: undici must not look into the environment again.
    httpProxy: proxies.http?.href ?? "",
    httpsProxy: proxies.https?.href ?? "",
    noProxy: proxies.no,
    // Forward proxies often allow CONNECT to port 443 only, so http:// goes to them as a plain request.
    proxyTunnel: false,
    connect: trust,
    requestTls: trust,
    proxyTls: trust,
  });
  const both = [proxies.http, proxies.https].filter((proxy) => proxy !== undefined);
  return {
    dispatcher,
    proxyFor: (protocol) => (protocol === "https:" ? (proxies.https ?? proxies.http) : proxies.http)?.origin,
    secrets: both.map((proxy) => decodeURIComponent(proxy.password)).filter((password) => password !== ""),
  };
}

function proxiesOf(
  settings: Pick<Settings, "proxy" | "noProxy">,
  environment: Environment,
): { http: URL | undefined; https: URL | undefined; no: string } {
  const explicit = settings.proxy !== undefined;
  const one = (name: string): URL | undefined =>
    proxyUrl(settings.proxy ?? environment[name.toLowerCase()] ?? environment[name] ?? "", explicit ? "proxy" : name);
  return {
    http: one("HTTP_PROXY"),
    https: one("HTTPS_PROXY"),
    no: settings.noProxy ?? (explicit ? "" : (environment["no_proxy"] ?? environment["NO_PROXY"] ?? "")),
  };
}

function proxyUrl(value: string, from: string): URL | undefined {
  if (value === "") return undefined;
  // curl and others take a bare host and port, so people write it.
  const text = value.includes("://") ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    // The value is not shown: it may hold a password.
    throw new InvalidOptionError(
      "proxy",
      `${from} is no URL of an HTTP proxy. Give one such as http://proxy.example.com:3128.`,
    );
  }
  if (!isDecodable(url.username + url.password)) {
    throw new InvalidOptionError(
      "proxy",
      `${from} has a % in its user name or password that begins no percent-encoding. Write a % as %25.`,
    );
  }
  return url;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
