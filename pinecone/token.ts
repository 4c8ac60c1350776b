import * as z from "zod";
import { detailsOf, refusalOf, valueOf } from "./answers";
import type { Judge } from "./answers";
import { jsonOf } from "./body";
import { unlessAborted } from "./clock";
import { abortedError } from "./connection";
import { CredentialsRejectedError } from "./errors";
import type { AbortedError } from "./errors";
import type { Settings } from "./options";
import type { Secrets } from "./redaction";
import { withRetries } from "./retry";
import type { Transport, WireAnswer } from "./transport";

/** The audience that Pinecone's token server asks for, whatever URL the API is reached under. */
const AUDIENCE = "https://api.pinecone.io/";

/** A token is replaced this long before it expires, but never earlier than after nine tenths of its life. */
const marginMs = 60_000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number() });
const oauthError = z.object({ error: z.string(), error_description: z.string().optional() });

interface Token {
  readonly value: string;
  /** By the client's clock, margin taken off. */
  readonly freshUntil: number;
}

/** A request for a token that is under way, and how many callers wait for it. */
interface Flight {
  readonly token: Promise<Token>;
  readonly controller: AbortController;
  waiting: number;
}

/** The access token of one service account: fetched when first needed, by one request however many callers wait. */
export class TokenSource {
  #token: Token | undefined;
  #flight: Flight | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly transport: Transport,
    private readonly secrets: Secrets,
    private readonly judge: Judge,
  ) {}

  /**
   * A token that is good for a while. The signal ends the caller's wait; the request itself ends when nobody waits for it any more.
   *
   * @throws CredentialsRejectedError, and what any request throws
   */
  async get(signal: AbortSignal): Promise<string> {
    if (this.#token !== undefined && this.settings.clock.now() < this.#token.freshUntil) return this.#token.value;
    const flight = (this.#flight ??= this.#start());
    flight.waiting += 1;
    try {
      const cancelled = (): AbortedError => abortedError("POST", new URL(this.settings.tokenUrl).pathname, false);
      return (await unlessAborted(flight.token, signal, cancelled)).value;
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        flight.controller.abort();
        if (this.#flight === flight) this.#flight = undefined;
      }
    }
  }

  /** Says that the server refused this token, so that the next `get` fetches another. */
  reject(token: string): void {
    if (this.#token?.value === token) this.#token = undefined;
  }

  #start(): Flight {
    const controller = new AbortController();
    const token = this.#fetch(controller.signal).then((fetched) => (this.#token = fetched));
    // Every caller may have left before it fails.
    token.catch(() => undefined);
    return { token, controller, waiting: 0 };
  }

  async #fetch(signal: AbortSignal): Promise<Token> {
    const { clock, maxRetries } = this.settings;
    return withRetries((attempt) => this.#request(attempt, signal), {
      clock,
      maxRetries,
      repeatable: "always",
      signal,
    });
  }

  async #request(attempt: number, signal: AbortSignal): Promise<Token> {
    const { clock, clientId, clientSecret, tokenUrl } = this.settings;
    const url = new URL(tokenUrl);
    const body = {
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: "client_credentials",
      audience: AUDIENCE,
    };
    const asked = { method: "POST", url, reads: true } as const;
    const began = clock.now();
    const answer = await this.transport.send({ ...asked, template: url.pathname, headers: {}, body, attempt }, signal);
    if (answer.status < 200 || answer.status >= 300) {
      throw this.#rejection(url, answer) ?? refusalOf(asked, answer, this.judge);
    }
    const { access_token, expires_in } = valueOf(asked, answer, tokenAnswer, this.judge);
    this.secrets.add(access_token);
    const life = expires_in * 1000;
    return { value: access_token, freshUntil: began + life - Math.min(marginMs, life / 10) };
  }

  /** The token server's own way to say no; `undefined` when this is something else. */
  #rejection(url: URL, answer: WireAnswer): CredentialsRejectedError | undefined {
    const parsed = oauthError.safeParse(jsonOf(answer.text));
    if (!parsed.success || ![400, 401, 403].includes(answer.status)) return undefined;
    const { error, error_description: description } = parsed.data;
    const said = this.judge.redact(description === undefined ? error : `${error}: ${description}`);
    return new CredentialsRejectedError(
      `${url.host} did not accept the client ID and the client secret (${answer.status} ${said}). ` +
        "Check pinecone-security:clientId and pinecone-security:clientSecret, or PINECONE_CLIENT_ID and PINECONE_CLIENT_SECRET: " +
        "they are those of a service account (Pinecone console, Settings > Access > Service accounts), and both of the same one. " +
        "An API key is not a client secret.",
      { ...detailsOf({ method: "POST", url }, answer, this.judge), code: this.judge.redact(error) },
    );
  }
}
