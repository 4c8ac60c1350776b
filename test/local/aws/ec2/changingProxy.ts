import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A way to an endpoint on which one action of EC2 is answered otherwise. */
export interface ChangingProxy {
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Passes every request on to an endpoint.
 *
 * @param change - what becomes of the answers, as XML, to the action `action`; `refused` keeps its requests from the endpoint.
 */
export async function startChangingProxy(
  endpoint: string,
  action: string,
  change: "refused" | ((answer: string) => string),
): Promise<ChangingProxy> {
  const answerTo = async (request: IncomingMessage): Promise<{ status: number; text: string }> => {
    const body = await bodyOf(request);
    if (new URLSearchParams(body).get("Action") !== action) {
      return passedOn(endpoint, request, body);
    }
    if (change === "refused") {
      return { status: 403, text: REFUSAL };
    }
    const { status, text } = await passedOn(endpoint, request, body);
    return { status, text: change(text) };
  };
  const server = createServer((request, response) => {
    void answerTo(request).then(({ status, text }) => {
      response.writeHead(status, { "content-type": "text/xml" });
      response.end(text);
    });
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

const REFUSAL = `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You may not.</Message></Error></Errors><RequestID>r1</RequestID></Response>`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

async function passedOn(endpoint: string, request: IncomingMessage, body: string) {
  const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
  const answer = await fetch(new URL(request.url ?? "/", endpoint), {
    method: "POST",
    headers: headers as Record<string, string>,
    body,
  });
  return { status: answer.status, text: await answer.text() };
}
