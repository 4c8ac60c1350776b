import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AuditSubject } from "../audit";
import { hostOf, isIndexHost } from "../dataPlane/door";
import { findDataPlaneRoute } from "../dataPlane/routes";
import type { LoggedRequest } from "../requestLog";
import type { World } from "../world";
import { ApiError } from "./answer";
import type { Answer } from "./answer";
import { blankSecrets, readBody } from "./body";
import type { Body } from "./body";
import { dispatch } from "./dispatch";
import { send, sendFaulty } from "./faulty";
import { findRoute } from "./router";
import type { Method, Route } from "./router";

/** Below it are the routes that steer the emulator; faults and the request log don't know them. */
export const CONTROL_PREFIX = "/_emulator/";

/** A server that answers to the routes. It does not listen yet. */
export function serverOf(world: World, routes: readonly Route[]): Server {
  return createServer((request, response) => {
    serve(world, routes, request, response).catch(() => {
      // Only reading or writing can fail here: the client is gone.
      response.destroy();
    });
  });
}

async function serve(
  world: World,
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const path = url.split("?")[0] ?? "/";
  const body = await readBody(request, path.startsWith("/oauth/"));
  const handle = (): Promise<Answer> => answerTo(world, routes, request, path, body);
  if (path.startsWith(CONTROL_PREFIX)) {
    send(response, await handle());
    return;
  }
  const entry = world.requests.add(logEntry(world, request, body));
  const effect = world.faults.take(method, path);
  if (effect) {
    entry.status = await sendFaulty(response, effect, { path, headers: request.headers, body: body.value }, handle);
    return;
  }
  const answer = await handle();
  entry.status = answer.status;
  send(response, answer);
}

async function answerTo(
  world: World,
  routes: readonly Route[],
  { method = "GET", headers }: IncomingMessage,
  path: string,
  body: Body,
): Promise<Answer> {
  const found = isIndexHost(hostOf({ headers }))
    ? { route: findDataPlaneRoute(method as Method, path), params: {} }
    : findRoute(routes, method, path);
  if (found === undefined) {
    return new ApiError("NOT_FOUND", `The emulator has nothing at ${method} ${path}.`).answer();
  }
  const { route, params } = found;
  const named = route.path.endsWith("}") ? Object.values(params).at(-1) : undefined;
  const subject: AuditSubject = named === undefined ? {} : { id: named };
  return dispatch(route, { world, path, headers, params, body, subject });
}

function logEntry(world: World, { method = "GET", url = "/", headers }: IncomingMessage, body: Body): LoggedRequest {
  const version = headers["x-pinecone-api-version"];
  const { value } = body;
  const host = hostOf({ headers });
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return {
    at: world.clock.timestamp(),
    method,
    path: url,
    ...(isIndexHost(host) && { host }),
    ...(typeof version === "string" && { apiVersion: version }),
    hasCredentials: headers.authorization !== undefined || headers["api-key"] !== undefined,
    bodyKeys: isObject ? Object.keys(value).sort() : [],
    ...(value !== undefined && { body: blankSecrets(value) }),
    status: null,
  };
}
