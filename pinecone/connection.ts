import { AbortedError, ConnectionFailedError, RequestTimeoutError } from "./errors";

/** What the failed request was, as far as a message needs it. */
export interface Attempted {
  readonly method: string;
  readonly url: URL;
  readonly reads: boolean;
  /** The proxy that is configured, without its credentials. */
  readonly proxy: string | undefined;
  readonly timeoutMs: number;
}

/** Why a connection failed, in words, and what to check. */
interface Reason {
  readonly words: string;
  readonly check: string;
  /** Sending again can help. */
  readonly passing: boolean;
  /** No byte of the request can have reached the server. */
  readonly neverSent: boolean;
}

const certificateCodes =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|EPROTO$|UND_ERR_PRX_TLS$)/;

const reasons: Readonly<Record<string, Reason>> = {
  ENOTFOUND: {
    words: "the host name is not known",
    check: "Check the URL for a typing error, the DNS, and whether this network needs a proxy (HTTPS_PROXY).",
    passing: true,
    neverSent: true,
  },
  EAI_AGAIN: {
    words: "the DNS did not answer",
    check: "Check this machine's network and DNS.",
    passing: true,
    neverSent: true,
  },
  ECONNREFUSED: {
    words: "nothing accepts connections there",
    check: "Check host and port, and that the server (or the proxy) is running.",
    passing: true,
    neverSent: true,
  },
  ...Object.fromEntries(
    ["EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"].map((code) => [
      code,
      {
        words: "the host can't be reached",
        check: "Check this machine's network, its firewall, and whether it needs a proxy (HTTPS_PROXY).",
        passing: true,
        neverSent: true,
      },
    ]),
  ),
};

const certificate: Reason = {
  words: "no trusted TLS connection",
  check:
    "Check that the URL speaks TLS and that the certificate's issuer is trusted: a company's own is given as caCertificates or NODE_EXTRA_CA_CERTS.",
  passing: false,
  neverSent: true,
};

const unsendable: Reason = {
  words: "the request can't be sent as it is",
  check: "Check the API key, or the access token, for line breaks and other characters that an HTTP header can't have.",
  passing: false,
  neverSent: true,
};

const proxyRefused: Reason = {
  words: "the proxy refused",
  check: "Check the proxy's URL, the user name and password in it, and the hosts that it allows.",
  passing: false,
  neverSent: true,
};

const broken: Reason = {
  words: "the connection broke before the whole answer was there",
  check: "Check this machine's network and proxy.",
  passing: true,
  neverSent: false,
};

/** The named error for what undici or Node threw while a request was under way. */
export function connectionError(
  thrown: unknown,
  attempted: Attempted,
  redact: (text: string) => string,
): ConnectionFailedError {
  const code = codeOf(thrown);
  const reason = reasonOf(thrown, code);
  const { method, url, reads, proxy } = attempted;
  const through = proxy === undefined ? "" : ` A proxy is configured: ${proxy}.`;
  return new ConnectionFailedError(
    redact(
      `${method} ${url.pathname} did not get through to ${url.host}: ${reason.words} (${detailOf(thrown, code)}). ${reason.check}${through}`,
    ),
    reason.passing,
    { code, method, path: url.pathname, maybeExecuted: !reads && !reason.neverSent, cause: cleanCause(thrown, redact) },
  );
}

/** The named error for an attempt that took too long. */
export function timeoutError({ method, url, reads, proxy, timeoutMs }: Attempted): RequestTimeoutError {
  const through = proxy === undefined ? "" : ` A proxy is configured: ${proxy}.`;
  return new RequestTimeoutError(
    `${url.host} did not answer ${method} ${url.pathname} within ${timeoutMs / 1000} s (requestTimeoutMs). Check this machine's network, or allow more time.${through}`,
    { method, path: url.pathname, maybeExecuted: !reads },
  );
}

/** The named error for a request, or a wait, that the caller's signal ended. */
export function abortedError(method: string, path: string, maybeExecuted: boolean): AbortedError {
  const unsure = maybeExecuted ? " Pinecone may have carried it out all the same." : "";
  return new AbortedError(`${method} ${path} was cancelled.${unsure}`, { method, path, maybeExecuted });
}

function reasonOf(thrown: unknown, code: string | undefined): Reason {
  const message = thrown instanceof Error ? thrown.message : "";
  // undici has no error of its own for these two (7.30, lib/dispatcher/proxy-agent.js).
  if (/^Proxy response|^Proxy Authentication Required/.test(message)) return proxyRefused;
  if (code === "UND_ERR_INVALID_ARG") return unsendable;
  const known = code === undefined ? undefined : reasons[code];
  if (known) return known;
  if (code !== undefined && certificateCodes.test(code)) return certificate;
  // A time-out of the system's own while connecting, for example; the same code while reading proves nothing.
  const connecting = property(thrown, "syscall") === "connect";
  return connecting ? { ...broken, words: "no connection could be made", neverSent: true } : broken;
}

function codeOf(thrown: unknown): string | undefined {
  const code = property(thrown, "code");
  return typeof code === "string" ? code : undefined;
}

function detailOf(thrown: unknown, code: string | undefined): string {
  const message = thrown instanceof Error ? thrown.message : "unknown";
  if (message === "") return code ?? "unknown";
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`;
}

/** A copy with name, code and message only: the original's other fields and stack may hold headers. */
function cleanCause(thrown: unknown, redact: (text: string) => string, depth = 0): Error | undefined {
  if (!(thrown instanceof Error) || depth > 3) return undefined;
  const cause = cleanCause(thrown.cause, redact, depth + 1);
  const copy = new Error(redact(detailOf(thrown, codeOf(thrown))), cause && { cause });
  copy.name = thrown.name;
  return copy;
}

function property(value: unknown, key: "code" | "syscall"): unknown {
  return typeof value === "object" && value !== null && key in value
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
