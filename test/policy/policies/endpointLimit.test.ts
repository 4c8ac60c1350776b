import { describe, expect, test } from "vitest";
import { PRIVATE_ENDPOINT } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { compliant, type Fixture, type FixtureOptions, PROJECT_ID, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-endpoint-limit";

/** The fixture, which has one, with further endpoints. */
function more(count: number, projectId: unknown = PROJECT_ID, options: FixtureOptions = {}): Fixture {
  const endpoints = Array.from({ length: count }, (_, index) => {
    const properties = { projectId, region: "us-east-1", vpcEndpointId: `vpce-0000000${index.toString(16)}` };
    return resource(PRIVATE_ENDPOINT, `more-${index.toString(16)}`, properties, options);
  });
  return withMore(compliant, ...endpoints);
}

describe(policy, () => {
  test("is kept by ten endpoints", () => {
    expect(verdicts(more(9))).toEqual({});
  });

  test("is violated by the eleventh, and tells it once", () => {
    const told = (count: number) => ({
      [policy]: [`more-9: the project search has ${count} Private Endpoints; expected at most 10.`],
    });
    expect(verdicts(more(10))).toEqual(told(11));
    expect(verdicts(more(12))).toEqual(told(13));
  });

  test("is violated by eleven of a project that is not made yet", () => {
    expect(verdicts(more(10, UNKNOWN, { from: { projectId: ["search-binding"] } }))).toEqual({
      [policy]: ["more-9: the project search has 11 Private Endpoints; expected at most 10."],
    });
  });

  test("takes another limit", () => {
    expect(verdicts(more(10), { [policy]: { most: 11 } })).toEqual({});
    expect(verdicts(more(1), { [policy]: { most: 1 } })).toEqual({
      [policy]: ["more-0: the project search has 2 Private Endpoints; expected at most 1."],
    });
  });

  test("counts endpoints of another project by themselves", () => {
    expect(verdicts(more(10, "0d5b2c1e-8f3a-4c6d-9b7e-1a2b3c4d5e6f"))).toEqual({});
  });

  test("is undecided where the project of those that are too many is not known", () => {
    const unknown = withMore(
      more(9),
      resource(PRIVATE_ENDPOINT, "other", {
        projectId: UNKNOWN,
        region: "us-east-1",
        vpcEndpointId: "vpce-0a1b2c3d",
      }),
    );
    expect(verdicts(unknown)).toEqual({
      [policy]: [
        "other: Undecided: whether link-registration, more-0, more-1, more-2, more-3, more-4, more-5, more-6, more-7, more-8 are Private Endpoints of the same project as other is not known.",
      ],
    });
  });
});
