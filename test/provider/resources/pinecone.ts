/** A small stand-in for Pinecone over HTTP: it keeps what it is told, counts requests, and refuses on order. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Json = Record<string, unknown>;

interface Order {
  readonly match: string;
  readonly status: number;
  readonly error: Json;
  times: number;
}

const codes: Readonly<Record<number, string>> = {
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  412: "FAILED_PRECONDITION",
};

export class Pinecone {
  readonly projects = new Map<string, Json>();
  readonly apiKeys = new Map<string, Json>();
  readonly cmekKeys = new Map<string, Json>();
  /** Project ID → its indexes. */
  readonly indexes = new Map<string, Json[]>();
  /** `POST /admin/projects`, without the token's. */
  readonly requests: string[] = [];
  readonly bodies: Json[] = [];
  tokens = 0;
  /** Told of each request after it has been carried out, and before it is answered. */
  carriedOut: (line: string) => void = () => undefined;
  readonly #orders: Order[] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Refuses the next requests whose `METHOD /path` starts so. */
  refuse(match: string, status: number, message: string, times = 1, details?: Json): void {
    this.#orders.push({ match, status, error: { message, details }, times });
  }

  addProject(fields: Json = {}): string {
    const id = randomUUID();
    this.projects.set(id, {
      id,
      name: "p",
      max_pods: 0,
      force_encryption_with_cmek: true,
      organization_id: "org",
      created_at: "2026-11-21T07:00:00Z",
      ...fields,
    });
    return id;
  }

  addApiKey(projectId: string, fields: Json = {}): string {
    const id = randomUUID();
    this.apiKeys.set(id, {
      id,
      name: "k",
      project_id: projectId,
      roles: ["ProjectEditor"],
      value: `pcsk_${id}`,
      ...fields,
    });
    return id;
  }

  addCmekKey(projectId: string, fields: Json): string {
    const id = randomUUID();
    this.cmekKeys.set(id, {
      id,
      project_id: projectId,
      state: "available",
      created_at: "2026-11-21T07:00:00Z",
      ...fields,
    });
    return id;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = (text === "" ? {} : JSON.parse(text)) as Json;
    const line = `${String(request.method)} ${String(request.url)}`;
    const [status, answer] = this.#answer(line, body, request.headers["api-key"]);
    this.carriedOut(line);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(answer === undefined ? "" : JSON.stringify(answer));
  }

  #answer(line: string, body: Json, apiKey: unknown): [number, unknown?] {
    if (line === "POST /oauth/token") {
      this.tokens += 1;
      return [200, { access_token: `token-${this.tokens}-abcdefgh`, token_type: "Bearer", expires_in: 1800 }];
    }
    this.requests.push(line);
    if (Object.keys(body).length > 0) this.bodies.push(body);
    const order = this.#orders.find(({ match, times }) => line.startsWith(match) && times > 0);
    if (order !== undefined) {
      order.times -= 1;
      return refusal(order.status, order.error);
    }
    const [method = "", path = ""] = line.split(" ");
    const [, , collection = "", id = "", inner = ""] = path.split("/");
    if (path === "/indexes") return this.#listIndexes(apiKey);
    if (inner !== "") return this.#inProject(method, id, inner, body);
    const store = { projects: this.projects, "api-keys": this.apiKeys, "cmek-keys": this.cmekKeys }[collection];
    if (store === undefined) return refusal(404, `no route ${line}`);
    if (id === "")
      return method === "GET"
        ? [200, { data: [...store.values()] }]
        : [200, this.projects.get(this.addProject(wire(body)))];
    const found = store.get(id);
    if (found === undefined) return refusal(404, `${collection} ${id} is not there`);
    if (method === "DELETE") store.delete(id);
    if (method === "PATCH") Object.assign(found, body);
    return method === "DELETE" ? [202] : [200, found];
  }

  #inProject(method: string, projectId: string, collection: string, body: Json): [number, unknown?] {
    if (!this.projects.has(projectId)) return refusal(404, `project ${projectId} is not there`);
    const store = collection === "api-keys" ? this.apiKeys : this.cmekKeys;
    const held = [...store.values()].filter((one) => one["project_id"] === projectId);
    if (method === "GET") return [200, { data: held }];
    if (collection === "api-keys") {
      const { value, ...key } = this.apiKeys.get(this.addApiKey(projectId, body)) ?? {};
      return [201, { key, value }];
    }
    if (held.length > 0) return refusal(409, "the project has a CMEK key");
    return [201, this.cmekKeys.get(this.addCmekKey(projectId, body))];
  }

  #listIndexes(apiKey: unknown): [number, unknown?] {
    const key = [...this.apiKeys.values()].find(({ value }) => value === apiKey);
    if (key === undefined) return refusal(401, "invalid API key");
    return [200, { indexes: this.indexes.get(String(key["project_id"])) ?? [] }];
  }
}

function wire(body: Json): Json {
  return { force_encryption_with_cmek: false, ...body };
}

function refusal(status: number, error: string | Json): [number, unknown] {
  const said = typeof error === "string" ? { message: error } : error;
  return [status, { status, error: { code: codes[status] ?? "UNKNOWN", ...said } }];
}
