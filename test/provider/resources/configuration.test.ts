import { describe, expect, test } from "vitest";
import { pineconeSecurity } from "../../../provider/resources/plugin";
import type { Client } from "../../../provider/resources/session";
import type { Settings } from "../../../provider/resources/settings";
import { isSecret, type PropertyMap, Secret, UNKNOWN } from "../../../provider/rpc/values";
import { CREDENTIALS, matching } from "./testbed";

const context = { signal: new AbortController().signal, log: () => undefined, status: () => undefined };

function plugin(environment: Record<string, string> = {}) {
  const seen: Settings[] = [];
  const provider = pineconeSecurity({
    version: "0.0.1",
    schema: () => "{}",
    environment,
    connect: async (settings) => {
      seen.push(settings);
      return {
        projects: {
          create: async () => ({ id: "p", name: "n", maxPods: 0, forceEncryptionWithCmek: false, organizationId: "o" }),
        },
      } as unknown as Client;
    },
  });
  return {
    checkConfig: (news: PropertyMap) => provider.checkConfig({ ...context, news }),
    configure: async (inputs: PropertyMap): Promise<Settings> => {
      await provider.configure({ ...context, inputs });
      const type = "pinecone-security:index:Project";
      await provider.resources[type]!.create({
        ...context,
        urn: "u",
        type,
        name: "n",
        inputs: { name: "n" },
        preview: false,
        timeoutSeconds: 0,
      });
      return seen[0]!;
    },
  };
}

const wrong: readonly [claim: string, inputs: PropertyMap, property: string, reason: RegExp][] = [
  [
    "a URL that is none",
    { apiUrl: "api.pinecone.io" },
    "apiUrl",
    /must be an http or https URL; got "api.pinecone.io"/,
  ],
  ["a URL of another protocol", { tokenUrl: "ftp://x" }, "tokenUrl", /must be an http or https URL/],
  ["a host for the data plane's URL", { dataPlaneUrl: "docs.svc" }, "dataPlaneUrl", /must be an http or https URL/],
  ["a binding nobody knows", { binding: "auto" }, "binding", /must be one of "console", "api"; got "auto"/],
  ["confirmed that is no JSON", { confirmed: "yes" }, "confirmed", /must be a map; got "yes"/],
  ["confirmed with a value that is no text", { confirmed: '{"a":true}' }, "confirmed.a", /must be a string; got true/],
  ["a version that is none", { apiVersion: "latest" }, "apiVersion", /a year and a month; got "latest"/],
  ["a time limit that is none", { requestTimeoutSeconds: "0" }, "requestTimeoutSeconds", /must be more than 0; got 0/],
  ["too many retries", { maxRetries: "99" }, "maxRetries", /must be at most 10; got 99/],
  [
    "a misspelt name",
    { clientID: "x" },
    "clientID",
    /is no property of the provider's configuration\. Did you mean "clientId"\?/,
  ],
];

describe("the provider's configuration", () => {
  test("missing credentials are told with where they are found and how they are given", async () => {
    const { failures } = await plugin().checkConfig({});
    expect(failures.map(({ property }) => property)).toEqual(["clientId", "clientSecret"]);
    expect(failures[1]!.reason).toMatch(
      /Service accounts.*PINECONE_CLIENT_SECRET.*pulumi config set --secret pinecone-security:clientSecret/,
    );
    await expect(plugin().configure({})).rejects.toThrow(/clientId is missing[^]*clientSecret is missing/);
  });

  test.each(wrong)("%s is told (%s)", async (_claim, inputs, property, reason) => {
    const { failures } = await plugin().checkConfig({ ...CREDENTIALS, ...inputs });
    expect(failures).toEqual([{ property, reason: matching(reason) }]);
    await expect(plugin().configure({ ...CREDENTIALS, ...inputs })).rejects.toThrow(reason);
  });

  test("a wrong variable of the environment is told with its name", async () => {
    const bed = plugin({ PINECONE_CONTROLLER_HOST: "nowhere" });
    const { failures } = await bed.checkConfig({ ...CREDENTIALS });
    expect(failures).toEqual([{ property: "apiUrl", reason: matching(/http or https URL.*PINECONE_CONTROLLER_HOST/) }]);
  });

  test("credentials of the environment are used and never returned", async () => {
    const environment = {
      PINECONE_CLIENT_ID: "from-env",
      PINECONE_CLIENT_SECRET: "secret-from-env",
      PINECONE_API_KEY: "",
    };
    expect(await plugin(environment).checkConfig({})).toEqual({ inputs: {}, failures: [] });
    expect(await plugin(environment).configure({})).toMatchObject({
      clientId: "from-env",
      clientSecret: "secret-from-env",
      apiKey: undefined,
    });
    expect((await plugin(environment).configure({ clientId: "configured" })).clientId).toBe("configured");
    const emulated = { ...environment, PINECONE_DATA_PLANE_URL: "http://127.0.0.1:1" };
    expect((await plugin(emulated).configure({})).dataPlaneUrl).toBe("http://127.0.0.1:1");
  });

  test("a client secret that is configured in plain text is a secret from here on", async () => {
    const { inputs } = await plugin().checkConfig({ ...CREDENTIALS });
    expect(Object.entries(inputs).map(([name, value]) => [name, isSecret(value)])).toEqual([
      ["clientId", false],
      ["clientSecret", true],
    ]);
  });

  test("a wrong secret is not shown", async () => {
    const { failures } = await plugin().checkConfig({ clientId: "c", clientSecret: ["hidden-hidden"] });
    expect(JSON.stringify(failures)).not.toContain("hidden-hidden");
    expect(failures).toHaveLength(1);
  });

  test("what is not known yet is neither missing nor wrong", async () => {
    expect(
      (await plugin().checkConfig({ clientId: UNKNOWN, clientSecret: new Secret(UNKNOWN), apiUrl: UNKNOWN })).failures,
    ).toEqual([]);
  });

  test("the defaults, and every field as the engine hands it over", async () => {
    expect(await plugin().configure({ ...CREDENTIALS, version: "0.0.1" })).toEqual({
      ...CREDENTIALS,
      apiKey: undefined,
      apiUrl: "https://api.pinecone.io",
      tokenUrl: "https://login.pinecone.io/oauth/token",
      dataPlaneUrl: undefined,
      apiVersion: undefined,
      binding: "console",
      confirmed: {},
      requestTimeoutSeconds: 30,
      maxRetries: 4,
      proxy: undefined,
      caCertificates: undefined,
      temporaryKeys: true,
    });
    const texts = {
      confirmed: '{"a":"ff"}',
      requestTimeoutSeconds: "5",
      maxRetries: "0",
      temporaryKeys: "false",
      binding: "api",
    };
    const values = {
      confirmed: { a: "ff" },
      requestTimeoutSeconds: 5,
      maxRetries: 0,
      temporaryKeys: false,
      binding: "api",
    };
    expect(await plugin().configure({ ...CREDENTIALS, ...texts })).toMatchObject(values);
    expect(await plugin().configure({ ...CREDENTIALS, ...values })).toMatchObject(values);
  });

  test("a resource before the configuration is an error in words", async () => {
    const provider = pineconeSecurity({ version: "0.0.1", schema: () => "{}" });
    const type = "pinecone-security:index:Project";
    const request = { ...context, urn: "u", type, name: "n", olds: undefined, news: {}, randomSeed: new Uint8Array() };
    await expect(provider.resources[type]!.check(request)).rejects.toThrow(/not configured yet/);
  });
});
