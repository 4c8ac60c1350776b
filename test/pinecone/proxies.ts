import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";
import { listen } from "./pinecone";

/** A proxy that forwards http:// requests and tunnels CONNECT, wherever they want to go, to one server of the test. */
export interface TestProxy {
  readonly url: string;
  /** The request lines it was given, and the `Proxy-Authorization` of each. */
  readonly seen: { line: string; authorization: string | undefined }[];
}

/** @param targetPort the port on this machine that everything is sent to; a name such as `api.pinecone.test` needs no DNS then */
export async function startProxy(targetPort: number, refuse?: number): Promise<TestProxy> {
  const seen: TestProxy["seen"] = [];
  const note = ({ method, url, headers }: IncomingMessage): void => {
    seen.push({ line: `${method ?? ""} ${url ?? ""}`, authorization: headers["proxy-authorization"] });
  };
  const server = createServer((incoming, outgoing) => {
    note(incoming);
    if (refuse !== undefined) {
      outgoing.writeHead(refuse).end();
      return;
    }
    const { method, headers } = incoming;
    const { pathname } = new URL(incoming.url ?? "");
    const onward = httpRequest({ port: targetPort, host: "127.0.0.1", method, path: pathname, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  const sockets = new Set<Socket | Duplex>();
  server.on("connect", (incoming: IncomingMessage, client: Duplex) => {
    note(incoming);
    sockets.add(client);
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} Refused\r\n\r\n`);
      return;
    }
    const onward = connect(targetPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.pipe(onward).pipe(client);
    });
    sockets.add(onward);
    for (const socket of [client, onward]) socket.on("error", () => undefined);
  });
  const port = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return { url: `http://127.0.0.1:${port}`, seen };
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Of the certificate, in PEM. */
  readonly path: string;
}

/** A certificate that signs itself, for 127.0.0.1 and these names. The files are gone when the test is. */
export function selfSigned(...names: string[]): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "pinecone-test-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const [keyPath, path] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const alternatives = ["IP:127.0.0.1", ...names.map((name) => `DNS:${name}`)].join(",");
  const options = [
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "1",
    "-subj",
    "/CN=test",
  ];
  execFileSync(
    "openssl",
    ["req", ...options, "-addext", `subjectAltName=${alternatives}`, "-keyout", keyPath, "-out", path],
    {
      stdio: "pipe",
    },
  );
  return { key: readFileSync(keyPath, "utf8"), cert: readFileSync(path, "utf8"), path };
}
