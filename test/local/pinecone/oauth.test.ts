import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulator } from "../../../local/emulator";
import { Api, errorOf, VERSION } from "./support";

let api: Api;
beforeAll(async () => {
  api = new Api(await startEmulator());
});
afterAll(() => api.emulator.stop());

const headers = { "x-pinecone-api-version": VERSION };

function request(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    client_id: api.emulator.clientId,
    client_secret: api.emulator.clientSecret,
    grant_type: "client_credentials",
    audience: "https://api.pinecone.io/",
    ...change,
  };
}

async function token(change: Record<string, unknown> = {}) {
  const json = { ...headers, "content-type": "application/json" };
  return api.raw<Record<string, unknown>>("POST", "/oauth/token", json, JSON.stringify(request(change)));
}

describe("a token", () => {
  test("comes for the right credentials, as JSON or as a form", async () => {
    const { status, body } = await token();
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.any(String) as string, token_type: "Bearer", expires_in: 1800 });
    const form = new URLSearchParams(request() as Record<string, string>).toString();
    const type = { ...headers, "content-type": "application/x-www-form-urlencoded" };
    expect((await api.raw("POST", "/oauth/token", type, form)).status).toBe(200);
  });

  test("comes for the new secret alone after a rotation, and for the announced one after a reset", async () => {
    await api.emulator.settings({ clientSecret: "rotated" });
    expect((await token()).status).toBe(401);
    expect((await token({ client_secret: "rotated" })).status).toBe(200);
    await api.emulator.reset();
    expect((await token()).status).toBe(200);
  });

  test.each([
    ["a wrong secret", { client_secret: "wrong" }, 401, "access_denied", /Unauthorized/],
    ["a wrong ID", { client_id: "wrong" }, 401, "access_denied", /Unauthorized/],
    [
      "an audience without its slash",
      { audience: "https://api.pinecone.io" },
      403,
      "access_denied",
      /audience is https:\/\/api\.pinecone\.io\/\./,
    ],
    ["another grant", { grant_type: "password" }, 403, "unauthorized_client", /password/],
    ["a missing field", { client_id: undefined }, 400, "invalid_request", /client_id/],
  ])("is refused for %s", async (_what, change, status, error, description) => {
    const reply = await token(change);
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual({ error, error_description: expect.stringMatching(description) as string });
  });

  test("expires when its life is over, by the emulator's clock", async () => {
    await api.emulator.settings({ tokenLifetimeSeconds: 60 });
    const { body } = await token();
    expect(body["expires_in"]).toBe(60);
    const bearer = { ...headers, authorization: `Bearer ${String(body["access_token"])}` };
    const get = () => api.raw<never>("GET", "/admin/projects", bearer);
    await api.emulator.settings({ clockOffsetSeconds: 58 });
    expect((await get()).status).toBe(200);
    await api.emulator.settings({ clockOffsetSeconds: 61 });
    expect(errorOf(await get())).toBe("401 UNAUTHENTICATED: The access token has expired.");
    await api.emulator.settings({ clockOffsetSeconds: 0, tokenLifetimeSeconds: 1800 });
  });

  test("can be revoked on order", async () => {
    const bearer = { ...headers, authorization: `Bearer ${(await api.newToken()).access_token}` };
    expect((await api.raw("GET", "/admin/projects", bearer)).status).toBe(200);
    await api.emulator.revokeTokens();
    expect(errorOf(await api.raw("GET", "/admin/projects", bearer))).toBe("401 UNAUTHENTICATED: Invalid access token.");
  });
});

test("the Admin API needs a token and the version header", async () => {
  const bearer = `Bearer ${(await api.newToken()).access_token}`;
  expect(errorOf(await api.raw("GET", "/admin/projects", headers))).toMatch(/^401 UNAUTHENTICATED: .*no bearer token/);
  expect(errorOf(await api.raw("GET", "/admin/projects", { authorization: bearer }))).toMatch(
    /^400 INVALID_ARGUMENT: .*X-Pinecone-Api-Version header is missing/,
  );
});
