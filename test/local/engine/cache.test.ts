import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheFolder, withLock } from "../../../local/engine/cache";
import { Machine } from "./machine";

test("the cache is where the user says caches are", () => {
  expect(cacheFolder({ XDG_CACHE_HOME: "/var/cache/me" })).toBe("/var/cache/me/pulumi-pinecone-security");
  expect(cacheFolder({ XDG_CACHE_HOME: "" })).toBe(join(homedir(), ".cache", "pulumi-pinecone-security"));
  expect(cacheFolder({})).toBe(join(homedir(), ".cache", "pulumi-pinecone-security"));
});

test("work under one lock never overlaps", async () => {
  const lock = join(new Machine().folder, "locks", "one.lock");
  let working = 0;
  const work = async (): Promise<number> => {
    const together = ++working;
    await new Promise((resolve) => setImmediate(resolve));
    working -= 1;
    return together;
  };
  expect(await Promise.all([1, 2, 3].map(() => withLock(lock, () => undefined, work)))).toEqual([1, 1, 1]);
  expect(existsSync(lock)).toBe(false);
});

test("a lock is released when the work fails", async () => {
  const lock = join(new Machine().folder, "one.lock");
  const work = withLock(
    lock,
    () => undefined,
    () => Promise.reject(new Error("no")),
  );
  await expect(work).rejects.toThrow("no");
  expect(existsSync(lock)).toBe(false);
});

test("the lock of a process that died is taken over", async () => {
  const { folder } = new Machine();
  const lock = join(folder, "one.lock");
  mkdirSync(folder, { recursive: true });
  writeFileSync(lock, "");
  const anHourAgo = Date.now() / 1000 - 3600;
  utimesSync(lock, anHourAgo, anHourAgo);
  expect(
    await withLock(
      lock,
      () => undefined,
      () => Promise.resolve("worked"),
    ),
  ).toBe("worked");
});
