import { describe, expect, test } from "vitest";
import { API_KEY } from "../../../policy/model/types";
import { changed, compliant, type Fixture, PROJECT_ID, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-apikey-rotation";
const key = "search-api-key-query";

/** The fixture, whose key was made some days ago. */
function aged(days: number, properties: object = {}): Fixture {
  const created = new Date(Date.now() - days * 24 * 60 * 60 * 1000 - 1000).toISOString();
  const former = changed(compliant, key, {}, { created }).resources;
  return { ...changed(compliant, key, { ...properties }), former };
}

const violated = (days: number, most: number) => ({
  [policy]: [`${key}: it is ${days} days old; expected at most ${most}.`],
});

describe(policy, () => {
  test("is kept by a key of ninety days", () => {
    expect(verdicts(aged(90))).toEqual({});
  });

  test("is violated by an older key, whatever it is called and may do now", () => {
    expect(verdicts(aged(91))).toEqual(violated(91, 90));
    expect(verdicts(aged(400, { name: "renamed", roles: ["DataPlaneEditor"] }))).toEqual(violated(400, 90));
  });

  test("takes another age", () => {
    expect(verdicts(aged(31), { [policy]: { mostDays: 30 } })).toEqual(violated(31, 30));
    expect(verdicts(aged(91), { [policy]: { mostDays: 365 } })).toEqual({});
  });

  test("is kept by a key that is being made", () => {
    const key = { projectId: PROJECT_ID, name: "new", roles: ["DataPlaneViewer"] };
    expect(verdicts(withMore(compliant, resource(API_KEY, "new", key)))).toEqual({});
  });

  test("is undecided where the state does not tell when the key was made, or is not known", () => {
    const former = changed(compliant, key, {}, { created: "" }).resources;
    expect(verdicts({ ...compliant, former })).toEqual({
      [policy]: [`${key}: Undecided: when ${key} was made is not known: the state does not have it.`],
    });
    expect(verdicts({ ...compliant, former: { why: "the export failed" } })[policy]).toEqual([
      `${key}: Undecided: when ${key} was made is not known, since the export failed.`,
    ]);
  });
});
