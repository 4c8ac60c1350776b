import { expect, test } from "vitest";
import { failure } from "./outcome";
import { TestStack } from "./stack";

test("an inline program goes up, shows no change, and is destroyed", async () => {
  const stack = await TestStack.create(async () => ({ answer: 42 }));
  const first = await stack.up();
  expect(first.changes).toEqual({ create: 1 });
  expect(first.outputs["answer"]?.value).toBe(42);
  expect((await stack.preview()).changes).toEqual({ same: 1 });
  stack.program = async () => ({ answer: 43 });
  expect((await stack.up()).outputs["answer"]?.value).toBe(43);
  expect(stack.resources()).toHaveLength(1);
  await stack.destroy();
  expect(stack.resources()).toHaveLength(0);
});

test("a program that throws fails with its message", async () => {
  const stack = await TestStack.create(async () => {
    throw new Error("no such moon");
  });
  expect(await failure(stack.preview())).toContain("no such moon");
});

test("a YAML program runs", async () => {
  const stack = await TestStack.create({ yaml: { outputs: { answer: "${pulumi.stack}" } } });
  expect((await stack.up()).outputs["answer"]?.value).toBe("dev");
});
