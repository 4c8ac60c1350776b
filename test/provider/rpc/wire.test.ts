import fc from "fast-check";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { describe, expect, test } from "vitest";
import {
  decodeProperties,
  encodeProperties,
  ProviderError,
  Secret,
  UNKNOWN,
  type PropertyMap,
  type Value,
} from "../../../provider/rpc";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** What the engine sends, written as JSON. */
const fromEngine = (fields: Record<string, JavaScriptValue>): PropertyMap =>
  decodeProperties(Struct.fromJavaScript(fields));

const overTheWire = (properties: PropertyMap): PropertyMap =>
  decodeProperties(Struct.deserializeBinary(encodeProperties(properties).serializeBinary()));

// `__proto__` as a name is lost in google-protobuf's maps already.
const names = fc.string({ unit: "grapheme" }).filter((name) => name !== SIGNATURE && name !== "__proto__");

const { properties } = fc.letrec<{ value: Value; properties: PropertyMap }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.maxSafeInteger(),
    fc.string({ unit: "grapheme" }),
    fc.constant(UNKNOWN),
    tie("value").map((value) => new Secret(value)),
    fc.array(tie("value")),
    tie("properties"),
  ),
  properties: fc.dictionary(names, tie("value"), { noNullPrototype: true }),
}));

describe("the wire", () => {
  test("gives back every value that it was given", () => {
    fc.assert(
      fc.property(properties, (given) => {
        expect(shape(overTheWire(given))).toEqual(shape(given));
      }),
    );
  });

  test("never lets a secret's value out of its mark", () => {
    const sent = encodeProperties({ outer: new Secret({ inner: new Secret("s3cret") }) }).toJavaScript();
    const signature = "1b47061264138c4ac30d75fd1eb44270";
    expect(sent).toEqual({
      outer: { [SIGNATURE]: signature, value: { inner: { [SIGNATURE]: signature, value: "s3cret" } } },
    });
  });

  test("keeps integers up to 2^53 exact", () => {
    expect(overTheWire({ n: Number.MAX_SAFE_INTEGER, m: Number.MIN_SAFE_INTEGER })).toEqual({
      n: 9007199254740991,
      m: -9007199254740991,
    });
  });

  test("keeps what is empty apart from what is not there", () => {
    const empty = { object: {}, list: [], text: "", nothing: null, no: false, zero: 0 };
    expect(overTheWire(empty)).toEqual(empty);
  });
});

describe("encoding", () => {
  test("leaves undefined entries out, and makes them null in a list", () => {
    const stray = { a: undefined, b: { c: undefined }, d: [undefined] } as unknown as PropertyMap;
    expect(overTheWire(stray)).toEqual({ b: {}, d: [null] });
  });

  test("leaves out whole properties that are not known when only known ones may go", () => {
    const some = { a: 1, b: UNKNOWN, c: new Secret(UNKNOWN), d: [UNKNOWN, 1] };
    expect(encodeProperties(some, "known").toJavaScript()).toEqual({ a: 1 });
  });

  test.each([
    ["bigint", 1n],
    ["function", (): void => undefined],
  ])("names the place of a %s", (kind, stray) => {
    const broken = { a: { b: [0, stray] } } as unknown as PropertyMap;
    expect(() => encodeProperties(broken)).toThrow(`property "a.b[1]" is a ${kind}`);
  });
});

describe("decoding", () => {
  test.each([
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  ])("takes %s for an unknown", (sentinel) => {
    expect(fromEngine({ a: [sentinel], b: { c: sentinel } })).toEqual({ a: [UNKNOWN], b: { c: UNKNOWN } });
  });

  test("takes an output value for its value, unknown without one, secret when it says so", () => {
    const output = (rest: Record<string, JavaScriptValue>): Record<string, JavaScriptValue> => ({
      [SIGNATURE]: OUTPUT,
      dependencies: ["urn:pulumi:a::b::c::d"],
      ...rest,
    });
    const decoded = fromEngine({ a: output({ value: 1 }), b: output({}), c: output({ value: "x", secret: true }) });
    expect(shape(decoded)).toEqual(shape({ a: 1, b: UNKNOWN, c: new Secret("x") }));
  });

  test("takes a resource for its id, unknown while it has none, and a component for its URN", () => {
    const reference = (rest: Record<string, JavaScriptValue>): Record<string, JavaScriptValue> => ({
      [SIGNATURE]: RESOURCE,
      urn: "urn:x",
      ...rest,
    });
    const decoded = fromEngine({ a: reference({ id: "i-1" }), b: reference({ id: "" }), c: reference({}) });
    expect(decoded).toEqual({ a: "i-1", b: UNKNOWN, c: "urn:x" });
  });

  test.each([
    ["an asset", { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "x" }],
    ["an archive", { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", path: "x" }],
    ["a secret without a value", { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270" }],
    ["a resource reference without a URN", { [SIGNATURE]: RESOURCE }],
    ["a signature this plugin does not know", { [SIGNATURE]: "0000" }],
    ["a signature this plugin does not know", { [SIGNATURE]: 7 }],
  ])("refuses %s and names the place", (what, value) => {
    const decode = (): unknown => fromEngine({ outer: { list: [value] } });
    expect(decode).toThrow(ProviderError);
    expect(decode).toThrow(what);
    expect(decode).toThrow(`"outer.list[0]"`);
  });

  test("takes no properties for an empty map", () => {
    expect(decodeProperties(undefined)).toEqual({});
  });
});

/** Plain data that shows what `toEqual` does not look into: secrets, and unknowns. */
function shape(value: Value): unknown {
  if (value === UNKNOWN) return { unknown: true };
  if (value instanceof Secret) return { secret: shape(value.reveal()) };
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== "object" || value === null) return { plain: value };
  return {
    map: Object.entries(value as PropertyMap)
      .map(([name, item]) => [name, shape(item)])
      .sort(),
  };
}
