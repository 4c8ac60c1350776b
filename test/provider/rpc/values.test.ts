import { describe, expect, test } from "vitest";
import {
  containsSecret,
  containsUnknown,
  isMap,
  reveal,
  sameValue,
  Secret,
  UNKNOWN,
  type Value,
} from "../../../provider/rpc";

describe("reveal", () => {
  test("takes secret marks off at any depth and leaves unknowns", () => {
    const value = new Secret({ list: [new Secret("a"), 1], inner: new Secret(new Secret(null)), later: UNKNOWN });
    expect(reveal(value)).toEqual({ list: ["a", 1], inner: null, later: UNKNOWN });
  });
});

describe("what a value contains", () => {
  test.each<[Value, boolean, boolean]>([
    ["text", false, false],
    [null, false, false],
    [UNKNOWN, true, false],
    [new Secret("text"), false, true],
    [new Secret([UNKNOWN]), true, true],
    [{ a: [{ b: UNKNOWN }] }, true, false],
    [[[{ a: new Secret(1) }]], false, true],
  ])("of %j: unknown %s, secret %s", (value, unknown, secret) => {
    expect(containsUnknown(value)).toBe(unknown);
    expect(containsSecret(value)).toBe(secret);
  });

  test("a secret, an unknown, a list and null are no maps", () => {
    expect([new Secret({}), UNKNOWN, [], null].map(isMap)).toEqual([false, false, false, false]);
    expect(isMap({})).toBe(true);
  });
});

describe("sameValue", () => {
  test.each<[Value, Value]>([
    [1, 1],
    [NaN, NaN],
    [null, null],
    ["a", new Secret("a")],
    [{ a: [new Secret(1)], b: null }, new Secret({ b: null, a: [1] })],
  ])("%j equals %j", (left, right) => {
    expect(sameValue(left, right)).toBe(true);
    expect(sameValue(right, left)).toBe(true);
  });

  test.each<[Value, Value]>([
    [1, "1"],
    [null, {}],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, null]],
    [{ a: null }, {}],
    [{ a: null }, { b: null }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [UNKNOWN, UNKNOWN],
    [{ a: [UNKNOWN] }, { a: [UNKNOWN] }],
    [new Secret(UNKNOWN), "x"],
  ])("%j differs from %j", (left, right) => {
    expect(sameValue(left, right)).toBe(false);
    expect(sameValue(right, left)).toBe(false);
  });
});
