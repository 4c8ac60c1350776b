import { describe, expect, test } from "vitest";
import { formerResourceOf, plainValue } from "../../../policy/model/stateFile";
import { UNKNOWN } from "../../../policy/model/values";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

describe("a serialized value", () => {
  test("is itself", () => {
    const value = { a: [1, "x", null, { b: true }] };
    expect(plainValue(value)).toEqual(value);
  });

  test("is not known where the engine writes one of its marks for that", () => {
    const marks = [
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
      "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
      "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
      "030794c1-ac77-496b-92df-f27374a8bd58",
      "e48ece36-62e2-4504-bad9-02848725956a",
      "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ];
    expect(plainValue({ list: marks })).toEqual({ list: marks.map(() => UNKNOWN) });
  });

  test("is not told where it is a secret, in a state or in a preview", () => {
    const inState = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
    const plaintext = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", plaintext: '"pcsk_fixture"' };
    const inPreview = "[secret]";
    expect(plainValue([inState, plaintext, inPreview])).toEqual([UNKNOWN, UNKNOWN, UNKNOWN]);
  });

  test("of an output is the output's value, if it has one", () => {
    const mark = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
    expect(plainValue({ [SIGNATURE]: mark, value: "a" })).toBe("a");
    expect(plainValue({ [SIGNATURE]: mark })).toBe(UNKNOWN);
  });
});

describe("a resource of a state", () => {
  const urn = "urn:pulumi:prod::claims::a:b/c:C$pinecone-security:index:Project::search";
  const serialized = {
    urn,
    type: "pinecone-security:index:Project",
    id: "8b2f6b1c",
    inputs: { name: "new" },
    outputs: { name: "old", createdAt: "2026-01-01T00:00:00Z" },
    protect: true,
    created: "2026-02-01T00:00:00Z",
    propertyDependencies: { name: null, maxPods: ["urn:pulumi:prod::claims::x:y:Z::z"] },
  };

  test("has its inputs over its outputs, and what the engine notes of it", () => {
    expect(formerResourceOf(serialized)).toEqual([
      {
        urn,
        type: "pinecone-security:index:Project",
        name: "search",
        id: "8b2f6b1c",
        properties: { name: "new", createdAt: "2026-01-01T00:00:00Z" },
        protect: true,
        retainOnDelete: false,
        created: "2026-02-01T00:00:00Z",
        dependencies: [],
        propertyDependencies: { name: [], maxPods: ["urn:pulumi:prod::claims::x:y:Z::z"] },
      },
    ]);
  });

  test("counts no more when it was replaced and only waits for its deletion", () => {
    expect(formerResourceOf({ ...serialized, delete: true })).toEqual([]);
  });
});
