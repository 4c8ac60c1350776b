/** A small stand-in for Pinecone over HTTP: it keeps what it is told, counts requests, and refuses on order. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerIndexes, type IndexTurns } from "./controlPlane";

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
  readonly privateEndpoints = new Map<string, Json>();
  /** What each next look at a single Private Endpoint finds changed, for example `{ state: "rejected" }`. */
  readonly turns: Json[] = [];
  /** How many looks at a Private Endpoint that was deleted still show it as `deleting`. */
  deletingLooks = 0;
  /** The IDs of VPC-only projects. */
  readonly restricted = new Set<string>();
  /** Whether the VPC-only switch can't be turned, although Pinecone takes the request. */
  isSwitchStuck = false;
  /** Project ID → its indexes. */
  readonly indexes = new Map<string, Json[]>();
  readonly indexTurns: IndexTurns = { states: [], deletingLooks: 0 };
  /** `POST /admin/projects`, without the token's. */
  readonly requests: string[] = [];
  readonly bodies: Json[] = [];
  tokens = 0;
  /** Told of each request after it has been carried out, and before it is answered. */
  carriedOut: (line: string) => void = () => undefined;
  readonly #orders: Order[] = [];
  readonly #losses: string[] = [];
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

  /** Carries out the next request whose `METHOD /path` starts so, and cuts its connection instead of answering. */
  loseAnswer(match: string): void {
    this.#losses.push(match);
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

  addPrivateEndpoint(projectId: string, fields: Json): string {
    const id = randomUUID();
    this.privateEndpoints.set(id, {
      id,
      project_id: projectId,
      name: fields["vpc_endpoint_id"],
      cloud: "aws",
      region: "us-east-1",
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
    const [status, answer] = this.#answer(line, body, request.headers);
    this.carriedOut(line);
    const lost = this.#losses.findIndex((match) => line.startsWith(match));
    if (lost >= 0) {
      this.#losses.splice(lost, 1);
      response.destroy();
      return;
    }
    response.writeHead(status, { "content-type": typeof answer === "string" ? "text/plain" : "application/json" });
    response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
  }

  #answer(line: string, body: Json, { host, "api-key": apiKey }: IncomingHttpHeaders): [number, unknown?] {
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
    if (path === "/describe_index_stats") return this.#atTheDoor(String(host), apiKey);
    if (path.startsWith("/indexes")) return this.#inControlPlane(line, body, apiKey);
    if (inner !== "") return this.#inProject(method, id, inner, body);
    if (collection === "private-endpoints") return this.#privateEndpoint(method, id, body);
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
    if (collection === "private-endpoints") return this.#privateEndpointsOf(method, projectId, body);
    if (collection === "network-access") return this.#networkAccess(method, projectId, body);
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

  #privateEndpointsOf(method: string, projectId: string, body: Json): [number, unknown?] {
    const all = [...this.privateEndpoints.values()];
    if (method === "GET") return [200, { data: all.filter((one) => one["project_id"] === projectId) }];
    const { vpc_endpoint_id: sent } = body;
    if (all.some((one) => one["vpc_endpoint_id"] === sent)) return refusal(409, `${String(sent)} is registered`);
    return [201, this.privateEndpoints.get(this.addPrivateEndpoint(projectId, { state: "pending", ...body }))];
  }

  #privateEndpoint(method: string, id: string, body: Json): [number, unknown?] {
    const found = this.privateEndpoints.get(id);
    if (found === undefined) return refusal(404, `private endpoint ${id} is not there`);
    if (method === "DELETE") {
      found["state"] = "deleting";
      if (this.deletingLooks === 0) this.privateEndpoints.delete(id);
      return [202];
    }
    if (method === "PATCH") Object.assign(found, body);
    else if (found["state"] !== "deleting") Object.assign(found, this.turns.shift());
    else if (this.deletingLooks > 0) this.deletingLooks -= 1;
    else {
      this.privateEndpoints.delete(id);
      return refusal(404, `private endpoint ${id} is not there`);
    }
    return [200, found];
  }

  #networkAccess(method: string, projectId: string, body: Json): [number, unknown] {
    if (method === "PATCH" && !this.isSwitchStuck)
      this.restricted[body["private_endpoints_only"] === true ? "add" : "delete"](projectId);
    return [200, { project_id: projectId, private_endpoints_only: this.restricted.has(projectId) }];
  }

  /** The data plane, at the public host of an index. */
  #atTheDoor(host: string, apiKey: unknown): [number, unknown] {
    const [projectId] = [...this.indexes].find(([, held]) => held.some((one) => one["host"] === host)) ?? [""];
    const key = [...this.apiKeys.values()].find(({ value }) => value === apiKey);
    if (key?.["project_id"] !== projectId || this.restricted.has(projectId)) return [401, "Unauthorized"];
    return [200, { namespaces: {}, dimension: 8, indexFullness: 0, totalVectorCount: 0 }];
  }

  #inControlPlane(line: string, body: Json, apiKey: unknown): [number, unknown?] {
    const key = [...this.apiKeys.values()].find(({ value }) => value === apiKey);
    if (key === undefined) return refusal(401, "invalid API key");
    const projectId = String(key["project_id"]);
    const held = this.indexes.get(projectId) ?? [];
    this.indexes.set(projectId, held);
    const [status, answer] = answerIndexes(line, body, held, this.indexTurns);
    return typeof answer === "string" ? refusal(status, answer) : [status, answer];
  }
}

function wire(body: Json): Json {
  return { force_encryption_with_cmek: false, ...body };
}

function refusal(status: number, error: string | Json): [number, unknown] {
  const said = typeof error === "string" ? { message: error } : error;
  return [status, { status, error: { code: codes[status] ?? "UNKNOWN", ...said } }];
}
