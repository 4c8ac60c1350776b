import { systemClock } from "./clock";
import type { Clock } from "./clock";
import { InvalidOptionError } from "./errors";
import { redact } from "./redaction";

/** The newest API version that Pinecone's own clients speak (npm `@pinecone-database/pinecone` 9.0.0). */
export const API_VERSION = "2026-07";

/** One request that was made, successful or not. For counting and for debug logs: never a body, a header or a secret. */
export interface RequestEvent {
  readonly method: string;
  /** The path as a template, for example `/admin/projects/{project_id}`; the token request's is its path. */
  readonly path: string;
  /** Absent when no answer came. */
  readonly status?: number;
  /** The name of the error when no answer came, for example `ConnectionFailedError`. */
  readonly failure?: string;
  /** 1 for the first time this request is sent. */
  readonly attempt: number;
  readonly milliseconds: number;
}

export interface ClientOptions {
  /** For example `https://api.pinecone.io`. */
  readonly apiUrl: string;
  /** For example `https://login.pinecone.io/oauth/token`. */
  readonly tokenUrl: string;
  /**
   * Where every index's data plane is asked, with the index's host in the `Host` header. For a tunnel or an emulator. Over TLS the
   * certificate there must be the index's.
   *
   * @default `https://` and the host of the index
   */
  readonly dataPlaneUrl?: string;
  /** Of a service account. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** @default {@link API_VERSION} */
  readonly apiVersion?: string;
  /** How long one attempt may take from connecting to the last byte of the answer. @default 30000 */
  readonly requestTimeoutMs?: number;
  /** How often a failed request is sent again, if it may be. @default 4 */
  readonly maxRetries?: number;
  /**
   * URL of an HTTP proxy for every request. Wins over the environment, `NO_PROXY` included; an empty text says that there is no proxy.
   *
   * @default `HTTPS_PROXY` and `HTTP_PROXY`, in upper or lower case; where only `HTTP_PROXY` is set it serves HTTPS too
   */
  readonly proxy?: string;
  /** Hosts that are reached without the proxy, separated by commas. @default `NO_PROXY`, unless `proxy` is given */
  readonly noProxy?: string;
  /** Certificates in PEM, or the path of such a file. They are trusted besides those that Node trusts anyway. */
  readonly caCertificates?: string;
  /** @default `pulumi-pinecone-security` */
  readonly userAgent?: string;
  /** @default the system's time and chance */
  readonly clock?: Clock;
  /** Told of every attempt of every request, the token's included. */
  readonly observe?: (event: RequestEvent) => void;
}

/** What every call takes as its last argument. */
export interface CallOptions {
  /** Ends the request, or the wait before the next one, at once with an `AbortedError`. */
  readonly signal?: AbortSignal;
}

/** The options with their defaults. */
export type Settings = Required<Omit<ClientOptions, OptionWithoutDefault>> & Pick<ClientOptions, OptionWithoutDefault>;

type OptionWithoutDefault = "dataPlaneUrl" | "proxy" | "noProxy" | "caCertificates";

/** @throws InvalidOptionError */
export function settingsOf(options: ClientOptions): Settings {
  const settings = {
    apiVersion: API_VERSION,
    requestTimeoutMs: 30_000,
    maxRetries: 4,
    userAgent: "pulumi-pinecone-security",
    clock: systemClock,
    observe: () => undefined,
    ...options,
  };
  checkUrl("apiUrl", settings.apiUrl, "https://api.pinecone.io");
  checkUrl("tokenUrl", settings.tokenUrl, "https://login.pinecone.io/oauth/token");
  if (settings.dataPlaneUrl !== undefined) {
    checkUrl("dataPlaneUrl", settings.dataPlaneUrl, "https://tunnel.example.com");
  }
  if (!(settings.requestTimeoutMs > 0)) {
    throw new InvalidOptionError(
      "requestTimeoutMs",
      `requestTimeoutMs is ${settings.requestTimeoutMs}. Give a number above 0.`,
    );
  }
  if (!Number.isInteger(settings.maxRetries) || settings.maxRetries < 0) {
    throw new InvalidOptionError("maxRetries", `maxRetries is ${settings.maxRetries}. Give a whole number, 0 or more.`);
  }
  return settings;
}

function checkUrl(option: "apiUrl" | "tokenUrl" | "dataPlaneUrl", value: string, example: string): void {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw new InvalidOptionError(option, `${option} is "${redact(value)}". Give a URL such as ${example}.`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    // The value is not shown: it may hold a password.
    throw new InvalidOptionError(
      option,
      `${option} has credentials, a query or a fragment in it. Give a plain URL such as ${example}.`,
    );
  }
}
