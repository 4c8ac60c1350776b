import { expect, test } from "vitest";
import { run } from "../../../local/engine/run";
import { Machine } from "./machine";

test("resolves with what was printed, and hands on each line of both streams", async () => {
  const machine = new Machine();
  machine.install("speak", "echo one; echo two >&2; printf three");
  const lines: string[] = [];
  expect(await run("speak", [], { env: machine.env, timeoutMs: 10_000, onLine: (line) => lines.push(line) })).toBe(
    "one\nthree",
  );
  expect(lines.sort()).toEqual(["one", "three", "two"]);
});

test("a failure has the command, the code and the last lines", async () => {
  const machine = new Machine();
  machine.install("fail", "for i in $(seq 1 30); do echo line $i; done; exit 3");
  const error = await run("fail", ["now"], { env: machine.env, timeoutMs: 10_000 }).catch((caught: unknown) => caught);
  const { message } = error as Error;
  expect(message).toContain("`fail now` exited with 3:\nline 19\n");
  expect(message).toMatch(/line 30$/);
});

test("a command that takes too long is ended with everything it has started", async () => {
  const machine = new Machine();
  // Without the end of its child, which holds the stream, this would last a minute.
  machine.install("hang", "sleep 60 & wait");
  const started = Date.now();
  await expect(run("hang", [], { env: machine.env, timeoutMs: 300 })).rejects.toThrow(
    "`hang` took more than 0.3 seconds",
  );
  expect(Date.now() - started).toBeLessThan(10_000);
});
