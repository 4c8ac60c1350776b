import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheFolder, withLock } from "../../../local/engine/cache";
import { Machine } from "./machine";

const root = join(__dirname, "..", "..", "..");

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

test("a cache that can't be written is named with what to do", async () => {
  const { folder } = new Machine();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "file");
  writeFileSync(file, "");
  const locked = withLock(
    join(file, "cache", "one.lock"),
    () => undefined,
    () => Promise.resolve(),
  );
  await expect(locked).rejects.toThrow(
    /^The cache folder \S+\/file\/cache can't be written \(ENOTDIR.*\)\. Set XDG_CACHE_HOME to a folder that can\.$/,
  );
});

test("what a process that exits was working on is removed, its lock too", async () => {
  const folder = join(new Machine().folder, "cache");
  const script = `
    const { inTemporaryFolder, withLock } = require("./local/engine/cache");
    withLock("${folder}/one.lock", () => {}, () => inTemporaryFolder("${folder}/half-", async () => {
      console.log(require("node:fs").readdirSync("${folder}").length);
      process.exit(3);
    }));`;
  const child = spawnSync(process.execPath, ["--require", "tsx/cjs", "-e", script], { cwd: root, encoding: "utf8" });
  expect(child).toMatchObject({ status: 3, stdout: "2\n" });
  expect(readdirSync(folder)).toEqual([]);
});
