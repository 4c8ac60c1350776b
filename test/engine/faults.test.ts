import { createServer } from "node:https";
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { ApiKey, CmekBinding, Project } from "../../sdk";
import { selfSigned, startProxy } from "../pinecone/proxies";
import { listen } from "../pinecone/pinecone";
import { failure, useCloud } from "./harness";
import { apiBinding as config, roleAndKey, type RoleAndKey } from "./programs";

const cloud = useCloud();

/** One of each that Pinecone makes. */
const oneOfEach = (parts: RoleAndKey) => async () => {
  const project = new Project("search", { name: "search", forceEncryptionWithCmek: true });
  const binding = new CmekBinding("search-binding", { projectId: project.id, name: "search", ...parts });
  const key = new ApiKey("reader", { projectId: project.id, name: "reader" });
  return { projectId: project.id, cmekKeyId: binding.cmekKeyId, apiKeyId: key.id, apiKey: key.value };
};

const routes = ["/admin/projects", "/admin/projects/*/cmek-keys", "/admin/projects/*/api-keys"];

async function exchanges(method: string, path: RegExp): Promise<(number | null)[]> {
  const requests = await cloud.pinecone.requests();
  return requests.filter((one) => one.method === method && path.test(one.path)).map(({ status }) => status);
}

describe("the answer to a create that is lost", () => {
  test.each([
    ["after", true],
    ["before", false],
  ])(
    "%s Pinecone made the thing leaves one of each, in the state too, and an API key that works",
    async (_, commit) => {
      const stack = await cloud.stack(oneOfEach(await roleAndKey(cloud)), { config });
      for (const path of routes) await cloud.pinecone.fault({ method: "POST", path, effect: { kind: "cut", commit } });
      const { outputs } = await stack.up();

      expect(await cloud.pinecone.pendingFaults()).toEqual([]);
      const { projects, cmekKeys, apiKeys } = await cloud.pinecone.snapshot();
      expect(projects.map(({ id }) => id)).toEqual([outputs["projectId"]?.value]);
      expect(cmekKeys.map(({ id }) => id)).toEqual([outputs["cmekKeyId"]?.value]);
      expect(apiKeys.map(({ key }) => key.id)).toEqual([outputs["apiKeyId"]?.value]);
      const answer = await fetch(`${cloud.pinecone.url}/indexes`, {
        headers: { "Api-Key": String(outputs["apiKey"]?.value), "X-Pinecone-Api-Version": "2026-07" },
      });
      expect(answer.status).toBe(200);
      expect((await stack.preview()).steps).toEqual({});
    },
  );

  test("of an API key in a project from before names the key that may be it, and makes no second one", async () => {
    const project = () => new Project("search", { name: "search" });
    const stack = await cloud.stack(async () => {
      project();
    });
    await stack.up();
    stack.program = async () => {
      new ApiKey("reader", { projectId: project().id, name: "reader" });
    };
    await cloud.pinecone.fault({ method: "POST", path: routes[2], effect: { kind: "cut", commit: true } });
    const message = await failure(stack.up());

    const { apiKeys } = await cloud.pinecone.snapshot();
    expect(apiKeys).toHaveLength(1);
    expect(message).toContain(apiKeys[0]?.key.id);
    expect(message).toContain("delete it or import it, then run again");
  });
});

test("the answer to a delete that is lost ends in everything being gone", async () => {
  const stack = await cloud.stack(oneOfEach(await roleAndKey(cloud)), { config });
  await stack.up();
  for (const path of ["/admin/projects/*", "/admin/cmek-keys/*", "/admin/api-keys/*"])
    await cloud.pinecone.fault({ method: "DELETE", path, effect: { kind: "cut", commit: true } });
  await stack.destroy();
  expect(await cloud.pinecone.pendingFaults()).toEqual([]);
  expect(await cloud.pinecone.snapshot()).toMatchObject({ projects: [], cmekKeys: [], apiKeys: [] });
  expect(stack.resources()).toEqual([]);
});

test("answers with 429 and 503 are ridden out, and Retry-After is obeyed", async () => {
  const stack = await cloud.stack(async () => {
    new Project("search", { name: "search" });
  });
  const busy = { kind: "status", status: 503 } as const;
  await cloud.pinecone.fault({ path: "/oauth/token", times: 2, effect: busy });
  await cloud.pinecone.fault({
    method: "POST",
    path: routes[0],
    effect: { kind: "status", status: 429, retryAfterSeconds: 2 },
  });
  await cloud.pinecone.fault({ method: "POST", path: routes[0], effect: busy });
  await stack.up();

  expect(await exchanges("POST", /token$/)).toEqual([503, 503, 200]);
  expect(await exchanges("POST", /projects$/)).toEqual([429, 503, 200]);
  const [asked = 0, again = 0] = (await cloud.pinecone.requests())
    .filter(({ method, path }) => method === "POST" && path === routes[0])
    .map(({ at }) => Date.parse(at));
  expect(again - asked).toBeGreaterThanOrEqual(1_990);
  expect((await cloud.pinecone.snapshot()).projects).toHaveLength(1);
});

describe("an HTTP proxy", () => {
  const program = async () => {
    new Project("search", { name: "search" });
  };
  const port = () => Number(new URL(cloud.pinecone.url).port);

  test("of the provider's configuration is what all requests go through", async () => {
    const proxy = await startProxy(port());
    const stack = await cloud.stack(program, { config: { "pinecone-security:proxy": proxy.url } });
    await stack.up();
    expect(proxy.seen.map(({ line }) => line)).toEqual([
      `POST ${cloud.pinecone.tokenUrl}`,
      `POST ${cloud.pinecone.url}/admin/projects`,
    ]);
    expect((await cloud.pinecone.snapshot()).projects).toHaveLength(1);
  });

  test("of HTTP_PROXY is what requests to http:// go through", async () => {
    const proxy = await startProxy(port());
    const stack = await cloud.stack(program, { env: { HTTP_PROXY: proxy.url } });
    await stack.up();
    expect(proxy.seen).toHaveLength(2);
    expect((await cloud.pinecone.snapshot()).projects).toHaveLength(1);
  });

  test("of HTTPS_PROXY is what requests to https:// are tunnelled through, with a CA of one's own", async () => {
    const certificate = selfSigned("api.pinecone.test");
    const proxy = await startProxy(await startTls(certificate));
    const env = {
      HTTPS_PROXY: proxy.url,
      PINECONE_CONTROLLER_HOST: "https://api.pinecone.test",
      PINECONE_TOKEN_URL: "https://api.pinecone.test/oauth/token",
    };
    const stack = await cloud.stack(program, { env, config: { "pinecone-security:caCertificates": certificate.path } });
    await stack.up();
    expect(new Set(proxy.seen.map(({ line }) => line))).toEqual(new Set(["CONNECT api.pinecone.test:443"]));
    expect((await cloud.pinecone.snapshot()).projects).toHaveLength(1);
  });

  /** TLS in front of the emulator. */
  async function startTls({ key, cert }: { readonly key: string; readonly cert: string }): Promise<number> {
    return listen(
      createServer({ key, cert }, (incoming, outgoing) => {
        const { method, url, headers } = incoming;
        const onward = request({ port: port(), host: "127.0.0.1", method, path: url, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        });
        incoming.pipe(onward);
      }),
    );
  }
});
