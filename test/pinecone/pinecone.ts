import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { errorBody, problem } from "./replies";
import type { Answer } from "./replies";
import { apiKeyRow, cmekKeyRow, privateEndpointRow, projectRow } from "./rows";
import type { Fields, Row } from "./rows";
import { dataPlaneAnswer, indexAnswer } from "./indexRoutes";
import type { IndexRow } from "./indexRoutes";

/** Put together at run time, so that secret scanners stay quiet. */
export const secrets = {
  clientSecret: ["cs", "t0psecretvalue"].join("-"),
  apiKeyValue: ["pckey", "label", "uniquekeypart"].join("_"),
};

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** What was answered; absent when the connection was cut. */
  answer?: { status: number; headers: Record<string, string>; body: unknown };
}

/** What goes wrong with one request. Without `after` it goes wrong before anything is carried out. */
export interface Fault {
  readonly kind: "cut" | "hang" | "answer" | "cutBody";
  /** The request is carried out first. */
  readonly after?: boolean;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A little Pinecone on a real port: what a test of the client needs, with faults on order. */
export class FakePinecone {
  readonly requests: Recorded[] = [];
  readonly projects: Row[] = [];
  readonly apiKeys: Row[] = [];
  readonly cmekKeys: Row[] = [];
  readonly privateEndpoints: Row[] = [];
  /** The IDs of the projects whose VPC-only switch is on. */
  readonly restricted = new Set<string>();
  indexes: IndexRow[] = [];
  /** Seconds that a token lives; `refuseTokens` says which are not taken. */
  expiresIn = 1800;
  readonly refusedTokens = new Set<string>();
  issued = 0;
  #faults: { operation: string; fault: Fault }[] = [];
  readonly #sockets = new Set<ServerResponse>();

  constructor(readonly url: string) {}

  /** The next request whose `METHOD /path` begins with this fails so. */
  fail(operation: string, ...faults: Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ operation, fault })));
  }

  /** How many requests there were whose `METHOD /path` begins with this. */
  count(operation = ""): number {
    return this.requests.filter(({ method, path }) => `${method} ${path}`.startsWith(operation)).length;
  }

  /** Adds a project that somebody made. */
  project(fields: Fields = {}): Row {
    return added(this.projects, projectRow(fields));
  }

  apiKey(fields: Fields = {}): Row {
    return added(this.apiKeys, apiKeyRow(fields));
  }

  cmekKey(fields: Fields = {}): Row {
    return added(this.cmekKeys, cmekKeyRow(fields));
  }

  privateEndpoint(fields: Fields = {}): Row {
    return added(this.privateEndpoints, privateEndpointRow(fields));
  }

  readonly listener: RequestListener = (request, response) => {
    void this.#serve(request, response);
  };

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = request;
    const path = url.replace(/^http:\/\/[^/]+/, "");
    const text = Buffer.concat(await request.toArray()).toString();
    const recorded: Recorded = { method, path, headers, body: text === "" ? undefined : JSON.parse(text) };
    this.requests.push(recorded);
    const index = this.#faults.findIndex(({ operation }) => `${method} ${path}`.startsWith(operation));
    const fault = index < 0 ? undefined : this.#faults.splice(index, 1)[0]?.fault;
    const done = fault === undefined || fault.after === true ? this.#carryOut(recorded) : undefined;
    if (fault === undefined && done) reply(response, recorded, done);
    else if (fault?.kind === "cut") request.socket.destroy();
    else if (fault?.kind === "hang") this.#sockets.add(response);
    else if (fault?.kind === "cutBody") {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"id":', () => request.socket.destroy());
    } else if (fault) {
      response.writeHead(fault.status ?? 200, { "content-type": "application/json", ...fault.headers });
      response.end(fault.body ?? errorBody(fault.status ?? 200, "UNKNOWN", "on order"));
    }
  }

  #carryOut({ method, path, headers, body }: Recorded): Answer {
    if (path === "/oauth/token") {
      this.issued += 1;
      return {
        status: 200,
        body: { access_token: tokenNumber(this.issued), token_type: "Bearer", expires_in: this.expiresIn },
      };
    }
    if (path.startsWith("/indexes")) return indexAnswer(this.indexes, method, path, body);
    if (path === "/describe_index_stats") return dataPlaneAnswer(this.indexes, headers.host);
    const token = headers.authorization?.replace("Bearer ", "") ?? "";
    if (token === "" || this.refusedTokens.has(token)) return problem(401, "UNAUTHENTICATED", "Invalid access token");
    const [, , kind, id, sub] = path.split("/");
    const fields = body as Record<string, unknown>;
    if (sub === undefined) return this.#top(method, this.#table(kind), kind, id, fields);
    if (sub === "network-access") return this.#networkAccess(id, fields);
    const table = this.#table(sub);
    if (method === "GET") return { status: 200, body: { data: table.filter((row) => row["project_id"] === id) } };
    if (sub === "cmek-keys") return { status: 201, body: this.cmekKey({ ...fields, project_id: id }) };
    if (sub === "private-endpoints") return this.#register({ ...fields, project_id: id });
    return { status: 201, body: { key: this.apiKey({ ...fields, project_id: id }), value: secrets.apiKeyValue } };
  }

  #register(fields: Record<string, unknown>): Answer {
    const id = fields["vpc_endpoint_id"];
    const isTaken = this.privateEndpoints.some((one) => one["vpc_endpoint_id"] === id);
    if (isTaken) return problem(409, "ALREADY_EXISTS", `VPC endpoint ${String(id)} is registered already`);
    return { status: 201, body: this.privateEndpoint(fields) };
  }

  #networkAccess(projectId = "", { private_endpoints_only: only }: Record<string, unknown> = {}): Answer {
    if (only === true) this.restricted.add(projectId);
    if (only === false) this.restricted.delete(projectId);
    return {
      status: 200,
      body: { project_id: projectId, private_endpoints_only: this.restricted.has(projectId) },
    };
  }

  #top(
    method: string,
    table: Row[],
    kind: string | undefined,
    id: string | undefined,
    fields: Record<string, unknown>,
  ): Answer {
    if (id === undefined) {
      return { status: 200, body: method === "GET" ? { data: table } : this.project(fields) };
    }
    const row = table.find((one) => one.id === id);
    if (row === undefined) return problem(404, "NOT_FOUND", `no ${kind ?? ""} ${id}`);
    if (method === "GET") return { status: 200, body: row };
    if (method === "PATCH") return { status: 200, body: Object.assign(row, fields) };
    table.splice(table.indexOf(row), 1);
    return { status: 202 };
  }

  #table(kind: string | undefined): Row[] {
    const tables: Record<string, Row[]> = {
      projects: this.projects,
      "api-keys": this.apiKeys,
      "cmek-keys": this.cmekKeys,
      "private-endpoints": this.privateEndpoints,
    };
    return tables[kind ?? ""] ?? [];
  }
}

/** The value of the n-th token that was issued: of no form by which it could be told, unlike a JSON Web Token. */
export function tokenNumber(count: number): string {
  return ["0paque", "access", count].join("-");
}

/** Starts a server for the current test; it is gone when the test is. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  );
  return (server.address() as AddressInfo).port;
}

export async function startPinecone(): Promise<FakePinecone> {
  const listener: { serve: RequestListener } = { serve: () => undefined };
  const port = await listen(
    createServer((request, response) => {
      listener.serve(request, response);
    }),
  );
  const pinecone = new FakePinecone(`http://127.0.0.1:${port}`);
  listener.serve = pinecone.listener;
  return pinecone;
}

function reply(response: ServerResponse, recorded: Recorded, { status, body, text }: Answer): void {
  const type = text === undefined ? "application/json" : "text/plain";
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  recorded.answer = { status, headers: sent === undefined ? {} : { "content-type": type }, body: text ?? body };
  response.writeHead(status, recorded.answer.headers);
  response.end(sent);
}

function added(table: Row[], row: Row): Row {
  table.push(row);
  return row;
}
