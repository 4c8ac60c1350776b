import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { FaultEffect } from "../faults";
import type { Answer } from "./answer";
import { codeOf } from "./answer";

const HTML =
  "<!doctype html><html><head><title>Gateway</title></head><body><h1>Not what you asked for</h1></body></html>";

/** Answers a request properly. */
export function send(response: ServerResponse, answer: Answer, headers: Record<string, string> = {}): void {
  const text = textOf(answer);
  response.writeHead(answer.status, { ...(text !== "" && { "content-type": typeOf(answer) }), ...headers });
  response.end(text);
}

/** What an order can be answered by, besides its effect. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body, parsed; `undefined` for none. */
  readonly body: unknown;
}

/**
 * Answers a request in the way that was ordered.
 * @param handle makes the answer, and takes effect
 * @returns the status that was sent, `null` for none
 */
export async function sendFaulty(
  response: ServerResponse,
  effect: FaultEffect,
  asked: Asked,
  handle: () => Promise<Answer>,
): Promise<number | null> {
  switch (effect.kind) {
    case "delay":
      await wait(effect.milliseconds);
      return sendAndTell(response, await handle());
    case "slowBody":
      return sendSlowly(response, await handle(), effect.milliseconds);
    case "status":
      if (effect.commit) await handle();
      send(
        response,
        { status: effect.status, body: effect.body ?? errorBody(effect.status, asked.path) },
        retryAfter(effect),
      );
      return effect.status;
    case "echo":
      send(response, { status: effect.status, body: errorBody(effect.status, asked.path, JSON.stringify(asked)) });
      return effect.status;
    case "garbage":
      if (effect.commit) await handle();
      response.writeHead(effect.status, { "content-type": "text/html" }).end(HTML);
      return effect.status;
    case "cut":
      if (effect.commit) await handle();
      response.socket?.resetAndDestroy();
      return null;
    case "hang":
      if (effect.commit) await handle();
      return null;
  }
}

function sendAndTell(response: ServerResponse, answer: Answer): number {
  send(response, answer);
  return answer.status;
}

async function sendSlowly(response: ServerResponse, answer: Answer, milliseconds: number): Promise<number> {
  const text = textOf(answer);
  const half = Math.ceil(text.length / 2);
  response.writeHead(answer.status, { "content-type": typeOf(answer) });
  response.write(text.slice(0, half));
  await wait(milliseconds);
  response.end(text.slice(half));
  return answer.status;
}

function textOf({ body, text }: Answer): string {
  return text ?? (body === undefined ? "" : JSON.stringify(body));
}

function typeOf({ text }: Answer): string {
  return text === undefined ? "application/json" : "text/plain";
}

function errorBody(status: number, path: string, message = `Status ${String(status)} on order.`): unknown {
  if (path.startsWith("/oauth/")) return { error: "ordered", error_description: message };
  return { status, error: { code: codeOf(status), message } };
}

function retryAfter({
  retryAfterSeconds,
}: {
  readonly retryAfterSeconds?: number | undefined;
}): Record<string, string> {
  return retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
}
