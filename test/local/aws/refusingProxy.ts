import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A way to an endpoint on which one KMS action meets a refusal. */
export interface RefusingProxy {
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Passes every request on to an endpoint, but answers the KMS action `action` itself: a limit is exceeded.
 *
 * @param met - called before the answer.
 */
export async function startRefusingProxy(
  endpoint: string,
  action: string,
  met: () => void = () => undefined,
): Promise<RefusingProxy> {
  const server = createServer((request, response) => {
    if (request.headers["x-amz-target"] === `TrentService.${action}`) {
      met();
      response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: "LimitExceededException", message: "Too many of them" }));
      return;
    }
    void pass(endpoint, request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function pass(endpoint: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
  const answer = await fetch(new URL(request.url ?? "/", endpoint), {
    method: request.method ?? "POST",
    headers: headers as Record<string, string>,
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
  response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
