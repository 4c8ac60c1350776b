import { describe, expect, test } from "vitest";
import { Collections } from "../../../provider/resources/collections";
import { FakeClock } from "./testbed";

function counted() {
  const clock = new FakeClock();
  const signals: AbortSignal[] = [];
  const answers: ((value: number) => void)[] = [];
  const load = (signal: AbortSignal): Promise<number> => {
    signals.push(signal);
    return new Promise((resolve) => answers.push(resolve));
  };
  return { clock, collections: new Collections(clock), signals, answers, load };
}

const never = new AbortController().signal;

describe("a collection", () => {
  test("is asked for once by all who read at the same time, and by those who follow within ten seconds", async () => {
    const { clock, collections, answers, load } = counted();
    const both = Promise.all([collections.read("a", never, load), collections.read("a", never, load)]);
    answers[0]!(1);
    expect(await both).toEqual([1, 1]);
    clock.time += 10_000;
    expect(await collections.read("a", never, load)).toBe(1);
    clock.time += 1;
    const later = collections.read("a", never, load);
    answers[1]!(2);
    expect(await later).toBe(2);
  });

  test("is asked for anew after a write, also when the old answer is still on its way", async () => {
    const { collections, answers, load } = counted();
    const before = collections.read("a", never, load);
    collections.forget("a");
    const after = collections.read("a", never, load);
    answers[1]!(2);
    answers[0]!(1);
    expect([await before, await after]).toEqual([1, 2]);
    expect(await collections.read("a", never, load)).toBe(2);
  });

  test("does not keep a failure", async () => {
    const { collections } = counted();
    await expect(collections.read("a", never, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await collections.read("a", never, () => Promise.resolve(1))).toBe(1);
  });

  test("is not lost to others when one reader is cancelled, and its request ends when all are", async () => {
    const { collections, signals, answers, load } = counted();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = collections.read("a", one.signal, load);
    const second = collections.read("a", two.signal, load);
    one.abort(new Error("cancelled"));
    await expect(first).rejects.toThrow("cancelled");
    expect(signals[0]!.aborted).toBe(false);
    answers[0]!(1);
    expect(await second).toBe(1);
    const alone = new AbortController();
    const third = collections.read("b", alone.signal, load);
    alone.abort(new Error("cancelled"));
    await expect(third).rejects.toThrow("cancelled");
    expect(signals[1]!.aborted).toBe(true);
  });
});
