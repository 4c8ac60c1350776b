import { describe, expect, test } from "vitest";
import { PRIVATE_ENDPOINT, STACK_REFERENCE } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, type Fixture, type FixtureOptions, never, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-network-endpoint-first";
const BASE = `urn:pulumi:prod::claims::${STACK_REFERENCE}::base`;

/** The fixture with a switch that was off, and waits for what is given. */
function turning(from: NonNullable<FixtureOptions["from"]>, status = "open", fixture: Fixture = compliant): Fixture {
  const former = changed(fixture, "access", { status }).resources;
  return { ...changed(fixture, "access", { status: UNKNOWN }, { from }), former };
}

const violated = {
  [policy]: ["access: it does not wait for link-registration, and may be turned on before; expected a dependency."],
};

describe(policy, () => {
  test("is kept by a switch that waits for a PrivateLink", () => {
    expect(verdicts(turning({ projectId: ["search-binding"], regions: ["link-guard"] }))).toEqual({});
  });

  test("is kept by one that waits for a PrivateEndpoint, or for another stack", () => {
    expect(verdicts(turning({ projectId: ["search"], regions: ["link-registration"] }))).toEqual({});
    expect(verdicts(turning({ projectId: ["search"], regions: [BASE] }))).toEqual({});
    // The engine tells of another stack by an empty entry only.
    expect(verdicts(turning({ projectId: ["search"], regions: [] }))).toEqual({});
  });

  test("is violated by one whose regions are text", () => {
    expect(verdicts(turning({ projectId: ["search-binding"] }))).toEqual(violated);
    expect(verdicts(turning({ projectId: [] }))).toEqual(violated);
    expect(verdicts(turning({ projectId: [BASE] }))).toEqual(violated);
  });

  test("is violated by one that waits for the endpoint of another project", () => {
    const other = resource(PRIVATE_ENDPOINT, "other", {
      projectId: "0d5b2c1e-8f3a-4c6d-9b7e-1a2b3c4d5e6f",
      region: "us-east-1",
      vpcEndpointId: "vpce-0a1b2c3d",
    });
    expect(verdicts(withMore(turning({ regions: ["other"] }, "open", withMore(compliant, other))))).toEqual(violated);
  });

  test("is violated by one that has no endpoint at all", () => {
    const bare = never(compliant, "link-registration", "link-guard");
    expect(verdicts(turning({ projectId: ["search"] }, "open", bare))).toEqual({
      [policy]: [
        "access: it waits for no Private Endpoint: the program has none of the project, and no other stack tells of one.",
      ],
    });
  });

  test("is kept by a switch that is on already, or off", () => {
    expect(verdicts(turning({ projectId: ["search-binding"] }, "restricted"))).toEqual({});
    const off = changed(turning({ projectId: ["search-binding"] }), "access", { privateEndpointsOnly: false });
    expect(verdicts({ ...off, stack: "dev" })[policy]).toBeUndefined();
  });

  test("is undecided where it is not known whether the switch is on already", () => {
    const blind = { ...turning({ projectId: ["search"] }), former: { why: "the export failed" } };
    expect(verdicts(blind)[policy]).toEqual([
      "access: Undecided: whether access is on already is not known, since the export failed.",
    ]);
  });

  test("is undecided where the switch is not known", () => {
    const unknown = changed(turning({ regions: ["link-guard"] }), "access", { privateEndpointsOnly: UNKNOWN });
    expect(verdicts(unknown)[policy]).toEqual([
      "access: Undecided: privateEndpointsOnly of access is not known: the preview does not tell it.",
    ]);
  });

  test("is undecided where an SDK gives every property an empty entry", () => {
    const from = { projectId: ["search"], privateEndpointsOnly: [], regions: [] };
    expect(verdicts(turning(from))).toEqual({
      [policy]: ["access: Undecided: whether access waits for another stack is not told."],
    });
  });

  test("is undecided where it is not known whose endpoint it waits for", () => {
    const vague = resource(
      PRIVATE_ENDPOINT,
      "vague",
      { projectId: UNKNOWN, region: "us-east-1", vpcEndpointId: "vpce-0a1b2c3d" },
      { from: { projectId: [BASE] } },
    );
    const waiting = turning({ projectId: ["search"], regions: ["vague"] }, "open", withMore(compliant, vague));
    expect(verdicts(waiting)[policy]).toEqual([
      "access: Undecided: whether vague is of the same project as access is not known.",
    ]);
  });
});
