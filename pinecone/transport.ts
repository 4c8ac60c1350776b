import { request } from "undici";
import { BodyTooLongError, MAX_BODY_BYTES, readText } from "./body";
import { abortedError, connectionError, timeoutError } from "./connection";
import { PineconeError, UnexpectedAnswerError } from "./errors";
import type { Settings } from "./options";
import type { Route } from "./proxy";

/** One request, before it is sent. */
export interface WireRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly url: URL;
  /** Carrying it out changes nothing at Pinecone: a GET, or the request for a token. */
  readonly reads: boolean;
  /** The path as a template, for events. */
  readonly template: string;
  /** Credentials. The transport adds version, user agent and content type. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** 1 for the first time this request is sent. */
  readonly attempt: number;
}

/** Whatever the server answered, not yet judged. */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** Sends one request once, with a time limit. */
export class Transport {
  readonly #settings: Settings;
  readonly #route: Route;
  readonly #redact: (text: string) => string;

  constructor(settings: Settings, route: Route, redact: (text: string) => string) {
    this.#settings = settings;
    this.#route = route;
    this.#redact = redact;
  }

  /**
   * @throws ConnectionFailedError, RequestTimeoutError, AbortedError, UnexpectedAnswerError (the answer is too long)
   */
  async send(wire: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
    const { method, template, attempt } = wire;
    if (signal.aborted) throw abortedError(method, wire.url.pathname, false);
    // Wall time, not the injected clock: it is measured, not waited for.
    const began = performance.now();
    const event = (): { method: string; path: string; attempt: number; milliseconds: number } => ({
      method,
      path: template,
      attempt,
      milliseconds: performance.now() - began,
    });
    try {
      const answer = await this.#exchange(wire, signal);
      this.#settings.observe({ ...event(), status: answer.status });
      return answer;
    } catch (error) {
      if (error instanceof PineconeError) this.#settings.observe({ ...event(), failure: error.name });
      throw error;
    }
  }

  async #exchange(wire: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
    const { method, url, reads } = wire;
    const timeoutMs = this.#settings.requestTimeoutMs;
    const attempted = { method, url, reads, timeoutMs, proxy: this.#route.proxyFor(url.protocol) };
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort();
    }, timeoutMs);
    try {
      return await this.#roundTrip(wire, AbortSignal.any([signal, deadline.signal]));
    } catch (thrown) {
      // The signals first: undici's errors for an abort look like those of a broken connection.
      if (signal.aborted) throw abortedError(method, url.pathname, !reads);
      if (deadline.signal.aborted) throw timeoutError(attempted);
      if (thrown instanceof BodyTooLongError) throw tooLong(wire);
      throw connectionError(thrown, attempted, this.#redact);
    } finally {
      clearTimeout(timer);
    }
  }

  async #roundTrip({ method, url, headers, body }: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
    const answer = await request(url, {
      method,
      dispatcher: this.#route.dispatcher,
      signal,
      // The deadline above covers both; undici's own would only add a second kind of time-out.
      headersTimeout: 0,
      bodyTimeout: 0,
      headers: {
        accept: "application/json",
        "user-agent": this.#settings.userAgent,
        "x-pinecone-api-version": this.#settings.apiVersion,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await readText(answer.body);
    const flat = Object.entries(answer.headers).map(([name, value]) => [
      name,
      value === undefined ? value : String(value),
    ]);
    return { status: answer.statusCode, headers: Object.fromEntries(flat) as WireAnswer["headers"], text };
  }
}

function tooLong({ method, url, reads }: WireRequest): UnexpectedAnswerError {
  return new UnexpectedAnswerError(
    `${url.origin}${url.pathname} answered ${method} with more than ${MAX_BODY_BYTES} bytes. That is not Pinecone's API: check the URL and the proxy.`,
    { method, path: url.pathname, maybeExecuted: !reads },
  );
}
