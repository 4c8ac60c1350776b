import { expect, test } from "vitest";
import { withoutSecrets } from "../../../provider/resources/hiding";
import { Secret, UNKNOWN } from "../../../provider/rpc/values";

test.each([
  ["as it is", { name: new Secret("hush") }, 'no project "hush"', 'no project "[secret]"'],
  ["as JSON quotes it", { name: new Secret('a "b"\n') }, String.raw`got "a \"b\"\n".`, 'got "[secret]".'],
  ["within a list, or beside what is open", { all: ["open", new Secret(["hush"])] }, "open, hush", "open, [secret]"],
  ["one that is part of another", { a: new Secret("hush"), b: new Secret("hush, hush") }, "hush, hush", "[secret]"],
])("a secret is hidden %s", (_how, properties, text, hidden) => {
  expect(withoutSecrets(text, properties)).toBe(hidden);
});

test("what is not secret, is empty, is no text or is not known hides nothing", () => {
  const properties = { name: "shop", none: new Secret(""), flag: new Secret(true), later: new Secret(UNKNOWN) };
  expect(withoutSecrets("shop is true", properties)).toBe("shop is true");
});
