import type { Actor, AuditedEvent, AuditSubject } from "../audit";
import type { World } from "../world";
import type { Answer } from "./answer";
import type { Body } from "./body";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** A request on its way to a handler. */
export interface Call {
  readonly world: World;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The values of the braces in the route's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  /** Who asks, once that is proven. */
  actor?: Actor;
  /** What a handler learns about the thing it handles, for the audit event. */
  readonly subject: AuditSubject;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

/** One thing the emulator answers to. */
export interface Route {
  readonly method: Method;
  /** With names in braces, such as `/admin/projects/{project_id}`. */
  readonly path: string;
  /** One sentence, for the list of control routes. */
  readonly summary?: string;
  /** The event that Pinecone captures for it, if it captures one. */
  readonly event?: AuditedEvent;
  readonly handle: Handler;
}

/** The value of a name in the route's path. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no {${name}}`);
  return value;
}

/** The one value of a header. */
export function header(call: Pick<Call, "headers">, name: string): string | undefined {
  const value = call.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}

/** Finds the route of a request and the values of its braces. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, path) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith("{") && value !== "") params[part.slice(1, -1)] = decode(value);
    else if (part !== value) return undefined;
  }
  return params;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // A lone per cent sign names nothing that exists, so it ends as "not found".
  }
}
