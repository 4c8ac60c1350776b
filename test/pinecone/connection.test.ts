import { createServer as createTcpServer } from "node:net";
import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { AbortedError, ConnectionFailedError, RequestTimeoutError } from "../../pinecone";
import { systemClock } from "../../pinecone/clock";
import { clientOf, errorOf } from "./clients";
import { listen, startPinecone } from "./pinecone";

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("a host that can't be reached", () => {
  test("by name is named, with what to check", async () => {
    const { client } = clientOf("https://api.pinecone.invalid");
    const error = await errorOf(client.projects.list());
    expect(error).toBeInstanceOf(ConnectionFailedError);
    expect(error).toMatchObject({ passing: true, maybeExecuted: false });
    expect(error.message).toMatch(/did not get through to api\.pinecone\.invalid: .*(ENOTFOUND|EAI_AGAIN).*Check /);
  });

  test("because nothing listens is named with its port, and a POST to it may be repeated", async () => {
    const port = await closedPort();
    const { client, events } = clientOf(`http://127.0.0.1:${port}`, { maxRetries: 2 });
    const error = await errorOf(client.projects.create({ name: "chat" }));
    expect(error).toBeInstanceOf(ConnectionFailedError);
    expect(error).toMatchObject({ code: "ECONNREFUSED", maybeExecuted: false });
    // A copy: the original's other fields are not ours to show.
    expect(error.cause).toMatchObject({ message: expect.stringContaining("ECONNREFUSED") as string });
    expect(error.cause).not.toHaveProperty("syscall");
    expect(error.message).toMatch(
      new RegExp(`127\\.0\\.0\\.1:${port}: nothing accepts connections there \\(.*ECONNREFUSED`),
    );
    expect(events.map(({ failure }) => failure)).toEqual(Array.from({ length: 3 }, () => "ConnectionFailedError"));
  });

  test("with TLS because it speaks none says so, and is not tried again", async () => {
    const port = await listen(createServer());
    const { client, events } = clientOf(`https://127.0.0.1:${port}`);
    const error = await errorOf(client.projects.list());
    expect(error).toBeInstanceOf(ConnectionFailedError);
    expect(error.message).toMatch(/no trusted TLS connection/);
    expect(events).toHaveLength(1);
  });

  test("when only the API is unreachable, a POST that never left is sent again", async () => {
    const pinecone = await startPinecone();
    const port = await closedPort();
    const { client, events } = clientOf(pinecone.url, { apiUrl: `http://127.0.0.1:${port}`, maxRetries: 1 });
    await expect(client.projects.create({ name: "chat" })).rejects.toThrow(ConnectionFailedError);
    expect(events.map(({ method, path, attempt }) => [method, path, attempt])).toEqual([
      ["POST", "/oauth/token", 1],
      ["POST", "/admin/projects", 1],
      ["POST", "/admin/projects", 2],
    ]);
  });
});

test("silence ends at the time limit, which is told", async () => {
  const pinecone = await startPinecone();
  pinecone.fail("GET", { kind: "hang" });
  const error = await errorOf(clientOf(pinecone.url, { requestTimeoutMs: 150, maxRetries: 0 }).client.projects.list());
  expect(error).toBeInstanceOf(RequestTimeoutError);
  expect(error.message).toMatch(/did not answer GET \/admin\/projects within 0\.15 s \(requestTimeoutMs\)/);
});

test("the time limit is each attempt's own", async () => {
  const pinecone = await startPinecone();
  pinecone.fail("GET", { kind: "hang" }, { kind: "hang" });
  expect(await clientOf(pinecone.url, { requestTimeoutMs: 150 }).client.projects.list()).toEqual([]);
});

describe("a signal", () => {
  test("that is aborted already sends nothing", async () => {
    const pinecone = await startPinecone();
    const { client, events } = clientOf(pinecone.url);
    await expect(client.projects.list({ signal: AbortSignal.abort() })).rejects.toThrow(AbortedError);
    expect(pinecone.requests).toEqual([]);
    expect(events).toEqual([]);
  });

  test("ends a request at once", async () => {
    const pinecone = await startPinecone();
    pinecone.fail("GET", { kind: "hang" });
    const controller = new AbortController();
    const observe = (): void => {
      controller.abort();
    };
    // The token's event comes first: from then on the request for the list is on its way or about to be.
    const error = await errorOf(
      clientOf(pinecone.url, { observe }).client.projects.list({ signal: controller.signal }),
    );
    expect(error).toBeInstanceOf(AbortedError);
    expect(error.message).toMatch(/was cancelled/);
  });

  test("ends a POST under way without looking or sending again, and says that it may have been carried out", async () => {
    const pinecone = await startPinecone();
    const controller = new AbortController();
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects", { kind: "hang", after: true });
    const made = errorOf(client.projects.create({ name: "chat" }, { signal: controller.signal }));
    await expect.poll(() => pinecone.projects.length).toBe(1);
    controller.abort();
    const error = await made;
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ maybeExecuted: true });
    expect(error.message).toMatch(/may have carried it out all the same/);
    expect(pinecone.count()).toBe(2);
  });

  test("ends the wait before the next attempt at once", async () => {
    const pinecone = await startPinecone();
    pinecone.fail("GET", { kind: "answer", status: 429, headers: { "retry-after": "50" } });
    const controller = new AbortController();
    const clock = {
      ...systemClock,
      sleep: (ms: number, signal: AbortSignal): Promise<void> => {
        queueMicrotask(() => {
          controller.abort();
        });
        return systemClock.sleep(ms, signal);
      },
    };
    const { client } = clientOf(pinecone.url, { clock });
    await expect(client.projects.list({ signal: controller.signal })).rejects.toThrow(AbortedError);
    expect(pinecone.count("GET")).toBe(1);
  });

  test("ends the wait for another create of the same name", async () => {
    const pinecone = await startPinecone();
    const controller = new AbortController();
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects", { kind: "hang" });
    const first = errorOf(client.projects.create({ name: "chat" }));
    const second = errorOf(client.projects.create({ name: "chat" }, { signal: controller.signal }));
    controller.abort();
    expect(await second).toBeInstanceOf(AbortedError);
    await client.close();
    expect(await first).toBeInstanceOf(AbortedError);
  });
});

test("closing the client ends what is under way", async () => {
  const pinecone = await startPinecone();
  pinecone.fail("POST /oauth/token", { kind: "hang" });
  const { client } = clientOf(pinecone.url);
  const error = errorOf(client.projects.list());
  await client.close();
  expect(await error).toBeInstanceOf(AbortedError);
  await expect(client.projects.list()).rejects.toThrow(AbortedError);
});

test("the system's clock sleeps as long as told, and not at all when the signal is aborted", async () => {
  const began = performance.now();
  await systemClock.sleep(30, new AbortController().signal);
  expect(performance.now() - began).toBeGreaterThan(25);
  await systemClock.sleep(60_000, AbortSignal.abort());
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(systemClock.random()).toBeLessThan(1);
});
