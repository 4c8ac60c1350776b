/** A request that the emulator got. Requests to its control routes are not among them. */
export interface LoggedRequest {
  /** ISO 8601. */
  readonly at: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** The index's host, for a request to the data plane. */
  readonly host?: string;
  /** The `X-Pinecone-Api-Version` header. */
  readonly apiVersion?: string;
  /** Whether it carried an `Authorization` or `Api-Key` header. */
  readonly hasCredentials: boolean;
  /** Names of the fields of the body, sorted. */
  readonly bodyKeys: readonly string[];
  /** The body, secrets blanked. */
  readonly body?: unknown;
  /** The status it was answered with; `null` when it was not (yet) answered. */
  status: number | null;
}

/** Every request, for tests that count. */
export class RequestLog {
  readonly requests: LoggedRequest[] = [];

  add(request: LoggedRequest): LoggedRequest {
    this.requests.push(request);
    return request;
  }

  clear(): void {
    this.requests.length = 0;
  }
}
