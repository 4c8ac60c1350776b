import { describe, expect, test } from "vitest";
import { AnswerLostError } from "../../pinecone";
import { clientOf, errorOf } from "./clients";
import { lostAfter } from "./faults";
import { secrets, startPinecone } from "./pinecone";

describe("an API key", () => {
  const post = "POST /admin/projects/p/api-keys";
  const foreign = { name: "ci", project_id: "p" };

  test.each(lostAfter)(
    "whose value was lost is deleted and made again, in a project of our own: %s",
    async (_what, fault) => {
      const pinecone = await startPinecone();
      const { client } = clientOf(pinecone.url);
      pinecone.fail(post, fault);
      const made = await client.apiKeys.create("p", { name: "ci" }, { ownedProject: true });
      expect(made.value).toBe(secrets.apiKeyValue);
      expect(pinecone.apiKeys.map(({ id }) => id)).toEqual([made.key.id]);
      expect(pinecone.count(post)).toBe(2);
      expect(pinecone.count("DELETE /admin/api-keys/")).toBe(1);
    },
  );

  test("whose value was lost is told by the IDs that were there before", async () => {
    const pinecone = await startPinecone();
    const before = pinecone.apiKey(foreign);
    const { client } = clientOf(pinecone.url);
    pinecone.fail(post, { kind: "cut", after: true });
    const made = await client.apiKeys.create("p", { name: "ci" }, { knownIds: new Set([before.id]) });
    expect(pinecone.apiKeys.map(({ id }) => id)).toEqual([before.id, made.key.id]);
  });

  test.each([
    ["nothing tells it from somebody else's", {}, {}, /It may be somebody else's/],
    ["it has other roles than were sent", { ownedProject: true }, { roles: ["DataPlaneViewer"] }, /with other roles/],
  ])("is never deleted when %s", async (_why, options, row, message) => {
    const pinecone = await startPinecone();
    const other = pinecone.apiKey({ ...foreign, ...row });
    const { client } = clientOf(pinecone.url);
    pinecone.fail(post, { kind: "cut" });
    const error = await errorOf(client.apiKeys.create("p", { name: "ci" }, options));
    expect(error).toBeInstanceOf(AnswerLostError);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(new RegExp(`Look at ${other.id} .*delete it or import it, then run again`));
    expect(error).toMatchObject({ candidates: [other.id] });
    expect(pinecone.count("DELETE")).toBe(0);
    expect(pinecone.count(post)).toBe(1);
  });

  test("is never deleted when two could be it", async () => {
    const pinecone = await startPinecone();
    pinecone.apiKey(foreign);
    const { client } = clientOf(pinecone.url);
    pinecone.fail(post, { kind: "cut", after: true });
    await expect(client.apiKeys.create("p", { name: "ci" }, { ownedProject: true })).rejects.toThrow(
      /2 keys bear the name/,
    );
    expect(pinecone.apiKeys).toHaveLength(2);
  });

  test("that this client made earlier is not taken for the lost one", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    const first = await client.apiKeys.create("p", { name: "ci" });
    pinecone.fail(post, { kind: "cut", after: true });
    const second = await client.apiKeys.create("p", { name: "ci" }, { ownedProject: true });
    expect(pinecone.apiKeys.map(({ id }) => id)).toEqual([first.key.id, second.key.id]);
  });

  test("that certainly was not made is made by a second request, without any evidence", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail(post, { kind: "cut" });
    expect((await client.apiKeys.create("p", { name: "ci" })).value).toBe(secrets.apiKeyValue);
    expect(pinecone.apiKeys).toHaveLength(1);
  });

  test("whose value was lost twice leaves no live key behind", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail(post, { kind: "cut", after: true }, { kind: "cut", after: true });
    await expect(client.apiKeys.create("p", { name: "ci" }, { ownedProject: true })).rejects.toThrow(/lost twice/);
    expect(pinecone.apiKeys).toEqual([]);
  });
});
