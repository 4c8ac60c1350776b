import type * as z from "zod";
import { refusalOf, valueOf } from "./answers";
import type { Asked, Judge } from "./answers";
import { abortedError } from "./connection";
import { NotFoundError, UnauthorizedError } from "./errors";
import type { AbortedError, PineconeError } from "./errors";
import { given } from "./given";
import type { CallOptions, Settings } from "./options";
import type { Secrets } from "./redaction";
import { withRetries } from "./retry";
import type { TokenSource } from "./token";
import type { Transport, WireAnswer, WireRequest } from "./transport";

/** One operation of the API. */
export interface Operation {
  readonly method: WireRequest["method"];
  /** A POST that changes nothing, so that it may be sent again. @default false */
  readonly reads?: boolean;
  /** For example `/admin/projects/{project_id}`. */
  readonly template: string;
  /** The values for the template's braces. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Authenticates with an API key instead of the service account's token. */
  readonly apiKey?: string;
  /** Of an index: its data plane is asked, instead of the API. */
  readonly host?: string;
}

/** What a call keeps while it is sent once or several times. */
interface Progress {
  sent: number;
  /** A new token was fetched because the first was refused. */
  renewed: boolean;
  /** Why there was no token. It has been retried already. */
  noToken?: unknown;
  /** An earlier attempt may have been carried out. */
  unsure: boolean;
}

/** Makes calls: credentials, retries, one new token on 401, named errors, parsed answers. */
export class Caller {
  readonly #closing = new AbortController();
  #serverAhead: number | undefined;

  constructor(
    readonly settings: Settings,
    private readonly transport: Transport,
    private readonly tokens: TokenSource,
    private readonly secrets: Secrets,
    private readonly judge: Judge,
  ) {}

  /** Calls, and parses the answer. Everything but POST is sent again when that can help: it says what shall be, not what to add. */
  async call<T>(operation: Operation, schema: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
    const answer = await this.#answer(operation, this.signalOf(options), { sent: 0, renewed: false, unsure: false });
    return valueOf(this.#asked(operation), answer, schema, this.judge);
  }

  /** Deletes. That there is nothing (any more) after an attempt whose outcome is unknown is that attempt's success. */
  async remove(operation: Omit<Operation, "method" | "body">, options: CallOptions = {}): Promise<void> {
    const progress = { sent: 0, renewed: false, unsure: false };
    try {
      await this.#answer({ ...operation, method: "DELETE" }, this.signalOf(options), progress);
    } catch (error) {
      if (!(error instanceof NotFoundError && progress.unsure)) throw error;
    }
  }

  /** Ends everything that is under way. */
  close(): void {
    this.#closing.abort();
  }

  /** Aborts with the caller's signal or with the client. */
  signalOf({ signal }: CallOptions): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
  }

  /** The error for a call that was cancelled before it was sent. */
  cancelled(operation: Operation): AbortedError {
    return abortedError(operation.method, this.#asked(operation).url.pathname, false);
  }

  /**
   * A moment of our clock by Pinecone's clock, as early as it can have been. Pinecone's clock is known from the `Date` of its last answer, which
   * has whole seconds.
   */
  earliestAtServer(moment: number): number {
    return this.#serverAhead === undefined ? moment - 30_000 : moment + this.#serverAhead - 2_000;
  }

  async #answer(operation: Operation, signal: AbortSignal, progress: Progress): Promise<WireAnswer> {
    const { clock, maxRetries } = this.settings;
    return withRetries(() => this.#attempt(operation, signal, progress), {
      clock,
      maxRetries,
      signal,
      repeatable: operation.method === "POST" && operation.reads !== true ? "unlessExecuted" : "always",
      failed: (error: PineconeError) => {
        progress.unsure ||= error.maybeExecuted;
      },
      isFinal: (error) => error === progress.noToken,
    });
  }

  async #attempt(operation: Operation, signal: AbortSignal, progress: Progress): Promise<WireAnswer> {
    const { apiKey } = operation;
    if (apiKey !== undefined) {
      this.secrets.add(apiKey);
      return this.#send(operation, { "api-key": apiKey }, signal, progress);
    }
    const token = await this.#token(signal, progress);
    try {
      return await this.#send(operation, { authorization: `Bearer ${token}` }, signal, progress);
    } catch (error) {
      if (!(error instanceof UnauthorizedError) || progress.renewed) throw error;
      // Refused before it was carried out, so any request may be sent again.
      progress.renewed = true;
      this.tokens.reject(token);
      const renewed = await this.#token(signal, progress);
      return this.#send(operation, { authorization: `Bearer ${renewed}` }, signal, progress);
    }
  }

  async #token(signal: AbortSignal, progress: Progress): Promise<string> {
    try {
      return await this.tokens.get(signal);
    } catch (error) {
      progress.noToken = error;
      throw error;
    }
  }

  async #send(
    operation: Operation,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<WireAnswer> {
    const asked = this.#asked(operation);
    progress.sent += 1;
    const { template, body, host } = operation;
    const wire = { ...asked, template, headers: { ...headers, ...given({ host }) }, body, attempt: progress.sent };
    const answer = await this.transport.send(wire, signal);
    this.#noteTime(answer);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw refusalOf(asked, answer, this.judge);
  }

  #noteTime(answer: WireAnswer): void {
    const date = Date.parse(answer.headers["date"] ?? "");
    if (!Number.isNaN(date)) this.#serverAhead = date - this.settings.clock.now();
  }

  #asked({ method, reads = method === "GET", template, parameters = {}, apiKey, host }: Operation): Asked {
    const path = template.replace(/\{(\w+)\}/g, (_braces, name: string) => segment(name, parameters[name]));
    const base = host === undefined ? this.settings.apiUrl : this.#dataPlaneOf(host);
    const url = new URL(base.replace(/\/+$/, "") + path);
    return { method, reads, url, host, withApiKey: apiKey !== undefined };
  }

  /** An index is asked at its host and nowhere else: what goes there has an API key with it. */
  #dataPlaneOf(host: string): string {
    const own = `https://${host}`;
    if (!URL.canParse(own) || new URL(own).host !== host) throw new RangeError(`"${host}" is no host of an index.`);
    return this.settings.dataPlaneUrl ?? own;
  }
}

/** One segment of a path. An empty one would ask for something else altogether: the list, say, instead of one of it. */
function segment(name: string, value = ""): string {
  if (["", ".", ".."].includes(value)) throw new RangeError(`${name} is "${value}", which is no ID.`);
  return encodeURIComponent(value);
}
