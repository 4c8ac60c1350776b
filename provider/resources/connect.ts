import { PineconeClient, type RequestEvent } from "../../pinecone";
import type { Clock } from "../../pinecone/clock";
import { given } from "./plain";
import type { Client } from "./session";
import type { Settings } from "./settings";

/** Pinecone over HTTP. */
export function connectToPinecone(settings: Settings, clock: Clock, debug: (line: string) => void): Client {
  const { apiUrl, tokenUrl, dataPlaneUrl, clientId, clientSecret, apiVersion, maxRetries, proxy, caCertificates } =
    settings;
  return new PineconeClient({
    apiUrl,
    tokenUrl,
    clientId,
    clientSecret,
    maxRetries,
    requestTimeoutMs: settings.requestTimeoutSeconds * 1000,
    clock,
    observe: (event) => {
      debug(requestLine(event));
    },
    ...given({ dataPlaneUrl, apiVersion, proxy, caCertificates }),
  });
}

/** One request in a line, for example `GET /admin/projects: 503 in 41 ms, attempt 2`. An event has no body, no header and no ID. */
function requestLine({ method, path, status, failure, attempt, milliseconds }: RequestEvent): string {
  const outcome = status === undefined ? `${failure ?? "failed"} after` : `${status} in`;
  return `${method} ${path}: ${outcome} ${Math.round(milliseconds)} ms, attempt ${attempt}`;
}
