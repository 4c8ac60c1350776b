import { describe, expect, test } from "vitest";
import { AnswerLostError, ServerError } from "../../pinecone";
import { clientOf, errorOf } from "./clients";
import { lostAfter, lostBefore } from "./faults";
import { startPinecone } from "./pinecone";

const hourAgo = new Date(Date.now() - 3_600_000).toISOString();

describe("a project", () => {
  test.each(lostAfter)("that was made is adopted, not made again: %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    pinecone.project({ created_at: hourAgo });
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects", fault);
    const made = await client.projects.create({ name: "chat", forceEncryptionWithCmek: true });
    expect(made).toMatchObject({ id: pinecone.projects[1]?.id, forceEncryptionWithCmek: true });
    expect(pinecone.count("POST /admin/projects")).toBe(1);
    expect(pinecone.projects).toHaveLength(2);
  });

  test("that was made while the client stopped waiting is adopted", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url, { requestTimeoutMs: 300 });
    pinecone.fail("POST /admin/projects", { kind: "hang", after: true });
    const made = await client.projects.create({ name: "chat" });
    expect(made.id).toBe(pinecone.projects[0]?.id);
    expect(pinecone.projects).toHaveLength(1);
  });

  test.each(lostBefore)("that was not made is looked for several times, then made: %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    pinecone.project({ created_at: hourAgo });
    const { client, clock } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects", fault);
    const made = await client.projects.create({ name: "chat" });
    expect(made.id).toBe(pinecone.projects[1]?.id);
    expect(pinecone.count("POST /admin/projects")).toBe(2);
    expect(pinecone.count("GET /admin/projects")).toBe(4);
    expect(clock.sleeps).toEqual([1000, 2000, 4000]);
  });

  test("that turns up late is adopted", async () => {
    const pinecone = await startPinecone();
    const { client, clock } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects", { kind: "cut" });
    const slept = clock.sleep.bind(clock);
    clock.sleep = async (ms) => {
      await slept(ms);
      if (ms === 2000) pinecone.project({ created_at: new Date(clock.now()).toISOString() });
    };
    expect((await client.projects.create({ name: "chat" })).id).toBe(pinecone.projects[0]?.id);
    expect(pinecone.count("POST /admin/projects")).toBe(1);
  });

  test("is never sent a third time", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects", { kind: "cut" }, { kind: "cut" });
    const error = await errorOf(client.projects.create({ name: "chat" }));
    expect(error).toBeInstanceOf(AnswerLostError);
    expect(error.message).toMatch(/project "chat" was lost twice .*Look for one \(Pinecone console, Projects\)/);
    expect(pinecone.count("POST /admin/projects")).toBe(2);
  });

  test("that Pinecone twice fails to make ends in Pinecone's own error", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects", { kind: "answer", status: 500 }, { kind: "answer", status: 500 });
    await expect(client.projects.create({ name: "chat" })).rejects.toThrow(ServerError);
  });

  test.each([
    ["two of the name are new", [{}, {}], /2 of that name have been made since/],
    ["the one that is new has other settings", [{ max_pods: 3 }], /with other settings than were sent/],
    ["it does not say when it was made", [{ created_at: undefined }], /does not say when it was made/],
  ])("is neither adopted nor made again when %s", async (_why, rows, message) => {
    const pinecone = await startPinecone();
    const { client, clock } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects", { kind: "cut" });
    const listed = client.projects.list.bind(client.projects);
    client.projects.list = (options) => {
      for (const row of rows) pinecone.project(row);
      return listed(options);
    };
    const error = await errorOf(client.projects.create({ name: "chat" }));
    expect(error).toBeInstanceOf(AnswerLostError);
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ candidates: pinecone.projects.map(({ id }) => id) });
    for (const { id } of pinecone.projects) expect(error.message).toContain(id);
    expect(pinecone.count("POST /admin/projects")).toBe(1);
    expect(clock.sleeps).toEqual([]);
  });

  test.each([
    ["an hour fast", 3_600_000],
    ["an hour slow", -3_600_000],
  ])("of before is told from a new one when this machine's clock is %s", async (_what, ahead) => {
    const pinecone = await startPinecone();
    pinecone.project({ created_at: new Date(Date.now() - 60_000).toISOString() });
    const { client, clock } = clientOf(pinecone.url);
    clock.pass(ahead);
    pinecone.fail("POST /admin/projects", { kind: "cut", after: true });
    expect((await client.projects.create({ name: "chat" })).id).toBe(pinecone.projects[1]?.id);
  });

  test("that can't be looked for says so", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url, { maxRetries: 0 });
    pinecone.fail("POST /admin/projects", { kind: "cut", after: true });
    pinecone.fail("GET /admin/projects", { kind: "answer", status: 200, body: "<html>" });
    const error = await errorOf(client.projects.create({ name: "chat" }));
    expect(error).toBeInstanceOf(AnswerLostError);
    expect(error.message).toMatch(
      /looking for it failed: \S+ answered GET .* in its place\. Look for the project "chat"/,
    );
  });

  test("of the same name is made one after the other, so that each gets its own", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects", { kind: "cut" });
    const made = await Promise.all([
      client.projects.create({ name: "chat" }),
      client.projects.create({ name: "chat" }),
    ]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(2);
    expect(pinecone.projects).toHaveLength(2);
  });
});

describe("a CMEK key", () => {
  const fields = { name: "key", roleArn: "arn:r", keyArn: "arn:k", externalId: "e" };

  test.each(lostAfter)("that was bound is adopted: %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects/p/cmek-keys", fault);
    expect(await client.cmekKeys.create("p", fields)).toMatchObject({ ...fields, id: pinecone.cmekKeys[0]?.id });
    expect(pinecone.cmekKeys).toHaveLength(1);
  });

  test.each(lostBefore)("that was not bound is bound by a second request: %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects/p/cmek-keys", fault);
    await client.cmekKeys.create("p", fields);
    expect(pinecone.count("POST /admin/projects/p/cmek-keys")).toBe(2);
    expect(pinecone.cmekKeys).toHaveLength(1);
  });

  test("that somebody else bound with another KMS key is not adopted", async () => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail("POST /admin/projects/p/cmek-keys", { kind: "cut", after: true });
    const create = client.cmekKeys.create("p", fields);
    const foreign = pinecone.cmekKeys;
    const list = client.cmekKeys.list.bind(client.cmekKeys);
    client.cmekKeys.list = (...all) => {
      Object.assign(foreign[0] ?? {}, { key_arn: "arn:other" });
      return list(...all);
    };
    await expect(create).rejects.toThrow(/with other settings than were sent/);
  });
});
