import { describe, expect, test } from "vitest";
import { API_VERSION, InvalidOptionError } from "../../pinecone";
import { settingsOf } from "../../pinecone/options";

const options = {
  apiUrl: "https://api.pinecone.io",
  tokenUrl: "https://login.pinecone.io/oauth/token",
  clientId: "a",
  clientSecret: "b",
};

test("what is left out has its default", () => {
  expect(settingsOf(options)).toMatchObject({
    apiVersion: API_VERSION,
    requestTimeoutMs: 30_000,
    maxRetries: 4,
    userAgent: "pulumi-pinecone-security",
  });
});

describe("an option that can't be used is refused with its value and what to give instead", () => {
  test.each([
    [
      "apiUrl",
      { apiUrl: "api.pinecone.io" },
      'apiUrl is "api.pinecone.io". Give a URL such as https://api.pinecone.io.',
    ],
    ["apiUrl", { apiUrl: "" }, 'apiUrl is "". Give a URL such as https://api.pinecone.io.'],
    [
      "tokenUrl",
      { tokenUrl: "file:///etc/passwd" },
      'tokenUrl is "file:///etc/passwd". Give a URL such as https://login.pinecone.io/oauth/token.',
    ],
    [
      "apiUrl",
      { apiUrl: "https://a@b" },
      "apiUrl has credentials, a query or a fragment in it. Give a plain URL such as https://api.pinecone.io.",
    ],
    [
      "dataPlaneUrl",
      { dataPlaneUrl: "tunnel" },
      'dataPlaneUrl is "tunnel". Give a URL such as https://tunnel.example.com.',
    ],
    ["requestTimeoutMs", { requestTimeoutMs: 0 }, "requestTimeoutMs is 0. Give a number above 0."],
    ["requestTimeoutMs", { requestTimeoutMs: Number.NaN }, "requestTimeoutMs is NaN. Give a number above 0."],
    ["maxRetries", { maxRetries: -1 }, "maxRetries is -1. Give a whole number, 0 or more."],
    ["maxRetries", { maxRetries: 1.5 }, "maxRetries is 1.5. Give a whole number, 0 or more."],
  ])("%s: %j", (option, wrong, message) => {
    expect(() => settingsOf({ ...options, ...wrong })).toThrow(new InvalidOptionError(option as "apiUrl", message));
  });
});
