import { request } from "undici";
import { expect, onTestFinished } from "vitest";
import type { Emulator } from "../../../local/emulator";
import type { ApiKey, ApiKeyRole } from "../../../local/pinecone/apiKeys";
import type { CmekKey } from "../../../local/pinecone/cmekKeys";
import type { Project } from "../../../local/pinecone/projects";
import { loadValidator } from "../../openapi/validator";

/** An answer of the emulator, its body parsed. */
export interface Reply<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface ErrorBody {
  readonly status: number;
  readonly error: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> };
}

export const VERSION = "2026-07";

const STATS = "/describe_index_stats";

const validator = loadValidator(["admin", "oauth", "preview"]);

/** Speaks to an emulator over HTTP, and holds every answer against the official OpenAPI files and the preview one. */
export class Api {
  private token: string | undefined;

  constructor(readonly emulator: Emulator) {}

  /** A request with nothing added to it. */
  async raw<Body>(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Reply<Body>> {
    const response = await fetch(`${this.emulator.url}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const parsed = (text === "" ? undefined : JSON.parse(text)) as Body;
    const wire = { status: response.status, headers: Object.fromEntries(response.headers), body: parsed };
    // The official file for indexes is of an older version than the emulator's; of theirs only the errors are held against a file.
    const as = path.startsWith("/indexes") ? { method: "GET", path: "/admin/projects" } : { method, path };
    if (!path.startsWith("/indexes") || response.status >= 400) {
      expect(validator.validateResponse(as, wire), `${method} ${path} ${text}`).toEqual([]);
    }
    return { status: response.status, headers: response.headers, body: parsed };
  }

  /** Back to the start; a token from before is not valid any more. */
  async reset(): Promise<void> {
    await this.emulator.reset();
    this.token = undefined;
  }

  async newToken(): Promise<{ access_token: string; token_type: string; expires_in: number }> {
    const { clientId, clientSecret } = this.emulator;
    const { body } = await this.raw<{ access_token: string; token_type: string; expires_in: number }>(
      "POST",
      "/oauth/token",
      { "content-type": "application/json", "x-pinecone-api-version": VERSION },
      JSON.stringify({
        client_id: clientId,
        client_secret: clientSecret,
        grant_type: "client_credentials",
        audience: "https://api.pinecone.io/",
      }),
    );
    return body;
  }

  /** A request of the Admin API, as the service account. */
  async admin<Body = ErrorBody>(method: string, path: string, body?: unknown): Promise<Reply<Body>> {
    this.token ??= (await this.newToken()).access_token;
    const headers = {
      authorization: `Bearer ${this.token}`,
      "x-pinecone-api-version": VERSION,
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    return this.raw<Body>(method, path, headers, body === undefined ? undefined : JSON.stringify(body));
  }

  /** A request to an index's host: to the emulator, with that host in the `Host` header. Its text is as it came. */
  async door(host: string, headers: Record<string, string>, method = "GET", path = STATS): Promise<Reply<string>> {
    const {
      statusCode,
      headers: sent,
      body,
    } = await request(`${this.emulator.url}${path}`, {
      method: method as "GET",
      headers: { host, ...headers },
    });
    const type = String(sent["content-type"]);
    return { status: statusCode, headers: new Headers({ "content-type": type }), body: await body.text() };
  }

  /** A request of the control plane, with a project's API key. */
  async indexes<Body = ErrorBody>(apiKey: string, method: string, path: string, body?: unknown): Promise<Reply<Body>> {
    const headers = {
      "api-key": apiKey,
      "x-pinecone-api-version": VERSION,
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    return this.raw<Body>(method, path, headers, body === undefined ? undefined : JSON.stringify(body));
  }

  async project(request: Record<string, unknown> = {}): Promise<Project> {
    const { status, body } = await this.admin<Project>("POST", "/admin/projects", { name: "chatbot", ...request });
    expect(status).toBe(200);
    return body;
  }

  async apiKey(projectId: string, roles?: readonly ApiKeyRole[]): Promise<{ key: ApiKey; value: string }> {
    const path = `/admin/projects/${projectId}/api-keys`;
    const { status, body } = await this.admin<{ key: ApiKey; value: string }>("POST", path, { name: "ci", roles });
    expect(status).toBe(201);
    return body;
  }

  async bind(projectId: string, request: Record<string, unknown>): Promise<Reply<CmekKey & ErrorBody>> {
    return this.admin("POST", `/admin/projects/${projectId}/cmek-keys`, { name: "main", ...request });
  }

  async cmekKey(id: string): Promise<CmekKey> {
    return (await this.admin<CmekKey>("GET", `/admin/cmek-keys/${id}`)).body;
  }
}

/** Starts a thing for one test. */
export async function forThisTest<Thing extends { stop(): Promise<void> }>(started: Promise<Thing>): Promise<Thing> {
  const thing = await started;
  onTestFinished(() => thing.stop());
  return thing;
}

/** The code and message of an error, as one line to compare. */
export function errorOf({ body }: Reply<ErrorBody>): string {
  return `${String(body.status)} ${body.error.code}: ${body.error.message}`;
}
