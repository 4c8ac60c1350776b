import type { Clock } from "./clock";
import { ConnectionFailedError, PineconeError, RateLimitedError, RequestTimeoutError, ServerError } from "./errors";

/** When and how long to wait before a request is sent again. */
export interface RetryPolicy {
  /** The first wait is up to this long; each further one up to twice the one before. */
  readonly baseMs: number;
  /** No wait of our own is longer. */
  readonly capMs: number;
  /** A server that asks (`Retry-After`) for more than this is not waited for. */
  readonly retryAfterCapMs: number;
  /** Of answers that sending again can change. */
  readonly statuses: readonly number[];
}

export const defaultPolicy: RetryPolicy = {
  baseMs: 500,
  capMs: 8_000,
  retryAfterCapMs: 60_000,
  statuses: [408, 429, 500, 502, 503, 504],
};

/** How a request may be sent again: at will, or only when the attempt before it was certainly not carried out. */
export type Repeatable = "always" | "unlessExecuted";

/** What is known about the attempt that failed. */
export interface Failure {
  readonly error: PineconeError;
  /** 1 for the first. */
  readonly attempt: number;
  readonly repeatable: Repeatable;
}

/**
 * Milliseconds to wait before the next attempt, or `undefined` when there must be none. Full jitter: anything from 0 to the limit, so that clients
 * that failed together do not come back together. `Retry-After` is obeyed as it is.
 */
export function waitBefore(
  failure: Failure,
  maxRetries: number,
  random: () => number,
  policy = defaultPolicy,
): number | undefined {
  const { error, attempt, repeatable } = failure;
  if (attempt > maxRetries || !canHelp(error, policy)) return undefined;
  if (repeatable === "unlessExecuted" && error.maybeExecuted) return undefined;
  if (error.retryAfterMs !== undefined)
    return error.retryAfterMs > policy.retryAfterCapMs ? undefined : error.retryAfterMs;
  return random() * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1));
}

function canHelp(error: PineconeError, policy: RetryPolicy): boolean {
  if (error instanceof ConnectionFailedError) return error.passing;
  if (error instanceof RequestTimeoutError) return true;
  // A quota is a limit of the plan; it does not pass.
  if (error.code === "QUOTA_EXCEEDED") return false;
  return (
    (error instanceof RateLimitedError || error instanceof ServerError) && policy.statuses.includes(error.status ?? 0)
  );
}

/**
 * Runs an attempt until it succeeds, fails for good, or the retries are used up.
 *
 * @param attempt gets 1, 2, …
 * @throws the last attempt's error
 */
export async function withRetries<T>(
  attempt: (number: number) => Promise<T>,
  options: {
    clock: Clock;
    maxRetries: number;
    repeatable: Repeatable;
    signal: AbortSignal;
    /** Told of every failure. */
    failed?(error: PineconeError): void;
    /** Failures that are not to be retried, whatever the policy says. */
    isFinal?(error: PineconeError): boolean;
  },
): Promise<T> {
  const { clock, maxRetries, repeatable, signal } = options;
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      if (!(error instanceof PineconeError)) throw error;
      options.failed?.(error);
      if (options.isFinal?.(error) === true) throw error;
      const wait = waitBefore({ error, attempt: number, repeatable }, maxRetries, () => clock.random());
      if (wait === undefined) throw error;
      await clock.sleep(wait, signal);
    }
  }
}

/**
 * `Retry-After` in milliseconds: seconds, or a date (RFC 9110, 10.2.3). A date is compared with the answer's own `Date` where there is one, so that
 * a wrong clock here does no harm. `undefined` when absent or unreadable.
 */
export function retryAfterOf(headers: Readonly<Record<string, string | undefined>>, now: number): number | undefined {
  const value = headers["retry-after"]?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value) * 1000;
  // Only what begins like a date: JavaScript reads one into almost anything, "-5" included.
  const until = /^[A-Za-z]{3,9},? /.test(value) ? Date.parse(value) : NaN;
  const from = Date.parse(headers["date"] ?? "");
  return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(from) ? now : from));
}
